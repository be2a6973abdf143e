import { type Command, CommanderError } from "commander";
import { PlanError } from "../dataset/output-plan.js";
import { visibleLine } from "../formats/printable.js";
import { createContexts } from "./context.js";
import { endDrawing } from "./drawing.js";
import { CheckFailed, ClosedPipe, EXIT, exitCodeOf, Interrupted, named, unexpected } from "./exit-code.js";
import { refuseMistakes } from "./mistakes.js";
import { createProgram } from "./program.js";
import { createTerminal, type Terminal } from "./terminal.js";

/** Runs the command line of a process, and sets its exit code. Never rejects. */
export async function run(process: NodeJS.Process): Promise<void> {
  // Errors of standard output come to whoever writes; nothing can be said of those of standard error.
  process.stdout.on("error", () => {});
  process.stderr.on("error", () => {});
  const terminal = createTerminal(process, false);
  let hasEnded = false;
  function end(thrown: unknown): void {
    hasEnded = true;
    endDrawing();
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
    endDrawing();
    if (!hasEnded && code === EXIT.ok) end(new Error("the run came to no end"));
  });
  const begin = createContexts(process);
  try {
    const given = process.argv.slice(2);
    // `help golden add` as `golden add --help`, which is more than commander understands.
    const words = given[0] === "help" ? [...given.filter((word) => word !== "help"), "--help"] : given;
    const program = await createProgram(begin, words[0] ?? "");
    program.hook("preAction", () => refuseUnreadableNames(process.argv));
    const help: string[] = [];
    const output = {
      writeOut: (text: string) => void help.push(text),
      writeErr: (text: string) => terminal.say(onLines(text.replace(/\n$/, ""), process.argv)),
      getOutHelpWidth: () => process.stdout.columns || 80,
      getErrHelpWidth: () => process.stderr.columns || 80,
    };
    for (const command of withSubcommands(program)) command.exitOverride().configureOutput(output);
    const warnings = refuseMistakes(program, words);
    const isQuiet = words.some((word) => word === "-q" || word === "--quiet");
    if (!isQuiet) for (const warning of warnings) terminal.warn(warning);
    const parsed = program.parseAsync(words, { from: "user" });
    await parsed.finally(() => (help.length === 0 ? undefined : terminal.print(help.join(""))));
    if (words.includes("--debug")) await tellOfKernels(terminal);
    hasEnded = true;
  } catch (error) {
    end(error);
    // A reader that takes nothing would keep the process waiting with what is on its way.
    if (error instanceof Interrupted) process.exit();
  }
}

/** Says why JavaScript did what kernels would have done faster, if so. */
async function tellOfKernels({ say }: Terminal): Promise<void> {
  const { kernelProblem } = await import("../kernels/kernels.js");
  if (kernelProblem !== undefined) say(visibleLine(`no kernels, the same in JavaScript: ${kernelProblem}`));
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap((below) => withSubcommands(below as Command))];
}

/** Node reads bytes that are not UTF-8 as U+FFFD: under such a name it would look for, and make, something else. */
function refuseUnreadableNames(argv: readonly string[]): void {
  const argument = argv.slice(2).find((text) => text.includes("\ufffd"));
  if (argument !== undefined) {
    throw unexpected(argument, "an argument in UTF-8", "other bytes", "Rename what it names.");
  }
  // Not imported: that of node:process would open standard input.
  const here = process.cwd();
  if (!here.includes("\ufffd")) return;
  const hint = "Rename that folder, or work in another.";
  throw unexpected(here, "a path of the current folder in UTF-8", "other bytes", hint);
}

function report(error: unknown, { say, style }: Terminal, argv: readonly string[]): void {
  // Commander has printed its own.
  if (error instanceof ClosedPipe || error instanceof CommanderError) return;
  // What a check found is in its report.
  if (error instanceof CheckFailed && error.message === "") return;
  const text = error instanceof Error ? error.message : String(error);
  const message = error instanceof PlanError ? `--${text}` : text;
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
