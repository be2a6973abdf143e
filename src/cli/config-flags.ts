import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import type { Config } from "../config/config.js";
import { ConfigError, show, UnknownKeyError } from "../config/config-error.js";
import type { Kind } from "../config/kinds.js";
import { PARAMETERS, type Parameter } from "../config/parameters.js";
import { type PartialConfig, parseLayer, pinnedDigest, resolveConfig } from "../config/parse-config.js";
import { type PresetName, presets } from "../config/presets.js";
import { nameOf } from "../config/spelling.js";
import { didYouMean } from "../config/suggestion.js";
import { configWarnings } from "../config/warnings.js";
import { FileError } from "../dataset/errors.js";
import { formatOfPath } from "../formats/registry.js";
import { UsageError, unexpected } from "./exit-code.js";
import { type FlagValues, group, valueMeant, withValues } from "./flags.js";

/** Declares a flag for every parameter, and the ones that choose where the others come from. */
export function addConfigFlags(command: Command): Command {
  const option = group("Dataset:");
  const names = Object.keys(presets);
  command.addOption(withValues(option("--preset <name>", `start from ${names.join(", ")}`), names));
  command.addOption(option("--config <file>", "a JSON file of parameters (- for standard input)"));
  for (const { key, kind, description, default: value } of PARAMETERS) {
    const isPlain = value === undefined || value === false;
    const more =
      kind.contents !== undefined ? `: ${kind.contents}` : isPlain ? "" : ` (default: ${kind.toText(value)})`;
    const flag = option(`${flagOf(key)} ${kind.argument}`.trimEnd(), description + more);
    // What is given several times is one text, as it is in messages.
    if (kind.isRepeated) flag.argParser((value, earlier?: string) => [earlier, value].filter(Boolean).join(" "));
    command.addOption(withValues(flag, kind.schema.enum));
    if (kind.argument === "") command.addOption(option(flagOf(`no_${key}`), "").hideHelp());
    for (const [name, part] of Object.entries(kind.parts ?? {})) {
      const flag = option(`${flagOf(`${key}_${name}`)} ${part.argument}`, part.description);
      command.addOption(withValues(flag, part.schema.enum));
    }
  }
  return command;
}

/** `num_samples` is `--num-samples` on the command line; of what can be given several times each is one: `--shift`. */
export function flagOf(key: string): string {
  return `--${singular(key).replaceAll("_", "-")}`;
}

function singular(key: string): string {
  return PARAMETERS.some((parameter) => parameter.key === key && parameter.kind.isRepeated) ? key.slice(0, -1) : key;
}

/** The flags that say a config, by their keys as if all were parameters. */
const KEYS = [
  ...["preset", "config"],
  ...PARAMETERS.flatMap(({ key, kind }) => [key, ...Object.keys(kind.parts ?? {}).map((name) => `${key}_${name}`)]),
];

/** The value of the flag of a key, as commander names it. */
export function givenBy(flags: FlagValues, key: string): unknown {
  return flags[nameOf(singular(key))];
}

/** The flags of a config as they were given; "" if none was. */
export function flagsText(flags: FlagValues): string {
  const texts = KEYS.flatMap((key) => {
    const value = givenBy(flags, key);
    if (value === undefined) return [];
    if (typeof value === "boolean") return flagOf(value ? key : `no_${key}`);
    const isRepeated = singular(key) !== key;
    return (isRepeated ? `${value}`.split(" ") : [value]).map((one) => `${flagOf(key)} ${one}`);
  });
  return texts.join(" ");
}

export interface EffectiveConfig {
  readonly config: Config;
  readonly warnings: readonly string[];
  /** Where the config file says that its schema is. */
  readonly schema?: string;
  /** What the config file says that the data must be, `sha256:…`. */
  readonly pinnedDigest?: string;
}

/**
 * The config that a command line asks for: the defaults, under the preset, under the file, under the flags.
 *
 * @param base what is under all of these instead of the defaults.
 * @throws UsageError that names the flag, or the file and key, at fault; FileError for an unreadable file.
 */
