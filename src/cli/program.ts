import { Command, Option } from "commander";
import { presetDescriptions } from "../config/presets.js";
import { VERSION } from "../dataset/version.js";
import { FORMATS } from "../formats/registry.js";
import { addConfigFlags } from "./config-flags.js";
import type { FlagValues } from "./effective-config.js";
import * as examples from "./help-examples.js";

/** What the commands do; apart from how they are declared, so that help and usage errors load nothing else. */
export interface Actions {
  generate(flags: FlagValues): Promise<void>;
  config(flags: FlagValues): Promise<void>;
  verify(path: string, flags: FlagValues): Promise<void>;
  inspect(path: string, flags: FlagValues): Promise<void>;
  diff(operands: readonly string[], flags: FlagValues): Promise<void>;
  merge(path: string, flags: FlagValues): Promise<void>;
  convert(input: string, output: string, flags: FlagValues): Promise<void>;
  goldenAdd(file: string, datasets: readonly string[], flags: FlagValues): Promise<void>;
}

/** Declares the command line. */
export function createProgram(actions: Actions): Command {
  const program = new Command("mnist1d")
    .description("Builds the MNIST-1D dataset, and every variation of it, bit for bit the same everywhere.")
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .configureHelp({ minWidthToWrap: 20 })
    .helpCommand("help [command]", "print the help of a command")
    .showHelpAfterError("Run with --help for the flags and examples.")
    .addHelpText("after", examples.MAIN);
  const declarations = [
    declareGenerate,
    declareVerify,
    declareInspect,
    declareDiff,
    declareConvert,
    declareMerge,
    declareConfig,
    declareGolden,
  ];
  for (const declare of declarations) declare(program, actions);
  return program;
}

function declareGenerate(program: Command, actions: Actions): void {
  const command = program
    .command("generate")
    .summary("make a dataset")
    .description("Makes a dataset: with no flags the published one, as Parquet, in the directory mnist1d/.");
  command.addOption(
    output("-o, --out <path>", 'a directory, a file by its extension, or - for stdout (default: "mnist1d/")'),
  );
  addFormatFlags(command);
  addConfigFlags(command)
    .addOption(repository("--into <repo>", "a Hugging Face repository of several datasets, instead of --out"))
    .addOption(repository("--name <config>", "what the dataset is called there, and its directory"))
    .addOption(large("--dry-run", "make nothing: tell how much it would be"))
    .addOption(large("--rows-per-file <n>", "cut tables into files of so many rows"))
    .addOption(large("--shard <i/n>", "make part i of n (from 0) alone, for merge; auto: the task's of a Slurm array"))
    .addOption(workersOption());
  addReportFlags(command)
    .addHelpText("after", `\n${presetList()}\n\n${formatList()}\n${examples.GENERATE}`)
    .action((flags: FlagValues) => actions.generate(flags));
}

function declareVerify(program: Command, actions: Actions): void {
  program
    .command("verify <path>")
    .summary("check that a dataset is what it says it is")
    .description(
      "Checks a dataset in any format: its files against the manifest, its data against the stored digest and against a " +
        "fresh generation from its config. Exit code 0 if all holds, 1 if a check failed, 3 if it could not be read.",
    )
    .option("--no-regenerate", "don't generate the data anew to compare with: quicker, and any size")
    .option("--golden <value>", "what its digest must be: sha256:…, or a golden file (see mnist1d golden)")
    .option("--config <file>", "is it what this config gives? (whatever config it states)")
    .option("--preset <name>", "is it what this preset gives?")
    .option("--float32", "compare float64 data as float32, which every platform computes alike")
    .option("--json", "print what was found as JSON on stdout")
    .option("-q, --quiet", "print nothing but errors: the exit code says it")
    .addOption(debugOption())
    .addHelpText("after", `\n${presetList()}\n${examples.VERIFY}`)
    .action((path: string, flags: FlagValues) => actions.verify(path, flags));
}

function declareInspect(program: Command, actions: Actions): void {
  program
    .command("inspect <path>")
    .summary("tell what a dataset is")
    .description(
      "Tells what a dataset is, in any format and from any source: format, config, digest, statistics, pictures.",
    )
    .option("--head [n]", "print the first n examples (5 without a number)")
    .option("--json", "print it as JSON on stdout")
    .option("-q, --quiet", "print nothing but errors")
    .addOption(debugOption())
    .addHelpText("after", examples.INSPECT)
    .action((path: string, flags: FlagValues) => actions.inspect(path, flags));
}

function declareDiff(program: Command, actions: Actions): void {
  const command = program
    .command("diff [a] [b]")
    .summary("tell what a change of config does to the data")
    .description(
      "Compares two datasets: which parameters differ, and what that does to the data. A and B are each a config file, a " +
        "preset, a dataset, or parameters such as seed=7,shear_scale=1. Without B, the flags below change A; " +
        "without both, they change the defaults (--config too is such a flag: a file to start from is A). Exit code 0 if the data is the same, 1 if it differs. " +
        "Distances between distributions (Kolmogorov-Smirnov) are critical at the 0.1 % level for all tests together " +
        "(Bonferroni): so seldom chance alone takes any of them beyond it.",
    )
    .option("--all", "list all parameters, not only those that differ")
    .option("--md", "print Markdown, for a pull request")
    .option("--json", "print it as JSON on stdout")
    .option("-q, --quiet", "print nothing but errors: the exit code says it");
  addConfigFlags(command)
    .addOption(debugOption())
    .addHelpText("after", `\n${presetList()}\n${examples.DIFF}`)
    .action((a: string | undefined, b: string | undefined, flags: FlagValues) =>
      actions.diff(
        [a, b].filter((operand) => operand !== undefined),
        flags,
      ),
    );
}

