import {
  type Config,
  classCount,
  classLabels,
  type Dtype,
  drawnConfigs,
  exampleCount,
  type LabelNoise,
  signalLength,
  templateLabels,
  testCount,
  trainCount,
} from "./config.js";
import { ConfigError, show, UnknownKeyError } from "./config-error.js";
import { digestKind } from "./kinds.js";
import { defaults, isDefault, PARAMETERS } from "./parameters.js";
import { type PresetName, presetNamed } from "./presets.js";

/** What one source (a preset, a file, the flags) says of a config. */
export type PartialConfig = { readonly [Name in keyof Config]?: Config[Name] };

/** What a caller may say of a config: as `PartialConfig`, but less strict about the forms of lists and objects. */
export type ConfigOptions<D extends Dtype = Dtype> = Omit<PartialConfig, "dtype" | "labelNoise" | "templates"> & {
  /** Element type of x; float32 by default. */
  readonly dtype?: D;
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
 * `$schema` tells an editor where the JSON Schema is, `digest` says what the data must be.
 */
const OTHER_KEYS: readonly string[] = ["url", "$schema", "digest"];

/**
 * Checks a config, or a part of one, with keys as files spell them (`num_samples`).
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
 * Lays partial configs and presets over the defaults, later ones winning, and checks every value, and what no single
 * value shows.
 * @throws ConfigError
 */
export function resolveConfig(...layers: readonly (ConfigOptions | PresetName)[]): Config {
  let merged: PartialConfig = defaults;
  for (const given of layers) {
    const layer = parseOptions(typeof given === "string" ? presetNamed(given) : given);
    // train_split and test_size say the same thing in two ways: what a layer says takes the place of both.
    const { testSize, ...withoutTestSize } = merged;
    if (layer.trainSplit !== undefined) merged = { ...withoutTestSize, ...layer };
    else if (layer.testSize !== undefined) merged = { ...merged, trainSplit: defaults.trainSplit, ...layer };
    else merged = { ...merged, ...layer };
  }
  const config = { ...merged } as Config;
  checkTogether(config);
  return Object.freeze({ ...config, ...classesInOrder(config) });
}

/** A whole config from an object with keys as files spell them: what is not said is the default. */
export function parseConfig(value: unknown): Config {
  return resolveConfig(parseLayer(value));
}

function checkTogether(config: Config): void {
  checkClasses(config);
  const classes = classCount(config);
  if (config.numSamples < classes) {
    const expected = `an integer of at least ${classes}, the number of classes`;
    throw new ConfigError("num_samples", expected, show(config.numSamples));
  }
  if (config.testSize !== undefined && config.testSize > exampleCount(config)) {
    const expected = `at most the number of examples, ${exampleCount(config)}`;
    throw new ConfigError("test_size", expected, show(config.testSize));
  }
  const point = drawnConfigs(config).find((drawn) => signalLength(drawn) === 1);
  if (point !== undefined && config.finalSeqLength > 1) {
    const hint = "template_len + padding[1] is 1, and one point cannot be interpolated to more.";
    if (point !== config) throw new ConfigError("shifts", "a larger padding", show(point.padding), hint);
    throw new ConfigError("final_seq_length", "1", show(config.finalSeqLength), hint);
  }
  if (trainCount(config) < 1 && config.valSize !== undefined) {
    const most = exampleCount(config) - testCount(config) - 1;
    const expected =
      most < 1
        ? "no validation split, as there is nothing in train to take it from"
        : `at most ${most}, so that train is not empty`;
    throw new ConfigError("val_size", expected, show(config.valSize));
  }
  if (config.labelNoise?.mode === "flip" && classes < 2) {
    throw new ConfigError("label_noise.mode", '"resample", as there is one class only', '"flip"');
  }
  if (config.shifts !== undefined && testCount(config) === 0) {
    throw new ConfigError("shifts", "test examples to change", "an empty test split");
  }
  if (config.labelNoise?.mode === "udl" && config.engine !== "reference") {
    throw new ConfigError("label_noise.mode", '"resample" or "flip" with the engine blocked', '"udl"');
  }
  if (config.rounding === "published") checkIsPublished(config);
}

function checkClasses(config: Config): void {
  const { classes, classNames } = config;
  const known = templateLabels(config);
  const unknown = classes?.find((label) => !known.includes(label));
  if (unknown !== undefined) throw new ConfigError("classes", `labels of templates, ${show(known)}`, String(unknown));
  const count = classCount(config);
  if (classNames !== undefined && classNames.length !== count) {
    const hint = `They are of the labels ${show(classes ?? known)}.`;
    throw new ConfigError("class_names", `${count} names, one for each class`, String(classNames.length), hint);
  }
}

/** Classes in the order of their templates, which examples are made in, and the names that were given beside them. */
function classesInOrder(config: Config): Pick<Config, "classes" | "classNames"> {
  const { classes, classNames } = config;
  if (classes === undefined) return {};
  const inOrder = classLabels(config);
  return {
    classes: Object.freeze(inOrder),
    ...(classNames && { classNames: Object.freeze(inOrder.map((label) => classNames[classes.indexOf(label)]!)) }),
  };
}

/** What changes no draw, and so no correction of one. */
const BESIDE_PUBLISHED: ReadonlySet<keyof Config> = new Set([
  "dtype",
  "rounding",
  "valSize",
  "factors",
  "clean",
  "classNames",
]);

/** The published file's 45 ulps belong to the draws of its own config; with another they would mean nothing. */
function checkIsPublished(config: Config): void {
  const changed = PARAMETERS.find((p) => !BESIDE_PUBLISHED.has(p.name) && !isDefault(config, p));
  if (changed === undefined) return;
  const theirs = changed.default === undefined ? "which has none" : `whose ${changed.key} is ${show(changed.default)}`;
  const hint = `It reproduces the published file, ${theirs}.`;
  throw new ConfigError("rounding", `"exact" with a changed ${changed.key}`, '"published"', hint);
}

/**
 * The digest that a config file pins its data to, `sha256:…`; undefined if it does not.
 * @param value a config with keys as files spell them.
 * @throws ConfigError
 */
export function pinnedDigest(value: object): string | undefined {
  const { digest } = value as { readonly digest?: unknown };
  return digest === undefined ? undefined : digestKind.parse(digest, "digest");
}
