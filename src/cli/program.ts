import { Command, Option } from "commander";
import { VERSION } from "../dataset/version.js";
import { FORMATS } from "../formats/registry.js";
import { addConfigFlags } from "./config-flags.js";
import type { FlagValues } from "./effective-config.js";

/** What the commands do; apart from how they are declared, so that help and usage errors load nothing else. */
export interface Actions {
  generate(flags: FlagValues): Promise<void>;
  config(flags: FlagValues): Promise<void>;
}

/** Declares the command line. */
export function createProgram(actions: Actions): Command {
  const program = new Command("mnist1d")
    .description("Builds the MNIST-1D dataset, and every variation of it, bit for bit the same everywhere.")
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .showHelpAfterError("Run with --help for the flags and examples.")
    .addHelpText("after", MAIN_EXAMPLES);

  const generate = program
    .command("generate")
    .summary("make a dataset")
    .description("Makes a dataset: with no flags the published one, as Parquet, in the directory mnist1d/.");
  addOutputFlags(generate);
  addConfigFlags(generate)
    .addOption(debugOption())
    .addHelpText("after", `\n${formatList()}\n${GENERATE_EXAMPLES}`)
    .action((flags: FlagValues) => actions.generate(flags));

  const config = program
    .command("config")
    .summary("print a config as JSON")
    .description("Prints the effective config as JSON: save it, and pass it back with --config.")
    .option("--schema", "print the JSON Schema of config files instead")
    .option("-q, --quiet", "print no warnings");
  addConfigFlags(config)
    .addOption(debugOption())
    .addHelpText("after", CONFIG_EXAMPLES)
    .action((flags: FlagValues) => actions.config(flags));

  return program;
}

function addOutputFlags(command: Command): void {
  const option = (flags: string, description: string) => new Option(flags, description).helpGroup("Output:");
  command
    .addOption(option("-o, --out <path>", "a directory, a file by its extension, or - for stdout").default("mnist1d/"))
    .addOption(
      option("-f, --format <name>", "see below; repeat it for several (default: parquet)").argParser(addFormat),
    )
    .addOption(option("--force", "replace a dataset that is there"))
    .addOption(option("--json", "print the summary as JSON on stdout"))
    .addOption(option("-q, --quiet", "print nothing but errors"));
}

function debugOption(): Option {
  return new Option("--debug", "print a stack trace with an error");
}

/** Repeated, or separated by commas. What is no format is refused where the output is planned. */
function addFormat(value: string, earlier: string[] = []): string[] {
  return [...earlier, ...value.split(",")];
}

function formatList(): string {
  return ["Formats:", ...FORMATS.map(({ name, description }) => `  ${name.padEnd(8)} ${description}`)].join("\n");
}

const MAIN_EXAMPLES = `
Examples:
  mnist1d generate                          the published dataset as Parquet, in mnist1d/
  mnist1d generate --shear-scale 1.5        a changed one
  mnist1d generate -f npz -o data/          for NumPy
  mnist1d config --preset shuffled          what a preset means, as JSON`;

const GENERATE_EXAMPLES = `
Examples:
  mnist1d generate --shear-scale 1.5 --seed 7
  mnist1d generate -f parquet -f npz -o data/
  mnist1d generate -o mnist1d.parquet                         both splits in one table
  mnist1d generate --preset published -o mnist1d_data.pkl     the published file, byte for byte
  mnist1d generate --num-samples 10000 --test-size 1000
  mnist1d generate --config my.json --label-noise 0.15
  mnist1d generate -o - -f jsonl | head -n 1`;

const CONFIG_EXAMPLES = `
Examples:
  mnist1d config --shear-scale 1.5 > my.json
  mnist1d generate --config my.json
  mnist1d config --schema > mnist1d.schema.json`;
