import { type Config, classCount, exampleCount, signalLength } from "../config/config.js";
import { momentsInSteps, type ReadRun } from "../numeric/pairwise-sum.js";
import { RandomState } from "../random/random-state.js";
import { allocate } from "./allocate.js";
import { digitTemplates } from "./digit-templates.js";
import { drawnExamples } from "./drawn-examples.js";
import { type Examples, splitsOf } from "./examples.js";
import { addLabelNoise } from "./label-noise.js";
import { permuteColumns, permuteRows } from "./permute.js";
import { PUBLISHED_CORRECTIONS } from "./published-rounding.js";
import { checkStandardisable } from "./standardisation.js";
import { Transform, transformTime } from "./transform.js";

/**
 * Second word of the key of the label noise's own stream. The first is the config's seed: in Python the stream is
 * `np.random.RandomState([seed, 1])`.
 */
const LABEL_NOISE_STREAM = 1;

/** Points of signals between two steps of progress: some 10 ms of work, so that an interruption is answered at once. */
const STEP_POINTS = 150_000;

/** Bytes that the engine holds for a config: the raw float64 values, order and labels of every example, buffers. */
export function referenceMemory(config: Config): number {
  const examples = exampleCount(config);
  const labels = config.labelNoise === undefined ? 4 : 8;
  const perPoint = 8 * 5 + 20 * 2; // signal buffers, interpolation plans
  return (
    examples * (8 * config.finalSeqLength + 4 + labels) + perPoint * (signalLength(config) + config.finalSeqLength)
  );
}

/**
 * The original's algorithm (`make_dataset` in data.py): class after class on one random stream, then a permutation of
 * the examples, then standardisation by the moments of all values. Bit for bit that of the Python package, with
 * correctly rounded logarithms.
 *
 * Nothing can be handed out before everything is drawn, so the raw values stay in memory (`referenceMemory`).
 * A generator: it yields the number of examples drawn so far, so that a caller can show progress, let others run, or
 * stop; it returns the dataset.
 *
 * @throws GenerateError if memory does not suffice or the values are not finite.
 */
export function* drawReference(config: Config): Generator<number, Examples, void> {
  const templates = config.templates ?? digitTemplates;
  const length = config.finalSeqLength;
  const examples = exampleCount(config);
  const perClass = examples / classCount(config);
  const [raw, transform] = allocate({ rows: examples, length }, referenceMemory(config), () => [
    new Float64Array(examples * length),
    new Transform(config, templates.x),
  ]);
  const random = new RandomState(config.seed, config.rounding === "published" ? PUBLISHED_CORRECTIONS : []);
  const stepRows = Math.ceil(STEP_POINTS / signalLength(config));
  for (let drawn = 0; drawn < examples; ) {
    const stop = Math.min(drawn + stepRows, examples);
    for (; drawn < stop; drawn++) {
      transform.apply(random, Math.floor(drawn / perClass), raw, drawn * length);
    }
    yield drawn;
  }

  const order = yield* telling(examples, random.permutationInSteps(examples));
  const splits = splitsOf(config);
  const train = splits[0].rows;
  const yClean = new Int32Array(examples);
  for (let row = 0; row < examples; row++) yClean[row] = templates.y[Math.floor(order[row]! / perClass)]!;
  const y = config.labelNoise === undefined ? yClean : yClean.slice();
  if (config.labelNoise !== undefined) {
    addLabelNoise(
      y.subarray(0, train),
      templates.y,
      config.labelNoise,
      new RandomState([config.seed, LABEL_NOISE_STREAM]),
    );
  }

  yield* telling(examples, permuteRows(raw, length, order));
  if (config.shuffleSeq) yield* telling(examples, permuteColumns(raw, length, random.permutation(length)));
  // `xs[..., seq_shuffle]` of the original leaves its array column-major (NumPy's fancy indexing).
  const readInMemoryOrder = config.shuffleSeq ? readByColumn(raw, length) : undefined;
  const { mean, std } = yield* telling(examples, momentsInSteps(raw, readInMemoryOrder));
  const t = transformTime(config, templates.t).map((time) => time / std);
  checkStandardisable(
    { mean, std },
    raw.every((value) => value === raw[0]),
    t,
  );

  return drawnExamples(config, templates, t, { mean, std }, () => (range, target) => {
    const first = range.start + (range.split === "train" ? 0 : train);
    const end = first + range.rows;
    standardise(raw.subarray(first * length, end * length), mean, std, target.x);
    target.y.set(y.subarray(first, end));
    if (target.yClean.length > 0) target.yClean.set(yClean.subarray(first, end));
  });
}

/** Work in steps, each of which yields how many examples are drawn. */
function* telling<Result>(drawn: number, steps: Generator<void, Result, void>): Generator<number, Result, void> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    yield drawn;
  }
}

/** Writes (value − mean)/std of each value to the front of `target`. */
function standardise(values: Float64Array, mean: number, std: number, target: Float32Array | Float64Array): void {
  for (let i = 0; i < values.length; i++) target[i] = (values[i]! - mean) / std;
}

/** Reads a C-order array of rows column by column. */
function readByColumn(raw: Float64Array, length: number): ReadRun {
  const rows = raw.length / length;
  return (start, count, target) => {
    let column = Math.floor(start / rows);
    let row = start - column * rows;
    for (let i = 0; i < count; column++, row = 0) {
      const stop = Math.min(rows, row + count - i);
      for (; row < stop; row++) target[i++] = raw[row * length + column]!;
    }
  };
}
