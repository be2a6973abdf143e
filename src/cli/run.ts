import { CommanderError } from "commander";
import { PlanError } from "../dataset/output-plan.js";
import { ClosedPipe, exitCodeOf, Interrupted } from "./exit-code.js";
import { createProgram } from "./program.js";
import { createTerminal, type Terminal } from "./terminal.js";
import { UsageError } from "./usage-error.js";

/** Runs the command line of a process, and sets its exit code. */
export async function run(process: NodeJS.Process): Promise<void> {
  const interruption = listenForSignals(process);
  // A reader that goes away, as head does, is no error; writes see it by themselves where it matters.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  const quiet = process.argv.includes("--quiet") || process.argv.includes("-q");
  const terminal = createTerminal(process, { quiet });
  const program = createProgram({
    generate: async (flags) => {
      const { generateCommand } = await import("./generate-command.js");
      await generateCommand(flags, terminal, interruption);
    },
    config: async (flags) => {
      const { configCommand } = await import("./config-command.js");
      await configCommand(flags, terminal);
    },
  });
  for (const command of [program, ...program.commands]) command.exitOverride();
  try {
    await program.parseAsync(process.argv);
  } catch (error) {
    process.exitCode = exitCodeOf(error);
    report(error, terminal, process.argv.includes("--debug"));
  }
}

/** Aborts on the first signal, so that the work can clean up; a second one ends the process at once. */
function listenForSignals(process: NodeJS.Process): AbortSignal {
  const controller = new AbortController();
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(code);
      controller.abort(new Interrupted(code));
    });
  }
  return controller.signal;
}

function report(error: unknown, { stderr, style }: Terminal, debug: boolean): void {
  if (error instanceof ClosedPipe) return;
  if (debug && error instanceof Error) {
    stderr.write(`${error.stack}\n`);
    return;
  }
  // Commander has printed its own.
  if (error instanceof CommanderError) return;
  stderr.write(`${style("red", "error:")} ${messageOf(error)}\n`);
}

function messageOf(error: unknown): string {
  if (error instanceof PlanError) return `--${error.message}`;
  if (error instanceof UsageError) return error.hint === undefined ? error.message : `${error.message}. ${error.hint}`;
  return error instanceof Error ? error.message : String(error);
}
