import { type Config, classCount, signalLength } from "../config/config.js";
import { type Moments, moments } from "../numeric/pairwise-sum.js";
import type { RandomStream } from "../random/random-stream.js";
import type { Transform } from "./transform.js";

/** Examples that moments are estimated from: enough for the mean to be within 0.003 standard deviations. */
const EXAMPLES = 16_384;

/** Fewer of long signals, which would take longer than the dataset itself: these many points of signals. */
const POINTS = 4_194_304; // 2^22

/** But never fewer than this. */
const FEWEST_EXAMPLES = 1024;

/** Points of signals between two steps: some 10 ms of work, so that an interruption is answered at once. */
const STEP_POINTS = 150_000;

/** What is known of the values of a config before its dataset is made. */
export interface Calibration extends Moments {
  /** Whether all values are the same. */
  readonly isConstant: boolean;
}

/**
 * Estimates the mean and the standard deviation of all values that a config gives, from examples of their own, the
 * classes in turn. Yields now and then, as engines do.
 *
 * Moments are pooled example by example (Chan, Golub & LeVeque 1979) in this order, so that they are the same everywhere.
 */
export function* calibrate(
  config: Config,
  transform: Transform,
  random: RandomStream,
): Generator<0, Calibration, void> {
  const classes = classCount(config);
  const longest = Math.max(signalLength(config), config.finalSeqLength);
  const wanted = Math.max(FEWEST_EXAMPLES, Math.min(EXAMPLES, Math.floor(POINTS / longest)));
  const examples = Math.ceil(wanted / classes) * classes;
  const stepExamples = Math.ceil(STEP_POINTS / longest);
  const values = new Float64Array(config.finalSeqLength);
  let mean = 0;
  let squares = 0;
  let isConstant = true;
  let first = Number.NaN;
  for (let i = 0; i < examples; i++) {
    transform.apply(random, i % classes, values, 0);
    if (i === 0) first = values[0]!;
    isConstant = isConstant && values.every((value) => value === first);
    const own = moments(values);
    const apart = own.mean - mean;
    mean += apart / (i + 1);
    squares += own.std * own.std + apart * apart * (i / (i + 1));
    if ((i + 1) % stepExamples === 0) yield 0;
  }
  return { mean, std: Math.sqrt(squares / examples), isConstant };
}
