import { Command } from "commander";
import { VERSION } from "../dataset/version.js";
import type { Begin, Context } from "./context.js";
import { addEnding, type Ending } from "./flags.js";

const EXAMPLES = `
  mnist1d generate                      the published dataset, in mnist1d/
  mnist1d generate --shear-scale 1.5 -o sheared/
                                        a changed one
  mnist1d verify mnist1d/               is it exactly what its config says?
  mnist1d convert mnist1d/ data.npz     the same dataset in another format
  mnist1d inspect data.npz              what is in this file?
  mnist1d diff --scale-coeff 0.8        what does a parameter do to the data?
  mnist1d evaluate --quick              how well do models do on it?`;

/** The file of a command. */
interface CommandFile {
  /** Declares what it says of itself, and flags of its own. @returns what is run: the command, or one below it. */
  declare(command: Command): Command;
  readonly ending: Ending;
  /** @param operands and the program, last. */
  run(context: Context, ...operands: never[]): Promise<void>;
}

/** All commands, in the order of the help. The file of one is loaded when it is named. */
const COMMANDS: readonly (readonly [usage: string, summary: string, load: () => Promise<CommandFile>])[] = [
  ["generate", "make a dataset", () => import("./generate-command.js")],
  ["verify <path>", "check that a dataset is what it says it is", () => import("./verify-command.js")],
  ["inspect <path>", "tell what a dataset is", () => import("./inspect-command.js")],
  ["diff [a] [b]", "tell what a change of config does to the data", () => import("./diff-command.js")],
  ["plot <what> [source] [other]", "draw a dataset", () => import("./plot-command.js")],
  [
    "evaluate [source] [b]",
    "train the paper's models on a dataset, and tell how well they do",
    () => import("./evaluate-command.js"),
  ],
  [
    "experiment [name]",
    "repeat a use case of the paper, and check what is claimed",
    () => import("./experiment-command.js"),
  ],
  ["convert <in> <out>", "write a dataset in another format", () => import("./convert-command.js")],
  ["playground", "tell where the page is that shows all this", () => import("./playground-command.js")],
  ["merge <dir>", "make a dataset of its shards", () => import("./merge-command.js")],
  ["config", "print a config as JSON", () => import("./config-command.js")],
  ["golden", "keep golden values: what the data of configs must be", () => import("./golden-command.js")],
  [
    "completion <shell> [word...]",
    "print what makes a shell complete all this",
    () => import("./completion-command.js"),
  ],
];

/** Declares the command line. @param name the command that is to be run, so that the others need not be loaded. */
export async function createProgram(begin: Begin, name?: string): Promise<Command> {
  const program = new Command("mnist1d")
    .description("Builds the MNIST-1D dataset, and every variation of it, bit for bit the same everywhere.")
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    // Descriptions name the values of an option themselves, where there is room.
    .configureHelp({ minWidthToWrap: 20, optionDescription: ({ description }) => description })
    .helpCommand("help [command]", "print the help of a command")
    .showHelpAfterError("Run with --help for the flags and examples.");
  addEnding(program, { examples: EXAMPLES });
  const isNamed = (command: Command) => name === undefined || name === "completion" || name === command.name();
  for (const [usage, summary, load] of COMMANDS) {
    const command = program.command(usage).summary(summary);
    if (!isNamed(command)) continue;
    const { declare, ending, run } = await load();
    const runnable = declare(command);
    addEnding(runnable, ending);
    runnable.action(() => {
      const flags = runnable.opts();
      return run(begin(flags, ending.writes?.(flags)), ...([...runnable.processedArgs, program] as never[]));
    });
  }
  return program;
}
