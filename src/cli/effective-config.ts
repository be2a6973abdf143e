import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Config, LabelNoise } from "../config/config.js";
import { ConfigError, show, UnknownKeyError } from "../config/config-error.js";
import { labelNoise as labelNoiseKind } from "../config/kinds.js";
import { PARAMETERS, type Parameter } from "../config/parameters.js";
import { type PartialConfig, parseLayer, resolveConfig } from "../config/parse-config.js";
import { pinnedDigest } from "../config/pinned-digest.js";
import { type PresetName, presets } from "../config/presets.js";
import { didYouMean } from "../config/suggestion.js";
import { configWarnings } from "../config/warnings.js";
import { MANIFEST_FILE } from "../dataset/manifest.js";
import { OutputError } from "../dataset/output-error.js";
import { formatOfPath } from "../formats/registry.js";
import { flagOf } from "./config-flags.js";
import { expectedGot, UsageError } from "./usage-error.js";
import { numberMeant } from "./whole-number.js";

/** What commander made of the flags: by TypeScript names, as text, absent where not given. */
export type FlagValues = Readonly<Record<string, unknown>>;

export interface EffectiveConfig {
  readonly config: Config;
  /** What a person should know of it, one line each. */
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
 * @throws UsageError that names the flag, or the file and key, at fault; OutputError for an unreadable file.
 */
export async function effectiveConfig(flags: FlagValues, base: PartialConfig = {}): Promise<EffectiveConfig> {
  if (flags.config === "-" && flags.templates === "-") {
    throw new UsageError(
      "--templates",
      "expected a file, got -",
      "Standard input can be read once, and is the --config.",
    );
  }
  const preset = presetLayer(flags.preset);
  const file = await fileLayer(flags.config);
  const given = await flagLayer(flags, file.layer.labelNoise ?? preset.labelNoise ?? base.labelNoise);

  /** How the user knows a parameter: by the flag, or the file, that its value came from. */
  const labelOf = (key: string) => {
    const parameter = PARAMETERS.find((p) => p.key === key.split(/[.[]/)[0]);
    if (parameter === undefined) return key;
    if (given[parameter.name] !== undefined) return flagOf(parameter.key);
    if (file.layer[parameter.name] !== undefined) return `${flags.config}: ${key}`;
    return preset[parameter.name] === undefined ? key : `--preset ${flags.preset}: ${key}`;
  };
  try {
    const config = resolveConfig(base, preset, file.layer, given);
    const warnings = configWarnings(config).map(({ key, message }) => `${labelOf(key)}: ${message}`);
    const { layer: _, ...pinned } = file;
    return { ...pinned, config, warnings: [...file.warnings, ...warnings] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new UsageError(labelOf(error.key), expectedGot(error.expected, error.got), error.hint);
  }
}

function presetLayer(name: unknown): PartialConfig {
  if (name === undefined) return {};
  if (Object.hasOwn(presets, name as string)) return presets[name as PresetName];
  const known = Object.keys(presets);
  throw new UsageError("--preset", expectedGot(known.join(", "), show(name)), didYouMean(String(name), known));
}

interface FileLayer {
  readonly layer: PartialConfig;
  readonly warnings: string[];
  readonly schema?: string;
  readonly pinnedDigest?: string;
}

async function fileLayer(path: unknown): Promise<FileLayer> {
  if (path === undefined) return { layer: {}, warnings: [] };
  const { readJsonFile } = await import("./read-json-file.js");
  const json = configIn(await readJsonFile(configFileOf(path as string)), path as string);
  return renamed(`${path}: `, () => {
    const layer = parseLayer(json);
    const digest = pinnedDigest(json as object);
    const hasUrl = Object.hasOwn(json as object, "url");
    const warnings = hasUrl ? [`${path}: url: ignored, as it has no part in the data`] : [];
    const { $schema: schema } = json as { readonly $schema?: unknown };
    return {
      layer,
      warnings,
      ...(typeof schema === "string" && { schema }),
      ...(digest !== undefined && { pinnedDigest: digest }),
    };
  });
}

/** The file to read a config from: of a dataset in a directory, its manifest. */
function configFileOf(path: string): string {
  const format = formatOfPath(path);
  if (format !== undefined && format.name !== "json" && existsSync(path)) {
    throw new UsageError(
      path,
      `is a dataset (${format.name}), not a config`,
      `mnist1d inspect ${path} tells its config.`,
    );
  }
  const manifest = join(path, MANIFEST_FILE);
  if (existsSync(manifest) && statSync(manifest).isFile()) return manifest;
  if (!existsSync(path) || !statSync(path).isDirectory()) return path;
  throw new OutputError(path, "is a directory", "Only one with a manifest.json says a config.");
}

/** The config in what describes a dataset: a manifest, or what --json prints. Other JSON as it is. */
function configIn(json: unknown, path: string): unknown {
  if (typeof json !== "object" || json === null || !("config" in json)) return json;
  if (!("digest" in json)) return json;
  if (json.config !== null) return json.config;
  throw new UsageError(path, "does not say what config its data was made from");
}

async function flagLayer(flags: FlagValues, earlierNoise: LabelNoise | undefined): Promise<PartialConfig> {
  const layer: Record<string, unknown> = {};
  for (const parameter of PARAMETERS) {
    const value = flags[parameter.name];
    if (value === undefined || parameter.name === "labelNoise") continue;
    if (parameter.name === "templates") {
      const { readJsonFile } = await import("./read-json-file.js");
      const json = await readJsonFile(value as string);
      layer.templates = renamed(`--templates ${value}: `, () => parameter.kind.parse(json, "templates"));
    } else {
      layer[parameter.name] = valueOfFlag(parameter, value);
    }
  }
  if (flags.trainSplit !== undefined && flags.testSize !== undefined) {
    throw new UsageError("--test-size", "expected one of --train-split and --test-size, got both");
  }
  const noise = labelNoiseOfFlags(flags, earlierNoise);
  return { ...layer, ...(noise && { labelNoise: noise }) };
}

/** Takes a flag's text for what its parameter takes: numbers in plain decimal notation only. */
function valueOfFlag({ key, kind, name }: Parameter, value: unknown): unknown {
  const read = () => {
    if (typeof value !== "string") return value;
    if (name === "padding")
      return bracketless(value)
        .split(",")
        .map((bound) => numberFromText(bound.trim()));
    return kind.schema.type === "integer" || kind.schema.type === "number" ? numberFromText(value) : value;
  };
  try {
    return kind.parse(read(), key);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const hint = error.hint ?? hintFor(key, kind, String(value));
    throw new UsageError(flagOf(key), expectedGot(error.expected, show(value)), hint);
  }
}

/** `[36,60]`, as JSON has it, as well as `36,60`. */
function bracketless(text: string): string {
  return /^\s*\[(.*)\]\s*$/.exec(text)?.[1] ?? text;
}

/** What to type instead of a value that a parameter does not take. */
function hintFor(key: string, kind: Parameter["kind"], text: string): string | undefined {
  if (key === "padding") {
    const bounds = text.match(/\d+/g) ?? [];
    return bounds.length === 2 ? `Did you mean ${bounds.sort((a, b) => Number(a) - Number(b)).join(",")}?` : undefined;
  }
  if (key === "test_size" && Number(text) > 0 && Number(text) < 1) {
    return `Did you mean --train-split ${Number((1 - Number(text)).toPrecision(12))}?`;
  }
  if (key === "train_split" && Number(text) > 100) return "A number of examples is for --test-size.";
  if (Array.isArray(kind.schema.enum)) return didYouMean(text, kind.schema.enum);
  return numberMeant(text, (number) => accepts(kind, number));
}

function accepts(kind: Parameter["kind"], value: unknown): boolean {
  try {
    kind.parse(value, "");
    return true;
  } catch {
    return false;
  }
}

/** `Number` also takes "", "0x10", " 1 " and "Infinity": what is not a decimal number stays text, which nothing takes. */
function numberFromText(text: string): number | string {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}

function labelNoiseOfFlags(flags: FlagValues, earlier: LabelNoise | undefined): LabelNoise | undefined {
  const { labelNoise, labelNoiseMode } = flags;
  if (labelNoise === undefined && labelNoiseMode === undefined) return undefined;
  const fraction = labelNoise === undefined ? earlier?.fraction : numberFromText(labelNoise as string);
  if (fraction === undefined) {
    throw new UsageError("--label-noise-mode", "expected --label-noise as well, got only the mode");
  }
  const mode = labelNoiseMode ?? earlier?.mode ?? "resample";
  try {
    return labelNoiseKind.parse({ fraction, mode }, "label_noise");
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const isMode = error.key.endsWith("mode");
    const flag = isMode ? "--label-noise-mode" : "--label-noise";
    const hint = isMode
      ? didYouMean(String(mode), ["resample", "flip"])
      : numberMeant(String(labelNoise), (number) => accepts(labelNoiseKind, number));
    throw new UsageError(flag, expectedGot(error.expected, show(isMode ? mode : labelNoise)), hint);
  }
}

/** Runs a parser whose errors are to name the file that a key is in, and to suggest another key for an unknown one. */
function renamed<T>(prefix: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const key = error.key === "config" ? "" : error.key;
    const label = key === "" ? prefix.slice(0, -2) : `${prefix}${key}`;
    if (error instanceof UnknownKeyError) {
      throw new UsageError(label, "no parameter has this name", didYouMean(error.key, error.known));
    }
    throw new UsageError(label, expectedGot(error.expected, error.got), error.hint);
  }
}
