import type { Dtype } from "../config/config.js";
import { LabelSet } from "../dataset/label-set.js";
import type { StoredForm } from "../dataset/stored-dataset.js";
import { createDigest, type DatasetDigest } from "../digest/dataset-digest.js";
import { alignChunks } from "../formats/align-chunks.js";
import { bothSplits, type Chunk, rowCount, type SplitName, wholeRanges } from "../generate/examples.js";
import { drawnChunks } from "../parallel/prepare-blocks.js";
import { DifferenceCounter, type Differences } from "./differences.js";
import type { Expectation } from "./expected-data.js";

/** What one pass over a dataset in one format found. */
export interface Reading {
  readonly form: StoredForm;
  readonly digest: DatasetDigest;
  /** Labels that there are, sorted. */
  readonly classes: readonly number[];
  readonly expectations: readonly Expectation[];
  /** For each expectation, in their order. */
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
 *
 * @param expectations of the same shapes.
 * @throws FormatError where the files are not what they must be.
 */
export async function readForm(
  form: StoredForm,
  expectations: readonly Expectation[],
  { asFloat32 = false, onRead, signal }: ReadOptions = {},
): Promise<Reading> {
  const { examples } = form;
  const { length, splits } = examples;
  const dtype = asFloat32 ? "float32" : examples.dtype;
  const digest = createDigest(length, bothSplits(splits), dtype);
  const labels = new LabelSet();
  const names = splits.map(({ name }) => name);
  const expected = expectations.map((expectation) => expectedChunks(expectation, names, dtype, signal));
  const counters = expectations.map(() => new DifferenceCounter());
  const total = rowCount(splits);
  let done = 0;
  try {
    for await (const chunk of alignChunks(examples, dtype)) {
      signal?.throwIfAborted();
      await digest.update(chunk);
      labels.addAll(chunk.y);
      for (const [i, chunks] of expected.entries()) counters[i]!.update(chunk, (await chunks.next()).value as Chunk);
      done += chunk.rows;
      onRead?.(done, total);
    }
  } finally {
    for (const chunks of expected) await chunks.return(undefined);
  }
  return {
    form,
    expectations,
    digest: await digest.finish(),
    classes: labels.list(),
    differences: counters.map((counter) => counter.result()),
  };
}

/** Generated chunks of these splits, with x of the type that is stored. */
async function* expectedChunks(
  { examples, precision }: Expectation,
  names: readonly SplitName[],
  dtype: Dtype,
  signal: AbortSignal | undefined,
): AsyncGenerator<Chunk, undefined, void> {
  const widens = precision === "rounded" && dtype === "float64";
  const ranges = wholeRanges(examples.splits.filter(({ name }) => names.includes(name)));
  let wide = new Float64Array(0);
  for await (const chunk of drawnChunks(examples, ranges, widens ? "float32" : dtype, { ...(signal && { signal }) })) {
    if (!widens) {
      yield chunk;
      continue;
    }
    if (wide.length < chunk.x.length) wide = new Float64Array(chunk.x.length);
    wide.set(chunk.x);
    yield { ...chunk, x: wide.subarray(0, chunk.x.length) };
  }
  return undefined;
}
