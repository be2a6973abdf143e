import { stat } from "node:fs/promises";
import type { Command } from "commander";
import type { Config } from "../config/config.js";
import { configToJson, type JsonObject } from "../config/config-json.js";
import { PARAMETERS, type Parameter } from "../config/parameters.js";
import type { PartialConfig } from "../config/parse-config.js";
import { type PresetName, presets } from "../config/presets.js";
import { didYouMean } from "../config/suggestion.js";
import { FileError, fileErrorFrom, isMissing } from "../dataset/errors.js";
import type { OpenDataset } from "../dataset/read/open-dataset.js";
import { claimedFormat } from "../formats/registry.js";
import type { ReadableExamples } from "../generate/examples.js";
import type { WorkOptions } from "../generate/work-options.js";
import { addConfigFlags, effectiveConfig, flagsText } from "./config-flags.js";
import type { Context } from "./context.js";
import { CheckFailed, UsageError, unexpected } from "./exit-code.js";
import type { Ending, FlagValues } from "./flags.js";
import { withProgress } from "./progress-bar.js";
import type { DiffReport, ParameterPair } from "./report/diff-tables.js";

export const ending: Ending = {
  quiet: "print nothing but errors: the exit code says it",
  json: "print it as JSON on stdout",
  lists: ["Presets"],
  examples: `
  mnist1d diff --scale-coeff 0.8               the defaults, and changed
  mnist1d diff defaults shuffled
  mnist1d diff defaults my.json --md
  mnist1d diff my.json --seed 8                a config file, and changed
  mnist1d diff seed=1 seed=2                   two draws of one distribution
  mnist1d diff data/ mnist1d_data.pkl
  mnist1d diff sweep/shear-{0.5,2}-seed-0      two datasets of a repository
  mnist1d diff <(git show HEAD:my.json) my.json
  mnist1d diff sheared/ my.json --quiet && echo same`,
};

export function declare(command: Command): Command {
  command
    .description(
      "Compares two datasets: which parameters differ, and what that does to the data. A and B are each a config file, a " +
        "preset, a dataset, or parameters such as seed=7,shear_scale=1. Without B, the flags below change A; " +
        "without both, they change the defaults (--config too is such a flag: a file to start from is A). Exit code 0 if the data is the same, 1 if it differs. " +
        "Distances between distributions (Kolmogorov-Smirnov) are critical at the 0.1 % level for all tests together " +
        "(Bonferroni): so seldom chance alone takes any of them beyond it.",
    )
    .option("--all", "list all parameters, not only those that differ")
    .option("--md", "print Markdown, for a pull request");
  for (const operand of command.registeredArguments) {
    operand.argChoices = [...Object.keys(presets), ...IN_OPERANDS.map(({ key }) => `${key}=`)];
  }
  return addConfigFlags(command);
}

const DEFAULTS = "defaults" satisfies PresetName;

export async function run(context: Context, a: string | undefined, b: string | undefined): Promise<void> {
  const { flags } = context;
  if (flags.json === true && flags.md === true) {
    throw unexpected("--md", "one of --json and --md", "both");
  }
  const isChanged = flagsText(flags) !== "";
  if (b !== undefined && isChanged) throw new UsageError("diff", "expected A and B, or A and flags, got all three");
  if (b === undefined && !isChanged) {
    const hint = `For a comparison with the defaults: mnist1d diff defaults ${a ?? "my.json"}`;
    throw new UsageError("diff", `expected two things to compare, got ${a === undefined ? "none" : "one"}`, hint);
  }
  const first = await operandOf(a ?? DEFAULTS, context);
  const second = b === undefined ? await changedOperand(first, flags) : await operandOf(b, context);
  await compare(first, second, context);
}

async function compare(a: Operand, b: Operand, context: Context): Promise<void> {
  const { terminal } = context;
  try {
    for (const warning of new Set([...a.warnings, ...b.warnings])) terminal.warn(warning);
    const { diffExamples } = await import("../diff/diff-examples.js");
    const difference = await withProgress(context, async (options) =>
      diffExamples(await examplesOf(a, options), await examplesOf(b, options), options),
    );
    await print({ a: a.name, b: b.name, parameters: parameterPairs(a, b), difference }, context);
    if (difference.differs) throw new CheckFailed();
  } finally {
    await a.dataset?.close();
    await b.dataset?.close();
  }
}

async function examplesOf({ dataset, config }: Operand, options: WorkOptions): Promise<ReadableExamples> {
  if (dataset !== undefined) {
    const { t } = dataset.metadata;
    return { ...dataset.forms[0].examples, ...(t && { t }) };
  }
  const { checkMemory } = await import("../dataset/resources.js");
  const { drawExamples } = await import("../generate/generate.js");
  checkMemory(config!);
  return drawExamples(config!, options);
}

function parameterPairs({ config: a }: Operand, { config: b }: Operand): ParameterPair[] | undefined {
  if (a === undefined || b === undefined) return undefined;
  const [jsonA, jsonB] = [configToJson(a), configToJson(b)];
  // Files leave out what is at its default; not so train_split, in whose place test_size may stand.
  const valueIn = (json: JsonObject, { key, default: value }: Parameter) =>
    key === "train_split" ? json[key] : (json[key] ?? value);
  const stated = PARAMETERS.filter(({ key }) => key in jsonA || key in jsonB);
  return stated.map((own) => ({ key: own.key, a: valueIn(jsonA, own), b: valueIn(jsonB, own) }));
}

