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
  /** `resample`: a uniform class, which may be the true one. `flip`: a uniform other class. */
  readonly mode: "resample" | "flip";
}

/**
 * Every parameter of a dataset. Same config, same bits, on every platform.
 *
 * The first twelve are the original package's `get_dataset_args`, in its order; the others are additions whose absence
 * or default leaves the original's behaviour.
 */
export interface Config {
  /** Examples in both splits together; rounded down to a multiple of the number of classes. */
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
  readonly engine: EngineName;
  /** Element type of x in the outputs. */
  readonly dtype: Dtype;
  readonly rounding: Rounding;
}

/** Digits that the default templates have: the number of classes unless a config brings its own templates. */
const DIGIT_COUNT = 10;

export function classCount(config: Config): number {
  return config.templates?.y.length ?? DIGIT_COUNT;
}

/** Examples that a config makes: `numSamples` less what does not divide evenly among the classes. */
export function exampleCount(config: Config): number {
  const classes = classCount(config);
  return Math.floor(config.numSamples / classes) * classes;
}

/** Train examples that a config makes; the others are the test split. */
export function trainCount(config: Config): number {
  const examples = exampleCount(config);
  return config.testSize === undefined ? Math.trunc(examples * config.trainSplit) : examples - config.testSize;
}

/** Points of a signal between padding and subsampling: 72 by default. */
export function signalLength(config: Config): number {
  return config.templateLen + config.padding[1];
}
