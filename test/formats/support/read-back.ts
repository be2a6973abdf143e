import { expect, onTestFinished } from "vitest";
import { FileSource } from "../../../src/dataset/read/regular-file.js";
import type { FormatName, StoredExamples } from "../../../src/formats/format.js";
import { formatNamed } from "../../../src/formats/registry.js";
import type { SourceFile } from "../../../src/formats/source.js";
import type { Columns } from "../../../src/generate/columns.js";
import { collectAsync } from "../../support/whole-splits.js";
import { expectSameValues } from "./columns.js";
import type { Sample } from "./samples.js";

/** What a reader finds, as bytes: equal if the examples are the same to the last bit. */
export interface Contents {
  readonly length: number;
  readonly dtype: string;
  /** By their names in files. */
  readonly columns: readonly string[];
  readonly splits: Readonly<Record<string, Columns & { readonly rows: number }>>;
  readonly metadata: StoredExamples["metadata"];
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
  const { length, dtype, columns, metadata } = stored;
  const whole = await collectAsync(stored, stored.chunks());
  return {
    length,
    dtype,
    columns: columns.map(({ name }) => name),
    metadata,
    splits: Object.fromEntries(stored.splits.map(({ name, rows }) => [name, { rows, ...whole[name] }])),
  };
}

/** Checks that a reader found what was written, twice. @param dtype of signals; by default the config's. */
export async function expectReadBack(stored: StoredExamples, sample: Sample, dtype = sample.info.dtype): Promise<void> {
  const { info } = sample;
  const expected = dtype === "float64" ? sample.wideSplits : sample.splits;
  for (const contents of [await contentsOf(stored), await contentsOf(stored)]) {
    expect([contents.length, contents.dtype]).toEqual([info.length, dtype]);
    expect(contents.columns).toEqual(info.columns.map(({ name }) => name));
    expect(Object.keys(contents.splits)).toEqual(info.splits.map(({ name }) => name));
    for (const { name } of info.splits) {
      for (const { field } of info.columns) expectSameValues(contents.splits[name]![field]!, expected[name][field]!);
    }
  }
}
