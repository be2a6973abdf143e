import { type Config, classCount, exampleCount, type LabelNoise, signalLength } from "./config.js";
import { ConfigError, show, UnknownKeyError } from "./config-error.js";
import { defaults, ORIGINAL_KEYS, PARAMETERS, type Parameter } from "./parameters.js";
import { DIGEST_KEY } from "./pinned-digest.js";

/** What one source (a preset, a file, the flags) says of a config. */
export type PartialConfig = { readonly [Name in keyof Config]?: Config[Name] };

/** What a caller may say of a config: as `PartialConfig`, but less strict about the forms of lists and objects. */
export type ConfigOptions = Omit<PartialConfig, "labelNoise" | "templates"> & {
  /** A number is the fraction of the mode `resample`. */
  readonly labelNoise?: number | (Pick<LabelNoise, "fraction"> & Partial<LabelNoise>);
  readonly templates?: {
    readonly x: readonly ArrayLike<number>[];
    readonly t: ArrayLike<number>;
    readonly y: ArrayLike<number>;
  };
};

/**
 * Keys that a config file may have besides parameters: `url` is in what the original's `get_dataset_args` returns,
 * `$schema` tells an editor where the JSON Schema is, `digest` (`pinnedDigest`) says what the data must be.
 */
const OTHER_KEYS: readonly string[] = ["url", "$schema", DIGEST_KEY];

/**
 * Checks a config, or a part of one, with keys as files spell them (`num_samples`).
 *
 * @throws ConfigError for anything but an object, an unknown key, or a value that its parameter does not take.
 */
export function parseLayer(value: unknown): PartialConfig {
  return parseEntries(value, "key", OTHER_KEYS);
}

/** The same for a caller's object, with names as TypeScript spells them (`numSamples`). */
export function parseOptions(value: unknown): PartialConfig {
  return parseEntries(value, "name", []);
}

function parseEntries(value: unknown, spelling: "key" | "name", ignored: readonly string[]): PartialConfig {
  // Arrays, maps and the like are objects, too, but have no parameters.
  if (Object.prototype.toString.call(value) !== "[object Object]") {
    throw new ConfigError("config", "an object", show(value));
  }
  const layer: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(value as object)) {
    if (ignored.includes(key) || entry === undefined) continue;
    const parameter = PARAMETERS.find((p) => p[spelling] === key);
    if (parameter === undefined) {
      const known = PARAMETERS.map((p) => p[spelling]);
      throw new UnknownKeyError(key, known);
    }
    layer[parameter.name] = parameter.kind.parse(entry, parameter[spelling]);
  }
  // A whole Config has both: a train_split that means nothing, at its default, beside the test_size that counts.
  const isWhole = spelling === "name" && layer.trainSplit === defaults.trainSplit;
  if (layer.trainSplit !== undefined && layer.testSize !== undefined && !isWhole) {
    throw new ConfigError("test_size", "one of train_split and test_size", "both");
  }
  return layer;
}

/**
 * Lays partial configs over the defaults, later ones winning, and checks every value, and what no single value shows.
 *
 * @throws ConfigError
 */
export function resolveConfig(...layers: readonly ConfigOptions[]): Config {
  let merged: PartialConfig = defaults;
  for (const layer of layers.map(parseOptions)) {
    // train_split and test_size say the same thing in two ways: what a layer says takes the place of both.
    const { testSize, ...withoutTestSize } = merged;
    if (layer.trainSplit !== undefined) merged = { ...withoutTestSize, ...layer };
    else if (layer.testSize !== undefined) merged = { ...merged, trainSplit: defaults.trainSplit, ...layer };
    else merged = { ...merged, ...layer };
  }
  const config = Object.freeze({ ...merged }) as Config;
  checkTogether(config);
  return config;
}

/** A whole config from an object with keys as files spell them: what is not said is the default. */
export function parseConfig(value: unknown): Config {
  return resolveConfig(parseLayer(value));
}

function checkTogether(config: Config): void {
  const classes = classCount(config);
  if (config.numSamples < classes) {
    const expected = `an integer of at least ${classes}, the number of classes`;
    throw new ConfigError("num_samples", expected, show(config.numSamples));
  }
  if (config.testSize !== undefined && config.testSize > exampleCount(config)) {
    const expected = `at most the number of examples, ${exampleCount(config)}`;
    throw new ConfigError("test_size", expected, show(config.testSize));
  }
  if (signalLength(config) === 1 && config.finalSeqLength > 1) {
    const hint = "template_len + padding[1] is 1, and one point cannot be interpolated to more.";
    throw new ConfigError("final_seq_length", "1", show(config.finalSeqLength), hint);
  }
  if (config.labelNoise?.mode === "flip" && classes < 2) {
    throw new ConfigError("label_noise.mode", '"resample", as there is one class only', '"flip"');
  }
  if (config.rounding === "published") checkIsPublished(config);
}

/** The published file's 45 ulps belong to the draws of its own config; with another they would mean nothing. */
function checkIsPublished(config: Config): void {
  const changed = PARAMETERS.find((p) => p.name !== "dtype" && p.name !== "rounding" && !isDefault(config, p));
  if (changed === undefined) return;
  const theirs = changed.default === undefined ? "which has none" : `whose ${changed.key} is ${show(changed.default)}`;
  const hint = `It reproduces the published file, ${theirs}.`;
  throw new ConfigError("rounding", `"exact" with a changed ${changed.key}`, '"published"', hint);
}

/** Whether a parameter has its default value. */
export function isDefault(config: Config, parameter: Parameter): boolean {
  return JSON.stringify(config[parameter.name]) === JSON.stringify(parameter.default);
}

/** Whether a config always states this parameter, even at its default: the original's keys do. */
export function isOriginal(parameter: Parameter): boolean {
  return ORIGINAL_KEYS.includes(parameter.key);
}
