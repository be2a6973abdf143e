import { type Config, classCount, exampleCount, longestSignal, signalLength } from "../config/config.js";
import { isShifted, type SplitName } from "../config/split-names.js";
import { type Moments, moments } from "../numeric/pairwise-sum.js";
import type { Xoshiro } from "../random/xoshiro.js";
import { BlockDrawer, blockStreams, drawerMemory } from "./block-drawer.js";
import { bytesPerRow, columnsOf } from "./columns.js";
import { templatesOf } from "./digit-templates.js";
import { type Draw, drawnExamples } from "./drawn-examples.js";
import { configOfSplit, defaultChunkRows, type Examples, type RowRange, withoutNoise } from "./examples.js";
import { allocate, checkFinite, checkStandardisable } from "./generate-error.js";
import { type Sequence, sequenceOf } from "./sequence.js";
import { transformTime } from "./transform.js";

/** Bytes that the engine holds for a config: buffers for signals, a block's labels and a chunk. */
export function blockedMemory(config: Config): number {
  const perPoint = 8 * 5 + 20 * 2; // signal buffers, interpolation plans
  // Of the dataset and of one shift at a time, with noise and without.
  const drawers = (config.shifts === undefined ? 1 : 2) * (config.clean ? 2 : 1);
  const chunk =
    defaultChunkRows(config.finalSeqLength) * bytesPerRow(columnsOf(config), config.finalSeqLength, "float64");
  return drawers * (perPoint * (longestSignal(config) + config.finalSeqLength) + drawerMemory(config)) + chunk;
}

/**
 * The engine for size, `blocked-v1`: train and test are two endless sequences of examples in blocks of 4,096, each block
 * with a stream of its own. So any rows can be made alone, in any order, on any machine, and a smaller dataset is the
 * beginning of a larger one. The examples are made as the reference engine makes them, from other random numbers, and
 * standardised by the moments of a calibration stream that all datasets of the same parameters share.
 *
 * The bits of this engine never change; what would change them is another engine.
 *
 * Yields now and then while it calibrates; examples are drawn when their chunks are asked for.
 *
 * @throws GenerateError if memory does not suffice or the values are not finite.
 */
export function* drawBlocked(config: Config): Generator<number, Examples, void> {
  const sequence = allocate({ rows: exampleCount(config), length: config.finalSeqLength }, blockedMemory(config), () =>
    sequenceOf(config),
  );
  const calibration = yield* calibrate(config, sequence, blockStreams(config.seed).calibration());
  const examples = blockedExamples(config, calibration);
  checkStandardisable(calibration, calibration.isConstant, examples.t);
  return examples;
}

/** The examples of a config whose moments are known: a worker makes those of another thread. */
export function blockedExamples(config: Config, standardisation: Moments): Examples {
  const t = transformTime(config, templatesOf(config).t).map((time) => time / standardisation.std);
  return drawnExamples(config, t, standardisation, () => drawBlocks(config, standardisation));
}

/** Drawers that are kept: as many as a split needs, and another's. They hold some 100 kB each, or 80 MB of long paddings. */
const MAX_DRAWERS = 4;

/** Draws rows of any split of a config whose moments are known. */
export function drawBlocks(config: Config, standardisation: Moments): Draw {
  const drawers = new Map<string, BlockDrawer>();

  function drawerOf(split: SplitName, isClean: boolean): BlockDrawer {
    const key = `${isShifted(split) ? split : "base"} ${isClean}`;
    const known = drawers.get(key);
    if (known !== undefined) return known;
    if (drawers.size === MAX_DRAWERS) drawers.clear();
    const noisy = configOfSplit(config, split);
    const drawer = new BlockDrawer(isClean ? withoutNoise(noisy) : noisy, standardisation);
    drawers.set(key, drawer);
    return drawer;
  }

  return (range, target, until) => {
    const { split } = range;
    // The rows of a shifted split are those of test, drawn with its parameters.
    const rows: RowRange = isShifted(split) ? { ...range, split: "test" } : range;
    drawerOf(split, false).draw(rows, target, until);
    if (target.xClean !== undefined) drawerOf(split, true).draw(rows, { x: target.xClean, y: target.y }, until);
    if (isShifted(split)) checkFinite(target, config.finalSeqLength, range);
  };
}

/** Examples that moments are estimated from: enough for the mean to be within 0.003 standard deviations. */
const CALIBRATION_EXAMPLES = 16_384;

/** Fewer of long signals, which would take longer than the dataset itself: these many points of signals. */
const CALIBRATION_POINTS = 4_194_304; // 2^22

const FEWEST_EXAMPLES = 1024;

/** What is known of the values of a config before its dataset is made. */
export interface Calibration extends Moments {
  readonly isConstant: boolean;
}

/**
 * Estimates the mean and the standard deviation of all values that a config gives, from examples of their own, the
 * classes in turn. Yields now and then, as engines do.
 *
 * Moments are pooled example by example (Chan, Golub & LeVeque 1979) in this order, so that they are the same everywhere.
 */
export function* calibrate(config: Config, sequence: Sequence, random: Xoshiro): Generator<0, Calibration, void> {
  const classes = classCount(config);
  const length = config.finalSeqLength;
  const longest = Math.max(signalLength(config), length);
  const wanted = Math.max(FEWEST_EXAMPLES, Math.min(CALIBRATION_EXAMPLES, Math.floor(CALIBRATION_POINTS / longest)));
  const examples = Math.ceil(wanted / classes) * classes;
  let mean = 0;
  let squares = 0;
  let isConstant = true;
  let first = Number.NaN;
  const { most, templates, values: drawn } = sequence;
  for (let done = 0; done < examples; done += most) {
    const rows = Math.min(most, examples - done);
    for (let i = 0; i < rows; i++) templates[i] = (done + i) % classes;
    sequence.draw(random, rows);
    for (let i = 0; i < rows; i++) {
      const values = drawn.subarray(i * length, (i + 1) * length);
      if (done + i === 0) first = values[0]!;
      isConstant = isConstant && values.every((value) => value === first);
      const own = moments(values);
      const apart = own.mean - mean;
      mean += apart / (done + i + 1);
      squares += own.std * own.std + apart * apart * ((done + i) / (done + i + 1));
    }
    yield 0;
  }
  return { mean, std: Math.sqrt(squares / examples), isConstant };
}
