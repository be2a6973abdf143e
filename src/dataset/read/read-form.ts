import type { Config } from "../../config/config.js";
import { createDigest, type DatasetDigest } from "../../digest/dataset-digest.js";
import type { StoredExamples } from "../../formats/format.js";
import { columnsOf } from "../../generate/columns.js";
import {
  type Chunk,
  type Examples,
  loneSplit,
  type ReadableExamples,
  rowCount,
  splitsOf,
  wholeRanges,
  withTrainAndTest,
} from "../../generate/examples.js";
import { drawnChunks } from "../../parallel/prepare-blocks.js";
import { LabelSet } from "../manifest.js";
import { Differences } from "./differences.js";
import { inDtype, readInStep } from "./in-step.js";
import type { StoredForm } from "./open-dataset.js";

/** What stored examples may be equal to. */
export interface Expectation {
  readonly examples: Examples;
  /** Values to the type's last bit, or float64 values that were once rounded to float32. */
  readonly precision: "exact" | "rounded";
  /** As in "the data is …". */
  readonly description: string;
}

/** What one pass over a dataset in one format found. */
export interface Reading {
  readonly form: StoredForm;
  readonly digest: DatasetDigest;
  /** Labels that there are, sorted. */
  readonly classes: readonly number[];
  readonly expectations: readonly Expectation[];
  readonly differences: readonly Differences[];
}

export interface ReadOptions {
  /** Whether float64 data is compared as float32. */
  readonly asFloat32?: boolean;
  readonly onRead?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Reads all examples of a form, computes their digest, and compares them with what they are expected to be.
 * @param expectations of the same shapes.
 * @throws FormatError where the files are not what they must be.
 */
export async function readForm(
  form: StoredForm,
  expectations: readonly Expectation[],
  { asFloat32 = false, onRead, signal }: ReadOptions = {},
): Promise<Reading> {
  const { examples } = form;
  const dtype = asFloat32 ? "float32" : examples.dtype;
  const { hashed, digest } = hashedExamples(inDtype(examples, dtype));
  const ranges = wholeRanges(examples.splits);
  const expected = expectations.map(({ examples: drawn, precision }) => {
    const own = precision === "rounded" ? "float32" : dtype;
    const chunks = () => drawnChunks(drawn, ranges, own, { ...(signal && { signal }) });
    return inDtype(
      { length: drawn.length, dtype: own, splits: examples.splits, columns: drawn.columns, chunks },
      dtype,
    );
  });
  const labels = new LabelSet();
  const differences = expectations.map(() => new Differences());
  const total = rowCount(examples.splits);
  let done = 0;
  for await (const { rows, chunks } of readInStep(hashed, ...expected)) {
    signal?.throwIfAborted();
    const [found, ...others] = chunks as [Chunk, ...Chunk[]];
    labels.addAll(found.y);
    for (const [i, other] of others.entries()) differences[i]!.add(found, other);
    done += rows;
    onRead?.(done, total);
  }
  return { form, expectations, digest: await digest(), classes: labels.list(), differences };
}

/** The same examples, hashed as they are read; and their digest, once all were. */
export function hashedExamples(examples: ReadableExamples) {
  const { length, splits, dtype, columns } = examples;
  const builder = createDigest(length, withTrainAndTest(splits), dtype, columns);
  async function* chunks(): AsyncGenerator<Chunk, void, void> {
    for await (const chunk of examples.chunks({ reuse: true })) {
      await builder.update(chunk);
      yield chunk;
    }
  }
  return { hashed: { ...examples, chunks }, digest: () => builder.finish() };
}

/**
 * How the shapes of stored examples differ from those that a config gives, in words; undefined if they do not. One split
 * alone may be one of a dataset's files, or what was made of it, where train and test are without rows.
 */
export function shapeProblem(stored: StoredExamples, config: Config): string | undefined {
  if (stored.length !== config.finalSeqLength) {
    return `examples have ${stored.length} points, and the config gives ${config.finalSeqLength}`;
  }
  const splits = splitsOf(config);
  const foreign = stored.splits.find(({ name }) => splits.every((split) => split.name !== name));
  if (foreign !== undefined) return `there is a split ${foreign.name}, which the config does not give`;
  const lone = loneSplit(stored.splits);
  for (const { name, rows } of splits) {
    const own = stored.splits.find((split) => split.name === name);
    if (lone !== undefined && lone !== own) continue;
    if (own !== undefined && own.rows !== rows) return `${name} has ${own.rows} examples, and the config gives ${rows}`;
    if (own === undefined && rows > 0 && stored.splits.length > 1) return `the split ${name} is missing`;
  }
  const wanted = columnsOf(config);
  const missing = wanted.find((column) => !stored.columns.includes(column));
  if (missing !== undefined) return `the column ${missing.name} is missing`;
  const extra = stored.columns.find((column) => !wanted.includes(column));
  return extra && `there is a column ${extra.name}, which the config does not give`;
}
