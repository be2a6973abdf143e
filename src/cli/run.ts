import { type Command, CommanderError } from "commander";
import { PlanError } from "../dataset/output-plan.js";
import { visibleLine } from "../formats/printable.js";
import { createActions } from "./actions.js";
import { CheckFailed } from "./check-failed.js";
import { ClosedPipe, EXIT, exitCodeOf, Interrupted, named } from "./exit-code.js";
import { refuseMistakes } from "./mistakes.js";
import { createProgram } from "./program.js";
import { endOnSignals } from "./signals.js";
import { createTerminal, type Terminal } from "./terminal.js";
import { expectedGot, UsageError } from "./usage-error.js";

/** Runs the command line of a process, and sets its exit code. Never rejects. */
export async function run(process: NodeJS.Process): Promise<void> {
  // Errors of standard output come to whoever writes; nothing can be said of those of standard error.
  process.stdout.on("error", () => {});
  process.stderr.on("error", () => {});
  const terminal = createTerminal(process, false);
  let hasEnded = false;
  function end(thrown: unknown): void {
    hasEnded = true;
    const error = named(thrown);
    process.exitCode = exitCodeOf(error);
    report(error, terminal, process.argv);
  }
  // What is thrown where nobody waits for it: in a callback, a stream, a promise that was left alone.
  process.on("uncaughtException", (error) => {
    end(error);
    process.exit();
  });
  process.on("exit", (code) => {
    if (!hasEnded && code === EXIT.ok) end(new Error("the run came to no end"));
  });
  endOnSignals(process);
  try {
    const program = createProgram(createActions(process)).hook("preAction", () => refuseUnreadableNames(process.argv));
    let help = "";
    const output = {
      writeOut: (text: string) => {
        help += text;
      },
      writeErr: (text: string) => terminal.say(onLines(text.replace(/\n$/, ""), process.argv)),
      getOutHelpWidth: () => process.stdout.columns || 80,
      getErrHelpWidth: () => process.stderr.columns || 80,
    };
    for (const command of withSubcommands(program)) command.exitOverride().configureOutput(output);
    const warnings = refuseMistakes(program, process.argv.slice(2));
    const isQuiet = process.argv.some((word) => word === "-q" || word === "--quiet");
    if (!isQuiet) for (const warning of warnings) terminal.warn(warning);
    await program.parseAsync(process.argv).finally(() => (help === "" ? undefined : terminal.print(help)));
    hasEnded = true;
  } catch (error) {
    end(error);
    // A reader that takes nothing would keep the process waiting with what is on its way.
    if (error instanceof Interrupted) process.exit();
  }
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap((below) => withSubcommands(below as Command))];
}

/**
 * Node reads bytes of names that are not UTF-8 as U+FFFD: under such a name it would look for, and make, something else
 * than what was asked for.
 *
 * @throws UsageError
 */
function refuseUnreadableNames(argv: readonly string[]): void {
  const argument = argv.slice(2).find((text) => text.includes("\ufffd"));
  if (argument !== undefined) {
    throw new UsageError(argument, expectedGot("an argument in UTF-8", "other bytes"), "Rename what it names.");
  }
  // Not imported: that of node:process would open standard input.
  const here = process.cwd();
  if (!here.includes("\ufffd")) return;
  const hint = "Rename that folder, or work in another.";
  throw new UsageError(here, expectedGot("a path of the current folder in UTF-8", "other bytes"), hint);
}

function report(error: unknown, { say, style }: Terminal, argv: readonly string[]): void {
  // Commander has printed its own.
  if (error instanceof ClosedPipe || error instanceof CommanderError) return;
  // What a check found is in its report.
  if (error instanceof CheckFailed && error.message === "") return;
  const message = messageOf(error);
  // What is wrong with shards takes several lines.
  const shown = error instanceof CheckFailed ? onLines(message, argv) : visibleLine(message);
  const frames = argv.includes("--debug") && error instanceof Error ? /(\n {4}at .*)+$/.exec(error.stack ?? "") : null;
  const isFault = exitCodeOf(error) === EXIT.fault;
  const fault = `this is a fault in mnist1d: please report it with --debug's output (${visibleLine(String(error))})`;
  if (isFault || frames === null) say(`${style("red", "error:")} ${isFault ? fault : shown}`);
  if (frames !== null) say(`${(error as Error).name}: ${shown}${frames[0]}`);
}

/** Text of several lines, none of which ends in an argument. */
function onLines(text: string, argv: readonly string[]): string {
  const broken = argv.filter((argument) => argument.includes("\n"));
  return broken.reduce((shown, argument) => shown.replaceAll(argument, visibleLine(argument)), text);
}

function messageOf(error: unknown): string {
  if (error instanceof PlanError) return `--${error.message}`;
  if (error instanceof UsageError) return error.hint === undefined ? error.message : `${error.message}. ${error.hint}`;
  return error instanceof Error ? error.message : String(error);
}
