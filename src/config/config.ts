export type Dtype = "float32" | "float64";

/** Which C library's logarithm the arrays carry: the correctly rounded one, or the published file's (45 ulps off). */
export type Rounding = "exact" | "published";

/**
 * How examples are drawn: `reference` as the original does, on one stream of random numbers; `blocked` in blocks with a
 * stream each, for any size, any part, and all cores.
 */
export type EngineName = "reference" | "blocked";

/** The shapes that examples are made from, one per class. */
export interface Templates {
  /** One row of values per class, all of one length of at least 2. */
  readonly x: readonly Float64Array[];
  /** Time of each point, for plots. */
  readonly t: Float64Array;
  /** Label of each row: distinct integers of 32 bits. */
  readonly y: readonly number[];
}

/** Noise on the labels of the train split; x never changes with it. */
export interface LabelNoise {
  /** Probability that a label is drawn anew, 0 … 1. */
  readonly fraction: number;
  /**
   * `resample`: a uniform class, which may be the true one. `flip`: a uniform other class. `udl`: as `resample`, but drawn as
   * the notebook 8.3 of *Understanding Deep Learning* does, with Python's `random`.
   */
  readonly mode: "resample" | "flip" | "udl";
}

/** The parameters that differ from the dataset's in a shifted test split. */
export type Shift = Partial<
  Pick<Config, "padding" | "scaleCoeff" | "maxTranslation" | "corrNoiseScale" | "iidNoiseScale" | "shearScale">
>;

/** Shifted test splits by name, in the order of their names: `noisy` is the split `test_noisy`. */
export type Shifts = Readonly<Record<string, Shift>>;

/**
 * Every parameter of a dataset. Same config, same bits, on every platform.
 *
 * The first twelve are the original package's `get_dataset_args`, in its order; the others are additions whose absence
 * or default leaves the original's behaviour.
 */
export interface Config {
  /** Examples in train, validation and test together; rounded down to a multiple of the number of classes. */
  readonly numSamples: number;
  /** Share of the examples that goes to train, 0 … 1. */
  readonly trainSplit: number;
  /** Points of a template for the length of the padded signal: templateLen + padding[1]. */
  readonly templateLen: number;
  /** Least and most zeros appended to a template. */
  readonly padding: readonly [low: number, high: number];
  /** The amplitude is multiplied by 1 ± scaleCoeff/2, uniformly. */
  readonly scaleCoeff: number;
  /** The signal is rotated by 0 … maxTranslation − 1 points. */
  readonly maxTranslation: number;
  /** Standard deviation, before smoothing, of the noise where the signal is 0. */
  readonly corrNoiseScale: number;
  /** Standard deviation of the noise on every point. */
  readonly iidNoiseScale: number;
  /** A line with a slope of up to ± shearScale/2 over the signal is subtracted. */
  readonly shearScale: number;
  /** Whether one permutation shuffles the positions of all signals. */
  readonly shuffleSeq: boolean;
  /** Points of a finished signal. */
  readonly finalSeqLength: number;
  /** Seed of the random stream, 0 … 2^32 − 1. */
  readonly seed: number;

  /** Templates instead of the ten digits. */
  readonly templates?: Templates;
  /** An exact number of test examples, instead of `trainSplit`. */
  readonly testSize?: number;
  readonly labelNoise?: LabelNoise;
  /** Examples of a validation split, taken from train: its last ones, or with the engine `blocked` others. */
  readonly valSize?: number;
  /** Further test splits, of the same examples under changed parameters. */
  readonly shifts?: Shifts;
  /** Whether what was drawn for each example is kept: padding, scale, translation and shear. */
  readonly factors: boolean;
  /** Whether each example is also there without noise, as x_clean. */
  readonly clean: boolean;
  /** Labels of the templates that are used; by default all. */
  readonly classes?: readonly number[];
  /** A name for each class, in the order of `classes`, or of all templates. */
  readonly classNames?: readonly string[];
  readonly engine: EngineName;
  /** Element type of x in the outputs. */
  readonly dtype: Dtype;
  readonly rounding: Rounding;
}

const DIGIT_LABELS: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** The labels of all templates of a config: the digits, unless it brings its own. */
export function templateLabels(config: Config): readonly number[] {
  return config.templates?.y ?? DIGIT_LABELS;
}

/** The labels that a config has examples of, in the order of the templates. */
export function classLabels(config: Config): readonly number[] {
  const { classes } = config;
  const labels = templateLabels(config);
  return classes === undefined ? labels : labels.filter((label) => classes.includes(label));
}

/** The name of each class by its label; empty without names. */
export function namesByLabel(config: Config): ReadonlyMap<number, string> {
  const labels = classLabels(config);
  return new Map(config.classNames?.map((name, i) => [labels[i]!, name]));
}

/** Classes that a config has examples of. */
export function classCount(config: Config): number {
  return config.classes?.length ?? templateLabels(config).length;
}

/** Examples that a config makes: `numSamples` less what does not divide evenly among the classes. */
export function exampleCount(config: Config): number {
  const classes = classCount(config);
  return Math.floor(config.numSamples / classes) * classes;
}

/** Examples of the test split that a config makes. */
export function testCount(config: Config): number {
  const examples = exampleCount(config);
  return config.testSize ?? examples - Math.trunc(examples * config.trainSplit);
}

/** Examples of the train split that a config makes: those that are neither in test nor in validation. */
export function trainCount(config: Config): number {
  return exampleCount(config) - testCount(config) - (config.valSize ?? 0);
}

/** Points of a signal between padding and subsampling: 72 by default. */
export function signalLength(config: Config): number {
  return config.templateLen + config.padding[1];
}

/** What the signals of a config are drawn with: itself, and each of its shifts. */
export function drawnConfigs(config: Config): Config[] {
  return [config, ...Object.values(config.shifts ?? {}).map((shift) => ({ ...config, ...shift }))];
}

/** Points of the longest signal that is drawn for a config. */
export function longestSignal(config: Config): number {
  return Math.max(...drawnConfigs(config).map(signalLength));
}
