import { expect, onTestFinished } from "vitest";
import { FileSource } from "../../../src/dataset/file-source.js";
import type { FormatName, StoredExamples } from "../../../src/formats/format.js";
import { formatNamed } from "../../../src/formats/registry.js";
import type { SourceFile } from "../../../src/formats/source.js";
import { expectSameValues } from "./columns.js";
import type { Sample } from "./samples.js";

/** What a reader finds, as bytes: equal if the examples are the same to the last bit. */
export interface Contents {
  readonly length: number;
  readonly dtype: string;
  readonly hasCleanLabels: boolean;
  readonly splits: Readonly<Record<string, SplitContents>>;
  readonly metadata: StoredExamples["metadata"];
}

interface SplitContents {
  readonly rows: number;
  readonly x: Float32Array | Float64Array;
  readonly y: Int32Array;
  readonly yClean: Int32Array | undefined;
}

/** Opens files of one format, which are closed when the test is over. */
export async function openFiles(format: FormatName, ...paths: string[]): Promise<StoredExamples> {
  const sources = await Promise.all(paths.map((path) => FileSource.open(path)));
  onTestFinished(() => Promise.all(sources.map((source) => source.close())).then(() => {}));
  return openSources(format, ...sources);
}

export async function openSources(format: FormatName, ...sources: SourceFile[]): Promise<StoredExamples> {
  return (await formatNamed(format).load()).decode(sources);
}

/** Reads all chunks, and checks that they come as they must. */
export async function contentsOf(stored: StoredExamples): Promise<Contents> {
  const { length, dtype, hasCleanLabels, metadata } = stored;
  const Floats = dtype === "float64" ? Float64Array : Float32Array;
  const splits = stored.splits.map(({ name, rows }) => ({
    name,
    rows,
    seen: 0,
    x: new Floats(rows * length),
    y: new Int32Array(rows),
    yClean: hasCleanLabels ? new Int32Array(rows) : undefined,
  }));
  let current = 0;
  for await (const chunk of stored.chunks()) {
    while (splits[current]!.name !== chunk.split) current++;
    const split = splits[current]!;
    expect(chunk.x).toBeInstanceOf(Floats);
    expect([chunk.start, chunk.x.length, chunk.y.length]).toEqual([split.seen, chunk.rows * length, chunk.rows]);
    expect(chunk.yClean?.length).toBe(hasCleanLabels ? chunk.rows : undefined);
    split.x.set(chunk.x, chunk.start * length);
    split.y.set(chunk.y, chunk.start);
    if (chunk.yClean) split.yClean?.set(chunk.yClean, chunk.start);
    split.seen += chunk.rows;
  }
  for (const { seen, rows } of splits) expect(seen).toBe(rows);
  return {
    length,
    dtype,
    hasCleanLabels,
    metadata,
    splits: Object.fromEntries(splits.map(({ name, rows, x, y, yClean }) => [name, { rows, x, y, yClean }])),
  };
}

/** Checks that a reader found what was written, twice. @param dtype of x; by default the config's. */
export async function expectReadBack(stored: StoredExamples, sample: Sample, dtype = sample.info.dtype): Promise<void> {
  const { info, parts } = sample;
  for (const contents of [await contentsOf(stored), await contentsOf(stored)]) {
    expect([contents.length, contents.dtype, contents.hasCleanLabels]).toEqual([
      info.length,
      dtype,
      info.hasCleanLabels,
    ]);
    expect(Object.keys(contents.splits)).toEqual(["train", "test"]);
    for (const name of ["train", "test"] as const) {
      const [actual, expected] = [contents.splits[name]!, parts[name]];
      expectSameValues(actual.x, dtype === "float64" ? expected.x64 : expected.x);
      expectSameValues(actual.y, expected.y);
      if (expected.yClean) expectSameValues(actual.yClean!, expected.yClean);
    }
  }
}