async function print(report: DiffReport, { flags, terminal }: Context): Promise<void> {
  const all = flags.all === true;
  if (flags.json === true) {
    const { parameters = null, difference, a, b } = report;
    return terminal.printJson({ names: { a, b }, parameters, ...difference });
  }
  if (flags.quiet === true) return;
  const { diffMarkdown, diffText } = await import("./report/diff-report.js");
  if (flags.md === true) return terminal.print(`${diffMarkdown(report, all)}\n`);
  await terminal.report(diffText(report, terminal.paper, all));
}

/** One of the two things that `diff` compares: a dataset on disk, or what a config gives. */
interface Operand {
  readonly name: string;
  readonly config?: Config;
  /** Open; absent where the data is to be generated. */
  readonly dataset?: OpenDataset;
  readonly warnings: readonly string[];
}

/**
 * What a word on the command line stands for: a preset, parameters such as `seed=7,shear_scale=1`, a config file (`-` for
 * standard input), or a dataset.
 *
 * @throws UsageError for a word that stands for nothing; FormatError; FileError.
 */
async function operandOf(word: string, { abortable }: Context): Promise<Operand> {
  const { isOpenAlready } = await import("./read-json-file.js");
  if (word === "-" || isOpenAlready(word)) return configOperand(word, { config: word });
  if (await exists(word)) {
    if (await isConfigFile(word)) return configOperand(word, { config: word });
    const { openDataset } = await import("../dataset/read/open-dataset.js");
    const dataset = await openDataset(word, { signal: abortable() });
    return { name: word, ...(dataset.config && { config: dataset.config }), dataset, warnings: [] };
  }
  if (Object.hasOwn(presets, word)) return configOperand(word, { preset: word });
  if (word.includes("=")) return inlineOperand(word);
  const near = didYouMean(word, Object.keys(presets));
  if (near !== undefined) throw new UsageError(word, "is neither a file nor a preset", near);
  throw new FileError(word, "no such file or directory", "A preset, or parameters such as seed=7, would do as well.");
}

async function changedOperand({ name, config }: Operand, flags: FlagValues): Promise<Operand> {
  if (config === undefined) {
    throw new UsageError(name, "does not say what config it was made from, so flags can't change it");
  }
  return configOperand(name === DEFAULTS ? flagsText(flags) : `${name} ${flagsText(flags)}`, flags, config);
}

async function configOperand(name: string, flags: FlagValues, base?: PartialConfig): Promise<Operand> {
  const { config, warnings } = await effectiveConfig(flags, base);
  return { name, config, warnings };
}

/** Parameters in the word itself; what is wrong with them is told by their keys. */
async function inlineOperand(word: string): Promise<Operand> {
  try {
    return await configOperand(word, flagsOf(word));
  } catch (error) {
    if (!(error instanceof UsageError) || !error.label.startsWith("--")) throw error;
    throw new UsageError(error.label.slice(2).replaceAll("-", "_"), error.problem, error.hint);
  }
}

/** Whether a word is the path of something. @throws FileError if that can't be told. */
async function exists(word: string): Promise<boolean> {
  return stat(word).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      // Parameters may be longer than names.
      if (isMissing(error) || error.code === "ENAMETOOLONG") return false;
      throw fileErrorFrom(error, word);
    },
  );
}

/** Whether a file is a config by its content, or JSON that is nothing else; text of two bytes a character is no dataset. */
async function isConfigFile(path: string): Promise<boolean> {
  if ((await stat(path)).isDirectory()) return false;
  const { FileSource } = await import("../dataset/read/regular-file.js");
  const { contentOf } = await import("../formats/sniff.js");
  const file = await FileSource.open(path);
  try {
    const { isConfig = false, isUtf16 = false } = await contentOf(file);
    return isConfig || (isUtf16 && (claimedFormat(path) ?? "json") === "json");
  } finally {
    await file.close();
  }
}

/** Parameters that an operand can have: a comma is between two of them. */
const IN_OPERANDS = PARAMETERS.filter(({ kind }) => !kind.isRepeated);

/** `seed=7,padding=36:60` as the flags that say the same. */
function flagsOf(word: string): FlagValues {
  const flags: Record<string, unknown> = {};
  for (const part of word.split(/,(?=[a-z_-]+=)/i)) {
    const [, name = "", value = ""] = /^\s*(?:--)?([^=]*)=(.*)$/s.exec(part) ?? [];
    const key = name.trim().replaceAll("-", "_");
    const parameter = IN_OPERANDS.find((p) => p.key === key);
    if (parameter === undefined && /^shifts?$/.test(key)) {
      throw new UsageError(part, "has commas of its own", "Shifts can be compared in config files.");
    }
    if (parameter === undefined) {
      const keys = IN_OPERANDS.map((p) => p.key);
      throw new UsageError(part, "no parameter has this name", didYouMean(key, keys));
    }
    if (Object.hasOwn(flags, parameter.name)) throw new UsageError(word, `has ${key} twice`);
    flags[parameter.name] = value;
  }
  return flags;
}
