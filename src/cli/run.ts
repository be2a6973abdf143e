import { CommanderError } from "commander";
import { PlanError } from "../dataset/output-plan.js";
import { ClosedPipe, exitCodeOf, Interrupted } from "./exit-code.js";
import { createProgram } from "./program.js";
import { abortOnSignals } from "./signals.js";
import { createTerminal, type Terminal } from "./terminal.js";
import { UsageError } from "./usage-error.js";

/** Runs the command line of a process, and sets its exit code. */
export async function run(process: NodeJS.Process): Promise<void> {
  // Errors of standard output come to whoever writes; nothing can be said of those of standard error.
  process.stdout.on("error", () => {});
  process.stderr.on("error", () => {});
  const terminal = (flags: { readonly quiet?: boolean }) => createTerminal(process, flags.quiet === true);
  const program = createProgram({
    generate: async (flags) => {
      const { generateCommand } = await import("./generate-command.js");
      await generateCommand(flags, terminal(flags), () => abortOnSignals(process));
    },
    config: async (flags) => {
      const { configCommand } = await import("./config-command.js");
      await configCommand(flags, terminal(flags));
    },
  });
  for (const command of [program, ...program.commands]) command.exitOverride();
  try {
    await program.parseAsync(process.argv);
  } catch (error) {
    process.exitCode = exitCodeOf(error);
    report(error, terminal({}), process.argv.includes("--debug"));
    // A reader that takes nothing would keep the process waiting with what is on its way.
    if (error instanceof Interrupted) process.exit();
  }
}

function report(error: unknown, { stderr, style }: Terminal, debug: boolean): void {
  // Commander has printed its own.
  if (error instanceof ClosedPipe || error instanceof CommanderError) return;
  if (debug && error instanceof Error) stderr.write(`${error.stack}\n`);
  else stderr.write(`${style("red", "error:")} ${messageOf(error)}\n`);
}

function messageOf(error: unknown): string {
  if (error instanceof PlanError) return `--${error.message}`;
  if (error instanceof UsageError) return error.hint === undefined ? error.message : `${error.message}. ${error.hint}`;
  return error instanceof Error ? error.message : String(error);
}