function declareConvert(program: Command, actions: Actions): void {
  const command = program
    .command("convert <in> <out>")
    .summary("write a dataset in another format")
    .description(
      "Writes a dataset in other formats: values bit for bit, with everything that is known of it. OUT is a directory, a " +
        "file by its extension, or - for stdout.",
    );
  addFormatFlags(command);
  command
    .addOption(output("--dtype <type>", "element type of x: float32 or float64 (default: as it is stored)"))
    .addOption(workersOption());
  addReportFlags(command)
    .addHelpText("after", `\n${formatList()}\n${examples.CONVERT}`)
    .action((input: string, out: string, flags: FlagValues) => actions.convert(input, out, flags));
}

function declareMerge(program: Command, actions: Actions): void {
  program
    .command("merge <dir>")
    .summary("make a dataset of its shards")
    .description(
      "Makes a dataset of the shards that generate --shard made in a directory: checks that each is there once, of the same " +
        "config and engine, and whole; moves their files to their places and writes the manifest. Exit code 1 if a shard is " +
        "missing, duplicate, foreign or damaged: it is named, and nothing is changed.",
    )
    .option("--force", "replace a dataset that is there")
    .option("--json", "print the summary as JSON on stdout")
    .option("-q, --quiet", "print nothing but errors")
    .addOption(debugOption())
    .addHelpText("after", examples.MERGE)
    .action((path: string, flags: FlagValues) => actions.merge(path, flags));
}

function declareConfig(program: Command, actions: Actions): void {
  const command = program
    .command("config")
    .summary("print a config as JSON")
    .description("Prints the effective config as JSON: save it, and pass it back with --config.")
    .option("--schema", "print the JSON Schema of config files instead")
    .option("--digest", "pin the data: add its digest, which generate then insists on")
    .option("-o, --out <file>", "write it to a file in one step; the one of --config too")
    .option("--force", "replace another file that is there")
    .option("-q, --quiet", "print no warnings");
  addConfigFlags(command)
    .addOption(debugOption())
    .addHelpText("after", `\n${presetList()}\n${examples.CONFIG}`)
    .action((flags: FlagValues) => actions.config(flags));
}

function declareGolden(program: Command, actions: Actions): void {
  const golden = program
    .command("golden")
    .summary("keep golden values: what the data of configs must be")
    .description(
      "Keeps golden values: files that say what the data of configs must be, by their digests. verify checks against them.",
    );
  const command = golden
    .command("add <file> [datasets...]")
    .summary("add entries to a golden file")
    .description(
      "Records in a golden file what the data of a config is: of the datasets that are named, once they are verified, or of " +
        "the config that the flags below make (without flags the defaults). verify --golden FILE then checks datasets against it.",
    )
    .option("--force", "replace an entry that has another digest")
    .option("--json", "print the golden file on stdout")
    .option("-q, --quiet", "print nothing but errors");
  addConfigFlags(command)
    .addOption(debugOption())
    .addHelpText("after", `\n${presetList()}\n${examples.GOLDEN}`)
    .action((file: string, datasets: string[], flags: FlagValues) => actions.goldenAdd(file, datasets, flags));
}

/** What makes options that stand under a heading in the help. */
function group(heading: string): (flags: string, description: string) => Option {
  return (flags, description) => new Option(flags, description).helpGroup(heading);
}

const output = group("Output:");
const repository = group("In a repository:");
const large = group("Large datasets:");

/** The flags of commands that write a dataset: as what, and over what. */
function addFormatFlags(command: Command): void {
  command
    .addOption(
      output("-f, --format <name>", "see below; repeat it for several (default: parquet)").argParser(addFormat),
    )
    .addOption(output("--force", "replace a dataset that is there"));
}

function workersOption(): Option {
  return large("--workers <n>", "threads that work on it (default: all cores; 1 works without)");
}

/** The flags of commands that write a dataset: what is said of it. */
function addReportFlags(command: Command): Command {
  return command
    .option("--json", "print the summary as JSON on stdout")
    .option("-q, --quiet", "print nothing but errors")
    .addOption(debugOption());
}

function debugOption(): Option {
  return new Option("--debug", "print a stack trace with an error");
}

/** Repeated, or separated by commas. What is no format is refused where the output is planned. */
function addFormat(value: string, earlier: string[] = []): string[] {
  return [...earlier, ...value.split(",")];
}

function presetList(): string {
  const lines = Object.entries(presetDescriptions).map(([name, description]) => `  ${name.padEnd(14)}  ${description}`);
  return ["Presets:", ...lines].join("\n");
}

function formatList(): string {
  return ["Formats:", ...FORMATS.map(({ name, description }) => `  ${name.padEnd(8)} ${description}`)].join("\n");
}
