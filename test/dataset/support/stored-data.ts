import type { Config, Dtype } from "../../../src/config/config.js";
import { openDataset } from "../../../src/dataset/read/open-dataset.js";
import { createDigest, type DatasetDigest } from "../../../src/digest/dataset-digest.js";
import { type Column, valuesPerRow } from "../../../src/generate/columns.js";
import { type Chunk, withTrainAndTest } from "../../../src/generate/examples.js";
import { generate } from "../../../src/generate/generate.js";

/** All examples, as text that differs where a bit does. */
export interface Data {
  readonly length: number;
  /** The names of columns, which are also in the text of each row. */
  readonly columns: readonly string[];
  /** Of train and test, and of other splits that are there. */
  readonly rows: Rows;
}

type Rows = Readonly<Record<string, readonly string[]>>;

/** The data that a config gives. */
export async function generatedData(config: Config, dtype: Dtype): Promise<Data> {
  const examples = generate(config);
  const { length, columns } = examples;
  return { length, columns: namesOf(columns), rows: await rowsOf(columns, examples.chunks({ dtype })) };
}

interface StoredData extends Data {
  readonly digest: string;
  /** Those of further columns; undefined without such. */
  readonly columnDigests: DatasetDigest["columns"];
  readonly config: Config | undefined;
}

/** What a dataset on disk holds, its digests, and the config that it states. */
export async function storedData(path: string): Promise<StoredData> {
  const dataset = await openDataset(path);
  try {
    const { examples } = dataset.forms[0];
    const { length, columns } = examples;
    const builder = createDigest(length, withTrainAndTest(examples.splits), examples.dtype, columns);
    async function* chunks() {
      for await (const chunk of examples.chunks()) {
        await builder.update(chunk);
        yield chunk;
      }
    }
    const rows = await rowsOf(columns, chunks());
    const { digest, columns: columnDigests } = await builder.finish();
    return { length, columns: namesOf(columns), rows, digest, columnDigests, config: dataset.config };
  } finally {
    await dataset.close();
  }
}

/**
 * Everything that a dataset on disk says, for comparison: data, shapes, metadata.
 *
 * @param asFloat32 whether values count as the float32 that they round to. Text without a type is verified so: more digits
 * of the same float32 change nothing.
 */
export async function storedContent(path: string, asFloat32 = false): Promise<object> {
  const dataset = await openDataset(path);
  try {
    const { metadata, forms } = dataset;
    const contents: object[] = [];
    for (const { format, examples } of forms) {
      const { length, dtype, splits, columns } = examples;
      const rows = await rowsOf(columns, examples.chunks(), asFloat32 ? Math.fround : undefined);
      contents.push({
        format: format.name,
        length,
        dtype: asFloat32 ? "float32" : dtype,
        splits,
        columns: namesOf(columns),
        rows,
      });
    }
    return { metadata: { ...metadata, t: metadata.t && Array.from(metadata.t) }, contents };
  } finally {
    await dataset.close();
  }
}

const namesOf = (columns: readonly Column[]) => columns.map(({ name }) => name);

/** @param roundedSignal what a value of a signal counts as. */
async function rowsOf(
  columns: readonly Column[],
  chunks: Iterable<Chunk> | AsyncIterable<Chunk>,
  roundedSignal: (value: number) => number = (value) => value,
): Promise<Rows> {
  const rows: Record<string, string[]> = { train: [], test: [] };
  for await (const chunk of chunks) {
    rows[chunk.split] ??= [];
    const own = rows[chunk.split]!;
    if (chunk.start !== own.length) throw new Error(`${chunk.split} row ${chunk.start} comes after ${own.length} rows`);
    const length = chunk.x.length / chunk.rows;
    for (let row = 0; row < chunk.rows; row++) {
      const texts = columns.map((column) => {
        const count = valuesPerRow(column, length);
        const values = Array.from(chunk[column.field]!.subarray(row * count, (row + 1) * count));
        const rounded = column.kind === "signal" ? values.map(roundedSignal) : values;
        return `${column.name} ${rounded.map((value) => (Object.is(value, -0) ? "-0" : value)).join(" ")}`;
      });
      own.push(texts.join(" | "));
    }
  }
  return rows;
}
