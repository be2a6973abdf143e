import {
  type Config,
  classCount,
  drawnConfigs,
  exampleCount,
  longestSignal,
  testCount,
  trainCount,
} from "../config/config.js";
import { isShifted, type SplitName } from "../config/split-names.js";
import type { Rows } from "../kernels/kernel.js";
import type { Floats } from "../numeric/floats.js";
import { momentsInSteps, sumOf } from "../numeric/pairwise-sum.js";
import { type LogCorrection, RandomState } from "../random/random-state.js";
import { type Factors, factorsOf, newColumns } from "./columns.js";
import { templatesOf } from "./digit-templates.js";
import { drawnExamples } from "./drawn-examples.js";
import { configOfSplit, type Examples, rowCount, splitsOf, withoutNoise } from "./examples.js";
import { allocate, checkFinite, checkStandardisable } from "./generate-error.js";
import { addLabelNoise } from "./label-noise.js";
import { permuteColumns, readByColumn, rowsOf } from "./rows.js";
import { sequenceMemory, sequenceOf } from "./sequence.js";
import { transformTime } from "./transform.js";

/**
 * Second word of the key of the label noise's own stream. The first is the config's seed: in Python the stream is
 * `np.random.RandomState([seed, 1])`.
 */
const LABEL_NOISE_STREAM = 1;

/**
 * Where the C library of the machine that built the published file rounded a logarithm to the other neighbour: the
 * accepted polar draw, counted from 0, and the difference in ulps. Found by comparing the exact arrays with the
 * published ones: each of the 45 lies within 0.007 ulp of a rounding tie, and alone explains every differing value of
 * its example. With them the arrays equal the published ones bit for bit.
 */
// biome-ignore format: a table, nine entries a line
const ULPS: readonly (readonly [draw: number, ulps: 1 | -1])[] = [
  [2191, 1], [10947, -1], [12637, -1], [19913, -1], [20892, 1], [30243, -1], [31136, -1], [40643, -1], [54059, -1],
  [80219, -1], [89022, 1], [145894, 1], [147033, -1], [155035, -1], [158504, -1], [175963, 1], [181663, -1], [184533, -1],
  [189675, -1], [197787, 1], [201027, 1], [202905, 1], [208735, -1], [213659, 1], [215922, -1], [238277, 1], [241639, -1],
  [242873, 1], [244314, -1], [259715, 1], [268951, 1], [269331, 1], [283989, -1], [287095, -1], [290228, -1], [295781, 1],
  [298443, 1], [299475, -1], [299613, 1], [301119, 1], [318670, 1], [325683, -1], [331782, 1], [342746, -1], [358418, 1],
];

export const PUBLISHED_CORRECTIONS: readonly LogCorrection[] = ULPS.map(([draw, ulps]) => ({ draw, ulps }));

/** Examples that are drawn in all: of every shift, and for clean signals, all are drawn once more. */
export function drawnCount(config: Config): number {
  return exampleCount(config) * drawnConfigs(config).length * (config.clean ? 2 : 1);
}

/** Bytes that the engine holds for a config: the raw float64 values, order and labels of every example, buffers. */
export function referenceMemory(config: Config): number {
  const examples = exampleCount(config);
  const rows = rowCount(splitsOf(config));
  const labels = config.labelNoise === undefined ? 4 : 8;
  const perRow = 8 * config.finalSeqLength * (config.clean ? 2 : 1) + (config.factors ? 24 : 0);
  const perPoint = 8 * 5 + 20 * 2; // signal buffers, interpolation plans
  return (
    rows * perRow +
    examples * (4 + labels) +
    perPoint * (longestSignal(config) + config.finalSeqLength) +
    sequenceMemory(config)
  );
}

/** Examples before they are standardised. */
interface RawRows {
  /** The row of the dataset that they begin with. */
  readonly first: number;
  readonly rows: Rows;
  /** What was drawn for each, where that is kept. */
  readonly factors: Factors;
}

/**
 * The original's algorithm (`make_dataset` in data.py): class after class on one random stream, then a permutation of
 * the examples, then standardisation by the moments of all values. Bit for bit that of the Python package, with
 * correctly rounded logarithms.
 *
 * Shifted splits and clean signals are drawn from the stream's beginning again, under their config, and go where the
 * same examples of the dataset went.
 *
 * Nothing can be handed out before everything is drawn, so the raw values stay in memory (`referenceMemory`).
 * A generator: it yields the number of examples drawn so far, so that a caller can show progress, let others run, or
 * stop; it returns the dataset.
 * @throws GenerateError if memory does not suffice or the values are not finite.
 */
