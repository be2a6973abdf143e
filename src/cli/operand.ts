import { stat } from "node:fs/promises";
import type { Config } from "../config/config.js";
import { PARAMETERS } from "../config/parameters.js";
import type { PartialConfig } from "../config/parse-config.js";
import { type PresetName, presets } from "../config/presets.js";
import { didYouMean } from "../config/suggestion.js";
import { FileSource } from "../dataset/file-source.js";
import { openDataset } from "../dataset/open-dataset.js";
import { OutputError, outputErrorFrom } from "../dataset/output-error.js";
import { isMissing } from "../dataset/regular-file.js";
import type { OpenDataset } from "../dataset/stored-dataset.js";
import { claimedFormat } from "../formats/registry.js";
import { contentOf } from "../formats/sniff.js";
import { flagsText } from "./config-flags.js";
import { effectiveConfig, type FlagValues } from "./effective-config.js";
import { isOpenAlready } from "./read-json-file.js";
import { expectedGot, UsageError } from "./usage-error.js";

/** The preset that changes nothing. */
const DEFAULTS = "defaults" satisfies PresetName;

/** One of the two things that `diff` compares: a dataset on disk, or what a config gives. */
export interface Operand {
  /** As the user would call it. */
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
 * @param abortable called before a dataset is read, which may take long; its signal stops that, and what is read of it later.
 * @throws UsageError for a word that stands for nothing; FormatError; OutputError.
 */
export async function operandOf(word: string, abortable: () => AbortSignal): Promise<Operand> {
  if (word === "-" || isOpenAlready(word)) return configOperand(word, { config: word });
  const isThere = await exists(word);
  if (Object.hasOwn(presets, word) && !isThere) return configOperand(word, { preset: word });
  if (isThere)
    return (await isConfigFile(word)) ? configOperand(word, { config: word }) : datasetOperand(word, abortable());
  if (word.includes("=")) return inlineOperand(word);
  const near = didYouMean(word, Object.keys(presets));
  if (near !== undefined) throw new UsageError(word, "is neither a file nor a preset", near);
  throw new OutputError(word, "no such file or directory", "A preset, or parameters such as seed=7, would do as well.");
}

/** The same as flags change it: on top of the config of `base`, or of the defaults without one. */
export async function changedOperand(base: Operand | undefined, flags: FlagValues): Promise<Operand> {
  if (base !== undefined && base.config === undefined) {
    throw new UsageError(base.name, "does not say what config it was made from, so flags can't change it");
  }
  const name = base === undefined || base.name === DEFAULTS ? flagsText(flags) : `${base.name} ${flagsText(flags)}`;
  return configOperand(name, flags, base?.config);
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

async function datasetOperand(path: string, signal: AbortSignal): Promise<Operand> {
  const dataset = await openDataset(path, { signal });
  return { name: path, ...(dataset.config && { config: dataset.config }), dataset, warnings: [] };
}

/** Whether a word is the path of something. @throws OutputError if that can't be told. */
async function exists(word: string): Promise<boolean> {
  return stat(word).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      // Parameters may be longer than names.
      if (isMissing(error) || error.code === "ENAMETOOLONG") return false;
      throw outputErrorFrom(error, word);
    },
  );
}

/** Whether a file is a config by its content, or JSON that is nothing else; text of two bytes a character is no dataset. */
async function isConfigFile(path: string): Promise<boolean> {
  if ((await stat(path)).isDirectory()) return false;
  const file = await FileSource.open(path);
  try {
    const { isConfig = false, isUtf16 = false } = await contentOf(file);
    return isConfig || (isUtf16 && (claimedFormat(path) ?? "json") === "json");
  } finally {
    await file.close();
  }
}

/** `seed=7,padding=36:60` as the flags that say the same. */
function flagsOf(word: string): FlagValues {
  const flags: Record<string, unknown> = {};
  for (const part of word.split(/,(?=[a-z_-]+=)/i)) {
    const [, name = "", value = ""] = /^\s*(?:--)?([^=]*)=(.*)$/s.exec(part) ?? [];
    const key = name.trim().replaceAll("-", "_");
    const parameter = PARAMETERS.find((p) => p.key === key);
    if (parameter === undefined) {
      const keys = PARAMETERS.map((p) => p.key);
      throw new UsageError(part, "no parameter has this name", didYouMean(key, keys));
    }
    if (Object.hasOwn(flags, parameter.name)) throw new UsageError(word, `has ${key} twice`);
    flags[parameter.name] = parameter.name === "shuffleSeq" ? booleanOf(value, part) : value;
  }
  return flags;
}

function booleanOf(value: string, part: string): boolean {
  if (value === "true" || value === "false") return value === "true";
  throw new UsageError(part, expectedGot("true or false", `"${value}"`));
}
