import type { Config, Templates } from "../config/config.js";
import { boolean, integer, kind, oneOf } from "../config/kinds.js";
import { checkedOptions, type OptionKinds } from "../config/options.js";
import type { Moments } from "../numeric/pairwise-sum.js";
import { bytesPerRow, type Columns, columnsOf, copyColumns, newColumns } from "./columns.js";
import { templatesOf } from "./digit-templates.js";
import {
  type ArraysOptions,
  type Chunk,
  type ChunkOptions,
  checkedRanges,
  chunkIn,
  chunkRanges,
  defaultChunkRows,
  type Examples,
  type RowRange,
  type Split,
  type SplitArrays,
  type SplitName,
  splitsOf,
  wholeRanges,
} from "./examples.js";
import { allocate } from "./generate-error.js";
import { workKinds } from "./work-options.js";

const dtypeKind = oneOf("float32", "float64");

const CHUNK_KINDS: OptionKinds<ChunkOptions> = {
  rows: integer(1),
  dtype: dtypeKind,
  ranges: kind("a list of ranges of rows", {}, Array.isArray),
  reuse: boolean(),
};

const ARRAYS_KINDS: OptionKinds<ArraysOptions> = { ...workKinds, dtype: dtypeKind };

/**
 * Draws rows of a split to the front of the target.
 * @param until the rows that will be asked for next end there: some are drawn beforehand.
 */
export type Draw = (range: RowRange, target: Columns, until: number) => void;

/**
 * A dataset whose rows an engine draws. What it shows of itself are copies: whoever changes them does not change the
 * rows.
 * @param t the time axis, standardised.
 * @param begin called for each reading of the dataset.
 */
export function drawnExamples(config: Config, t: Float64Array, { mean, std }: Moments, begin: () => Draw): Examples {
  const length = config.finalSeqLength;
  const splits = splitsOf(config);
  const columns = columnsOf(config);
  const mostRows = Math.max(...splits.map(({ rows }) => rows));

  function arraysFor(rows: number, dtype: Config["dtype"]): Columns {
    const bytes = rows * bytesPerRow(columns, length, dtype);
    return allocate({ rows, length }, bytes, () => newColumns(columns, rows, length, dtype));
  }

  function* draw(ranges: readonly RowRange[], most: number, dtype: Config["dtype"], reuse: boolean): Generator<Chunk> {
    const rows = begin();
    const shared = reuse ? arraysFor(Math.min(most, mostRows), dtype) : undefined;
    for (const wanted of ranges) {
      for (const range of chunkRanges(splits, most, [wanted])) {
        const target = shared ?? arraysFor(range.rows, dtype);
        rows(range, target, wanted.start + wanted.rows);
        yield chunkIn(target, length, range);
      }
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
    const split = splits.find((own) => own.name === name) ?? refuseSplit(name, splits);
    const { dtype = config.dtype, onProgress, signal } = checkedOptions(options, ARRAYS_KINDS);
    const arrays = arraysFor(split.rows, dtype);
    signal?.throwIfAborted();
    for (const chunk of draw(wholeRanges([split]), defaultChunkRows(length), dtype, true)) {
      copyColumns(chunk, arrays, length, chunk.start);
      onProgress?.({ phase: "generating", done: chunk.start + chunk.rows, total: split.rows });
      signal?.throwIfAborted();
    }
    return { shape: [split.rows, length], ...arrays };
  }

  return {
    config: { ...config, ...(config.templates && { templates: copyOf(config.templates) }) },
    length,
    dtype: config.dtype,
    splits,
    columns,
    t,
    templates: copyOf(templatesOf(config)),
    standardisation: { mean, std },
    chunks,
    arrays,
  };
}

function refuseSplit(name: unknown, splits: readonly Split[]): never {
  return oneOf(...splits.map((split) => split.name)).parse(name, "split") as never;
}

function copyOf({ x, t, y }: Templates): Templates {
  return { x: x.map((row) => row.slice()), t: t.slice(), y: [...y] };
}
