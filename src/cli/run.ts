import { type Command, CommanderError } from "commander";
import { PlanError } from "../dataset/output-plan.js";
import { createActions } from "./actions.js";
import { CheckFailed } from "./check-failed.js";
import { ClosedPipe, exitCodeOf, Interrupted } from "./exit-code.js";
import { refuseMistakes } from "./mistakes.js";
import { createProgram } from "./program.js";
import { createTerminal, type Terminal } from "./terminal.js";
import { UsageError } from "./usage-error.js";

/** Runs the command line of a process, and sets its exit code. */
export async function run(process: NodeJS.Process): Promise<void> {
  // Errors of standard output come to whoever writes; nothing can be said of those of standard error.
  process.stdout.on("error", () => {});
  process.stderr.on("error", () => {});
  const program = createProgram(createActions(process));
  const output = {
    writeOut: (text: string) => void process.stdout.write(text),
    writeErr: (text: string) => void process.stderr.write(text),
    getOutHelpWidth: () => process.stdout.columns || 80,
    getErrHelpWidth: () => process.stderr.columns || 80,
  };
  for (const command of withSubcommands(program)) command.exitOverride().configureOutput(output);
  try {
    refuseMistakes(program, process.argv.slice(2));
    await program.parseAsync(process.argv);
  } catch (error) {
    process.exitCode = exitCodeOf(error);
    report(error, createTerminal(process, false), process.argv.includes("--debug"));
    // A reader that takes nothing would keep the process waiting with what is on its way.
    if (error instanceof Interrupted) process.exit();
  }
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap((below) => withSubcommands(below as Command))];
}

function report(error: unknown, { stderr, style }: Terminal, debug: boolean): void {
  // Commander has printed its own.
  if (error instanceof ClosedPipe || error instanceof CommanderError) return;
  // What a check found is in its report.
  if (error instanceof CheckFailed && error.message === "") return;
  if (debug && error instanceof Error) stderr.write(`${error.stack}\n`);
  else stderr.write(`${style("red", "error:")} ${messageOf(error)}\n`);
}

function messageOf(error: unknown): string {
  if (error instanceof PlanError) return `--${error.message}`;
  if (error instanceof UsageError) return error.hint === undefined ? error.message : `${error.message}. ${error.hint}`;
  return error instanceof Error ? error.message : String(error);
}
