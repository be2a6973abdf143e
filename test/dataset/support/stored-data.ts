import type { Config, Dtype } from "../../../src/config/config.js";
import { openDataset } from "../../../src/dataset/open-dataset.js";
import { createDigest } from "../../../src/digest/dataset-digest.js";
import type { Chunk } from "../../../src/generate/examples.js";
import { bothSplits } from "../../../src/generate/examples.js";
import { generate } from "../../../src/generate/generate.js";

/** All examples, as text that differs where a bit does. */
export interface Data {
  readonly train: readonly string[];
  readonly test: readonly string[];
  readonly length: number;
}

/** The data that a config gives. */
export async function generatedData(config: Config, dtype: Dtype): Promise<Data> {
  const examples = generate(config);
  return { ...(await rowsOf(examples.chunks({ dtype }))), length: examples.length };
}

/** What a dataset on disk holds, its digest, and the config that it states. */
export async function storedData(path: string): Promise<Data & { digest: string; config: Config | undefined }> {
  const dataset = await openDataset(path);
  try {
    const { examples } = dataset.forms[0];
    const digest = createDigest(examples.length, bothSplits(examples.splits), examples.dtype);
    async function* chunks() {
      for await (const chunk of examples.chunks()) {
        await digest.update(chunk);
        yield chunk;
      }
    }
    const rows = await rowsOf(chunks());
    return { ...rows, length: examples.length, digest: (await digest.finish()).digest, config: dataset.config };
  } finally {
    await dataset.close();
  }
}

/** Everything that a dataset on disk says, for comparison: data, shapes, metadata. */
export async function storedContent(path: string): Promise<object> {
  const dataset = await openDataset(path);
  try {
    const { metadata, forms } = dataset;
    const contents: object[] = [];
    for (const { format, examples } of forms) {
      const { length, dtype, splits, hasCleanLabels } = examples;
      const rows = await rowsOf(examples.chunks());
      contents.push({ format: format.name, length, dtype, splits, hasCleanLabels, ...rows });
    }
    return { metadata: { ...metadata, t: metadata.t && Array.from(metadata.t) }, contents };
  } finally {
    await dataset.close();
  }
}

async function rowsOf(chunks: Iterable<Chunk> | AsyncIterable<Chunk>): Promise<Pick<Data, "train" | "test">> {
  const rows = { train: [] as string[], test: [] as string[] };
  for await (const { split, start, rows: count, x, y, yClean } of chunks) {
    if (start !== rows[split].length) throw new Error(`${split} row ${start} comes after ${rows[split].length} rows`);
    const length = x.length / count;
    for (let row = 0; row < count; row++) {
      const values = Array.from(x.subarray(row * length, (row + 1) * length), (v) =>
        Object.is(v, -0) ? "-0" : `${v}`,
      );
      rows[split].push(`${values.join(" ")} | ${y[row]} ${yClean?.[row] ?? ""}`);
    }
  }
  return rows;
}