export function* drawReference(config: Config): Generator<number, Examples, void> {
  const templates = templatesOf(config);
  const { finalSeqLength: length } = config;
  const examples = exampleCount(config);
  const testStart = examples - testCount(config);
  let drawn = 0;

  const random = streamOf(config);
  const inDrawnOrder = yield* drawRows(config, config, random);
  drawn += examples;
  const { rows } = inDrawnOrder;
  const { values, order } = rows;
  yield* after(drawn, random.permutationInSteps(order));
  yield* after(drawn, rows.permute());
  const positions = config.shuffleSeq ? random.permutation(length) : undefined;
  if (positions !== undefined) yield* after(drawn, permuteColumns(values, length, positions));
  // `xs[..., seq_shuffle]` of the original leaves its array column-major (NumPy's fancy indexing).
  const sum = config.shuffleSeq ? sumOf(values, readByColumn(values, length)) : rows.sum;
  const moments = yield* after(drawn, momentsInSteps(values.length, sum));
  const { std } = moments;
  const t = transformTime(config, templates.t).map((time) => time / std);
  checkStandardisable(
    moments,
    values.every((value) => value === values[0]),
    t,
  );

  /** Draws everything again, and keeps the rows from one of the dataset on. */
  function* drawAgain(drawnWith: Config, first: number): Generator<number, RawRows, void> {
    const again = yield* after(drawn, drawRows(config, drawnWith, streamOf(config), { first, order }));
    drawn += examples;
    if (positions !== undefined) yield* after(drawn, permuteColumns(again.rows.values, length, positions));
    return again;
  }

  function* drawClean(noisy: Config, first: number): Generator<number, RawRows | undefined, void> {
    return config.clean ? yield* drawAgain(withoutNoise(noisy), first) : undefined;
  }

  const base = { noisy: permuted(inDrawnOrder, order), clean: yield* drawClean(config, 0) };
  const shifted = new Map<SplitName, typeof base>();
  for (const { name } of splitsOf(config)) {
    if (!isShifted(name)) continue;
    const own = configOfSplit(config, name);
    shifted.set(name, { noisy: yield* drawAgain(own, testStart), clean: yield* drawClean(own, testStart) });
  }

  const labels = labelsOf(config, templates.y, order);
  return drawnExamples(config, t, moments, () => (range, target) => {
    const { split, start, rows: count } = range;
    const { noisy, clean } = shifted.get(split) ?? base;
    const first = start + (split === "train" ? 0 : split === "validation" ? trainCount(config) : testStart);
    const standardise = (raw: RawRows, into: Floats) =>
      raw.rows.standardise((first - raw.first) * length, count * length, moments, into);
    standardise(noisy, target.x);
    if (clean !== undefined) standardise(clean, target.xClean!);
    for (const [name, factor] of Object.entries(noisy.factors)) {
      target[name as keyof Factors]!.set(factor.subarray(first - noisy.first, first - noisy.first + count));
    }
    target.y.set(labels.y.subarray(first, first + count));
    target.yClean?.set(labels.yClean.subarray(first, first + count));
    if (isShifted(split)) checkFinite(target, length, range);
  });
}

function streamOf(config: Config): RandomState {
  return new RandomState(config.seed, config.rounding === "published" ? PUBLISHED_CORRECTIONS : []);
}

/** Work in steps, each of which yields how much of it is done, or nothing; with what was done before. */
function* after<Result>(
  before: number,
  steps: Generator<number | undefined, Result, void> | Generator<void, Result, void>,
): Generator<number, Result, void> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    yield before + (step.value ?? 0);
  }
}

/**
 * Draws all examples of a config, class after class. Yields how many are drawn.
 * @param drawnWith the same with other parameters of the transformation.
 * @param kept the rows that are kept, by the order of the dataset: without it all, as they are drawn.
 */
function* drawRows(
  config: Config,
  drawnWith: Config,
  random: RandomState,
  kept?: { readonly first: number; readonly order: Uint32Array },
): Generator<number, RawRows, void> {
  const { finalSeqLength: length } = config;
  const examples = exampleCount(config);
  const perClass = examples / classCount(config);
  const first = kept?.first ?? 0;
  const rowOf = kept && inverse(kept.order);
  const [rows, factors, sequence] = allocate({ rows: examples, length }, referenceMemory(config), () => {
    const sequence = sequenceOf(drawnWith, kept ? 0 : examples);
    return [
      sequence.rows ??
        rowsOf(new Float64Array((examples - first) * length), length, kept?.order ?? new Uint32Array(examples)),
      newColumns(factorsOf(config), examples - first, length, "float64"),
      sequence,
    ];
  });
  const { values } = rows;
  for (let drawn = 0; drawn < examples; ) {
    const count = Math.min(sequence.most, examples - drawn);
    for (let i = 0; i < count; i++) sequence.templates[i] = Math.floor((drawn + i) / perClass);
    sequence.draw(random, count, drawn);
    for (let i = 0; i < count; i++) {
      const row = (rowOf?.[drawn + i] ?? drawn + i) - first;
      if (row < 0) continue;
      if (rows !== sequence.rows) values.set(sequence.values.subarray(i * length, (i + 1) * length), row * length);
      if (config.factors) sequence.keepFactors(i, factors, row);
    }
    drawn += count;
    yield drawn;
  }
  return { first, rows, factors };
}

/** Of each value of a permutation where it is. */
function inverse(order: Uint32Array): Uint32Array {
  const places = new Uint32Array(order.length);
  for (let place = 0; place < order.length; place++) places[order[place]!] = place;
  return places;
}

/** The labels of all rows, in train with noise, and without. */
function labelsOf(
  config: Config,
  classes: readonly number[],
  order: Uint32Array,
): { readonly y: Int32Array; readonly yClean: Int32Array } {
  const perClass = order.length / classes.length;
  const yClean = new Int32Array(order.length);
  for (let row = 0; row < order.length; row++) yClean[row] = classes[Math.floor(order[row]! / perClass)]!;
  const { labelNoise, seed } = config;
  if (labelNoise === undefined) return { y: yClean, yClean };
  const y = yClean.slice();
  // Python's random, which the original's set_seed seeds, is NumPy's stream of a list of one word.
  const key = labelNoise.mode === "udl" ? [seed] : [seed, LABEL_NOISE_STREAM];
  addLabelNoise(y.subarray(0, trainCount(config)), classes, labelNoise, new RandomState(key));
  return { y, yClean };
}

/** Rows whose values are in their places already, with what was drawn there as well. */
function permuted({ first, rows, factors }: RawRows, order: Uint32Array): RawRows {
  const entries = Object.entries(factors).map(([name, drawn]) => {
    const placed = drawn.slice();
    for (let row = 0; row < order.length; row++) placed[row] = drawn[order[row]!]!;
    return [name, placed];
  });
  return { first, rows, factors: Object.fromEntries(entries) as Factors };
}
