import { stat } from "node:fs/promises";
import type { Command } from "commander";
import type { Config } from "../config/config.js";
import { PARAMETERS } from "../config/parameters.js";
import type { PartialConfig } from "../config/parse-config.js";
import { type PresetName, presets } from "../config/presets.js";
import { didYouMean } from "../config/suggestion.js";
import { FileError, fileErrorFrom, isMissing } from "../dataset/errors.js";
import type { OpenDataset } from "../dataset/read/open-dataset.js";
import { claimedFormat } from "../formats/registry.js";
import type { ReadableExamples } from "../generate/examples.js";
import type { WorkOptions } from "../generate/work-options.js";
import { effectiveConfig, flagsText } from "./config-flags.js";
import type { Context } from "./context.js";
import { UsageError } from "./exit-code.js";
import type { FlagValues } from "./flags.js";

export const DEFAULTS = "defaults" satisfies PresetName;

/** What a command looks at: a dataset on disk, or what a config gives. */
export interface Operand {
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
export async function operandOf(word: string, { abortable }: Context): Promise<Operand> {
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

/** The same with flags: what its config gives when they change it. @throws UsageError where it states none. */
export async function changedOperand({ name, config }: Operand, flags: FlagValues): Promise<Operand> {
  if (config === undefined) {
    throw new UsageError(name, "does not say what config it was made from, so flags can't change it");
  }
  return configOperand(name === DEFAULTS ? flagsText(flags) : `${name} ${flagsText(flags)}`, flags, config);
}

/** Tells shells what an operand can begin with. */
export function nameOperands(command: Command): void {
  for (const operand of command.registeredArguments) {
    operand.argChoices = [...Object.keys(presets), ...IN_OPERANDS.map(({ key }) => `${key}=`)];
  }
}

/** Its examples: read, or drawn. */
export async function examplesOf({ dataset, config }: Operand, options: WorkOptions): Promise<ReadableExamples> {
  if (dataset !== undefined) {
    const { t } = dataset.metadata;
    return { ...dataset.forms[0].examples, ...(t && { t }) };
  }
  const { checkMemory } = await import("../dataset/resources.js");
  const { drawExamples } = await import("../generate/generate.js");
  checkMemory(config!);
  return drawExamples(config!, options);
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
export const IN_OPERANDS = PARAMETERS.filter(({ kind }) => !kind.isRepeated);

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
