import { type Config, exampleCount, type Templates } from "../config/config.js";
import { boolean, integer, kind, oneOf } from "../config/kinds.js";
import { checkedOptions, type OptionKinds } from "../config/options.js";
import type { Moments } from "../numeric/pairwise-sum.js";
import { allocate } from "./allocate.js";
import {
  type ArraysOptions,
  type Chunk,
  type ChunkOptions,
  checkedRanges,
  chunkRanges,
  defaultChunkRows,
  type Examples,
  type RowRange,
  type SplitArrays,
  type SplitName,
  splitsOf,
  wholeRanges,
} from "./examples.js";
import { workKinds } from "./work-options.js";

const splitName = oneOf("train", "test");
const dtypeKind = oneOf("float32", "float64");

const CHUNK_KINDS: OptionKinds<ChunkOptions> = {
  rows: integer(1),
  dtype: dtypeKind,
  ranges: kind("a list of ranges of rows", {}, Array.isArray),
  reuse: boolean(),
};

const ARRAYS_KINDS: OptionKinds<ArraysOptions> = { ...workKinds, dtype: dtypeKind };

/** Where drawn rows go: x in C order, labels, and labels before noise, if there is noise. */
export interface DrawTarget {
  readonly x: Float32Array | Float64Array;
  readonly y: Int32Array;
  /** Empty without label noise. */
  readonly yClean: Int32Array;
}

/** Draws rows of a split to the front of the target. */
export type Draw = (range: RowRange, target: DrawTarget) => void;

/**
 * A dataset whose rows an engine draws. What it shows of itself are copies: whoever changes them does not change the rows.
 *
 * @param t the time axis, standardised.
 * @param begin called for each reading of the dataset.
 */
export function drawnExamples(
  config: Config,
  templates: Templates,
  t: Float64Array,
  { mean, std }: Moments,
  begin: () => Draw,
): Examples {
  const length = config.finalSeqLength;
  const splits = splitsOf(config);
  const hasCleanLabels = config.labelNoise !== undefined;

  function arraysFor(rows: number, dtype: Config["dtype"]): DrawTarget {
    return allocate({ rows, length }, rows * (length * (dtype === "float64" ? 8 : 4) + 8), () => ({
      x: dtype === "float64" ? new Float64Array(rows * length) : new Float32Array(rows * length),
      y: new Int32Array(rows),
      yClean: new Int32Array(hasCleanLabels ? rows : 0),
    }));
  }

  function* draw(ranges: readonly RowRange[], most: number, dtype: Config["dtype"], reuse: boolean): Generator<Chunk> {
    const rows = begin();
    const shared = reuse ? arraysFor(Math.min(most, exampleCount(config)), dtype) : undefined;
    for (const range of chunkRanges(splits, most, ranges)) {
      const target = shared ?? arraysFor(range.rows, dtype);
      rows(range, target);
      yield {
        ...range,
        x: target.x.subarray(0, range.rows * length),
        y: target.y.subarray(0, range.rows),
        ...(hasCleanLabels && { yClean: target.yClean.subarray(0, range.rows) }),
      };
    }
  }

  function chunks(options: ChunkOptions = {}): Generator<Chunk, void, void> {
    const {
      rows = defaultChunkRows(length),
      dtype = config.dtype,
      ranges,
      reuse = false,
    } = checkedOptions(options, CHUNK_KINDS);
    return draw(ranges === undefined ? wholeRanges(splits) : checkedRanges(splits, ranges), rows, dtype, reuse);
  }

  function arrays(name: SplitName, options: ArraysOptions = {}): SplitArrays {
    const split = splits[splitName.parse(name, "split") === "train" ? 0 : 1];
    const { dtype = config.dtype, onProgress, signal } = checkedOptions(options, ARRAYS_KINDS);
    const { x, y, yClean } = arraysFor(split.rows, dtype);
    signal?.throwIfAborted();
    for (const chunk of draw(wholeRanges([split]), defaultChunkRows(length), dtype, true)) {
      x.set(chunk.x, chunk.start * length);
      y.set(chunk.y, chunk.start);
      if (chunk.yClean !== undefined) yClean.set(chunk.yClean, chunk.start);
      onProgress?.({ phase: "generating", done: chunk.start + chunk.rows, total: split.rows });
      signal?.throwIfAborted();
    }
    return { shape: [split.rows, length], x, y, ...(hasCleanLabels && { yClean }) };
  }

  return {
    config: { ...config, ...(config.templates && { templates: copyOf(config.templates) }) },
    length,
    dtype: config.dtype,
    splits,
    t,
    templates: copyOf(templates),
    standardisation: { mean, std },
    chunks,
    arrays,
  };
}

function copyOf({ x, t, y }: Templates): Templates {
  return { x: x.map((row) => row.slice()), t: t.slice(), y: [...y] };
}