export async function effectiveConfig(flags: FlagValues, base: PartialConfig = {}): Promise<EffectiveConfig> {
  if (flags.config === "-" && flags.templates === "-") {
    const hint = "Standard input can be read once, and is the --config.";
    throw new UsageError("--templates", "expected a file, got -", hint);
  }
  const preset = presetLayer(flags.preset);
  const { layer, ...file } = await fileLayer(flags.config);
  const given = await flagLayer(flags, { ...base, ...preset, ...layer });

  /** How the user knows a parameter: by the flag, or the file, that its value came from. */
  const labelOf = (key: string) => {
    const [, shift, changed] = /^shifts\.(\w+)\.(\w+)$/.exec(key) ?? [];
    const isTyped = shift !== undefined && ` ${flags.shift ?? ""}`.includes(` ${shift}:`);
    if (isTyped) return `--shift ${shift}:${changed}`;
    const parameter = PARAMETERS.find((p) => p.key === key.split(/[.[]/)[0]);
    if (parameter === undefined) return key;
    if (given[parameter.name] !== undefined && shift === undefined) return flagOf(parameter.key);
    if (layer[parameter.name] !== undefined) return `${flags.config}: ${key}`;
    return preset[parameter.name] === undefined ? key : `--preset ${flags.preset}: ${key}`;
  };
  try {
    const config = resolveConfig(base, preset, layer, given);
    const warnings = configWarnings(config).map(({ key, message }) => `${labelOf(key)}: ${message}`);
    return { ...file, config, warnings: [...file.warnings, ...warnings] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw unexpected(labelOf(error.key), error.expected, error.got, error.hint);
  }
}

function presetLayer(name: unknown): PartialConfig {
  if (name === undefined) return {};
  if (Object.hasOwn(presets, name as string)) return presets[name as PresetName];
  const known = Object.keys(presets);
  throw unexpected("--preset", known.join(", "), show(name), didYouMean(String(name), known));
}

type FileLayer = Omit<EffectiveConfig, "config"> & { readonly layer: PartialConfig };

async function fileLayer(path: unknown): Promise<FileLayer> {
  if (path === undefined) return { layer: {}, warnings: [] };
  const { readJsonFile } = await import("./read-json-file.js");
  const json = configIn(await readJsonFile(await configFileOf(path as string)), path as string);
  return inFile(path as string, () => {
    const layer = parseLayer(json);
    const digest = pinnedDigest(json as object);
    const { $schema: schema, url } = json as { readonly $schema?: unknown; readonly url?: unknown };
    return {
      layer,
      warnings: url === undefined ? [] : [`${path}: url: ignored, as it has no part in the data`],
      ...(typeof schema === "string" && { schema }),
      ...(digest !== undefined && { pinnedDigest: digest }),
    };
  });
}

/** The file to read a config from: of a dataset in a directory, its manifest. */
async function configFileOf(path: string): Promise<string> {
  const format = formatOfPath(path);
  if (format !== undefined && format.name !== "json" && existsSync(path)) {
    const hint = `mnist1d inspect ${path} tells its config.`;
    throw new UsageError(path, `is a dataset (${format.name}), not a config`, hint);
  }
  if (!existsSync(path) || !statSync(path).isDirectory()) return path;
  const { MANIFEST_FILE } = await import("../dataset/manifest.js");
  const manifest = join(path, MANIFEST_FILE);
  if (existsSync(manifest) && statSync(manifest).isFile()) return manifest;
  throw new FileError(path, "is a directory", "Only one with a manifest.json says a config.");
}

/** The config in what describes a dataset: a manifest, or what --json prints. Other JSON as it is. */
function configIn(json: unknown, path: string): unknown {
  if (typeof json !== "object" || json === null || !("config" in json)) return json;
  if (!("digest" in json)) return json;
  if (json.config !== null) return json.config;
  throw new UsageError(path, "does not say what config its data was made from");
}

/** @param earlier what is under the flags: a flag of a part of a value leaves its other parts as they were. */
async function flagLayer(flags: FlagValues, earlier: PartialConfig): Promise<PartialConfig> {
  const layer: Record<string, unknown> = {};
  for (const parameter of PARAMETERS) {
    const value = await valueOfFlags(parameter, flags, earlier[parameter.name]);
    if (value !== undefined) layer[parameter.name] = value;
  }
  if (flags.trainSplit !== undefined && flags.testSize !== undefined) {
    throw new UsageError("--test-size", "expected one of --train-split and --test-size, got both");
  }
  return layer;
}

/** What the flags of a parameter say, its own and those of parts of its value; undefined where there are none. */
async function valueOfFlags({ key, kind }: Parameter, flags: FlagValues, earlier: unknown): Promise<unknown> {
  const given = givenBy(flags, key);
  if (given !== undefined && kind.contents !== undefined) {
    const { readJsonFile } = await import("./read-json-file.js");
    const json = await readJsonFile(given as string);
    return inFile(`${flagOf(key)} ${given}`, () => kind.parse(json, key));
  }
  const parts = Object.keys(kind.parts ?? {}).filter((part) => givenBy(flags, `${key}_${part}`) !== undefined);
  if (given === undefined && parts.length === 0) return undefined;
  if (given === undefined && earlier === undefined) {
    const flag = flagOf(`${key}_${parts[0]}`);
    throw new UsageError(flag, `expected ${flagOf(key)} as well, got only the ${parts[0]}`);
  }
  const ofParts = Object.fromEntries(parts.map((part) => [part, givenBy(flags, `${key}_${part}`)]));
  try {
    const said = typeof given === "string" ? kind.fromText(given) : given;
    if (kind.isRepeated) return kind.parse({ ...Object(earlier), ...Object(kind.parse(said, key)) }, key);
    return kind.parse(kind.parts === undefined ? said : { ...Object(earlier), ...Object(said), ...ofParts }, key);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    if (kind.isRepeated) {
      // Of several, the place within the one that is at fault: `--shift noisy:iid_noise_scale`.
      const place = error.key.slice(key.length + 1).replace(".", ":");
      throw unexpected(`${flagOf(key)} ${place}`.trim(), error.expected, error.got, error.hint);
    }
    const part = parts.find((name) => error.key === `${key}.${name}`);
    const [flag, typed] = part === undefined ? [key, given] : [`${key}_${part}`, ofParts[part]];
    const hint = error.hint ?? hintFor(key, part === undefined ? kind : kind.parts![part]!, String(typed));
    throw unexpected(flagOf(flag), error.expected, show(typed), hint);
  }
}

function hintFor(key: string, kind: Kind<unknown>, text: string): string | undefined {
  if (key === "test_size" && Number(text) > 0 && Number(text) < 1) {
    return `Did you mean --train-split ${Number((1 - Number(text)).toPrecision(12))}?`;
  }
  if (key === "train_split" && Number(text) > 100) return "A number of examples is for --test-size.";
  return valueMeant(kind, text);
}

/** Runs a parser whose errors are to name the file that a key is in, and to suggest another key for an unknown one. */
function inFile<T>(file: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const label = error.key === "config" ? file : `${file}: ${error.key}`;
    if (error instanceof UnknownKeyError) {
      throw new UsageError(label, "no parameter has this name", didYouMean(error.key, error.known));
    }
    throw unexpected(label, error.expected, error.got, error.hint);
  }
}
