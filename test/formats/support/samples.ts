import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Dtype } from "../../../src/config/config.js";
import { parseConfig } from "../../../src/config/parse-config.js";
import { buildDataset } from "../../../src/dataset/build-dataset.js";
import { planOutput } from "../../../src/dataset/output-plan.js";
import { datasetInfo } from "../../../src/dataset/write/encode.js";
import { createDigest } from "../../../src/digest/dataset-digest.js";
import type { DatasetInfo, Encoder, FormatName, Sink } from "../../../src/formats/format.js";
import { formatNamed, formatOfPath } from "../../../src/formats/registry.js";
import { COLUMNS } from "../../../src/generate/columns.js";
import { digitTemplates } from "../../../src/generate/digit-templates.js";
import type { Chunk, Examples } from "../../../src/generate/examples.js";
import { generate } from "../../../src/generate/generate.js";
import { THOROUGH } from "../../support/thorough.js";
import { collect, type WholeSplits } from "../../support/whole-splits.js";

/** A dataset to be written, and what readers must find in it. */
export interface Sample {
  readonly name: string;
  readonly info: SampleInfo;
  readonly digest: string;
  /** As most formats store it, with signals in the type of the config. */
  readonly splits: WholeSplits;
  /** As a pickle stores it, with signals of float64. */
  readonly wideSplits: WholeSplits;
  /** Writes a directory with these formats. */
  writeDirectory(path: string, ...formats: FormatName[]): Promise<void>;
  /** Writes a single file of the format of its extension. */
  writeFile(path: string): Promise<void>;
  /** What goes to standard output. */
  stream(format: FormatName): Promise<Buffer>;
}

/** All that can be known of a dataset. */
export type SampleInfo = DatasetInfo & Required<Pick<DatasetInfo, "config" | "t" | "templates" | "standardisation">>;

/** A dataset as the generator makes it, written as the command writes it. */
export async function generatedSample(name: string, keys: Record<string, unknown>) {
  const config = parseConfig({ num_samples: THOROUGH ? 500 : 100, ...keys });
  const examples = generate(config);
  const sample: Sample = {
    ...(await describeChunks(name, (await datasetInfo(examples)) as SampleInfo, (dtype) => examples.chunks({ dtype }))),
    async writeDirectory(path, ...formats) {
      await buildDataset(config, planOutput(`${path}/`, formats), { force: true });
    },
    async writeFile(path) {
      await buildDataset(config, planOutput(path, []), { force: true });
    },
    async stream(format) {
      const { sink, bytes } = memorySink();
      await buildDataset(config, planOutput("-", [format], format === "npy" ? "x_test" : undefined), { stream: sink });
      return bytes();
    },
  };
  return { ...sample, config };
}

/** A dataset made without the generator, for values that it does not give and sizes that take it long. */
async function handmadeSample(name: string, info: SampleInfo, chunks: ChunksOf): Promise<Sample> {
  const described = await describeChunks(name, info, chunks);
  const passTo = async (encoder: Encoder, dtype = info.dtype) => {
    for (const chunk of chunks(dtype)) await encoder.write(chunk);
    await encoder.finish(described.digest);
  };
  return {
    ...described,
    async writeDirectory(path, ...formats) {
      const folder = { create: async (name: string) => fileSink(join(path, name)) };
      for (const { load, dtype } of formats.map(formatNamed)) {
        await passTo(await (await load()).encodeFolder(folder, info), dtype);
      }
    },
    async writeFile(path) {
      const { load, dtype } = formatOfPath(path)!;
      await passTo(await (await load()).encodeFile!(fileSink(path), info), dtype);
    },
    async stream(format) {
      const { sink, bytes } = memorySink();
      await passTo(await (await formatNamed(format).load()).encodeStream!(sink, info));
      return bytes();
    },
  };
}

/** A file, written when it is complete. */
function fileSink(path: string): Sink {
  const { sink, bytes } = memorySink();
  return {
    write: sink.write,
    async close() {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, bytes());
    },
  };
}

/** Copies what is written, since an encoder may reuse its bytes. */
function memorySink(): { sink: Sink; bytes: () => Buffer } {
  const parts: Uint8Array[] = [];
  const sink = { write: async (bytes: Uint8Array) => void parts.push(bytes.slice()), close: async () => {} };
  return { sink, bytes: () => Buffer.concat(parts) };
}

type ChunksOf = (dtype: Dtype) => Iterable<Chunk>;

type Described = Pick<Sample, "name" | "info" | "digest" | "splits" | "wideSplits">;

async function describeChunks(name: string, info: SampleInfo, chunks: ChunksOf): Promise<Described> {
  const digest = createDigest(info.length, info.splits, info.dtype);
  for (const chunk of chunks(info.dtype)) await digest.update(chunk);
  return {
    name,
    info,
    splits: collect(info, chunks(info.dtype)),
    wideSplits: collect({ ...info, dtype: "float64" }, chunks("float64")),
    digest: (await digest.finish()).digest,
  };
}

/** Templates whose labels are the limits of 32 bits and a negative number. */
const extremeLabels = {
  x: [
    [1, 2, 3, 4],
    [4, 3, 2, 1],
    [1, 3, 3, 1],
  ],
  t: [-1, -0.25, 0.25, 1],
  y: [-2147483648, 2147483647, -3],
};

/** All that a dataset can have beside train and test, x and y. */
const everything = {
  val_size: 17,
  shifts: { noisy: { iid_noise_scale: 0.3 }, far: { max_translation: 70, padding: [2, 4] } },
  factors: true,
  clean: true,
  label_noise: { fraction: 0.3 },
};

/** Datasets as the generator makes them. */
export const generatedSamples = await Promise.all([
  generatedSample("default parameters", {}),
  generatedSample("float64", { dtype: "float64" }),
  generatedSample("label noise, 7 points", { label_noise: { fraction: 0.3, mode: "flip" }, final_seq_length: 7 }),
  generatedSample("one point, float64, label noise", {
    label_noise: { fraction: 0.5 },
    final_seq_length: 1,
    dtype: "float64",
  }),
  generatedSample("13 points, shuffled", {
    final_seq_length: 13,
    shuffle_seq: true,
    num_samples: THOROUGH ? 503 : 103,
  }),
  generatedSample("no train examples", { train_split: 0, final_seq_length: 7 }),
  generatedSample("no test examples, float64, label noise", {
    train_split: 1,
    dtype: "float64",
    label_noise: { fraction: 0.1 },
  }),
  generatedSample("several chunks", { num_samples: 5200, final_seq_length: 3, label_noise: { fraction: 0.1 } }),
  generatedSample("all splits and columns", { ...everything, final_seq_length: 7 }),
  generatedSample("all splits and columns, float64, shuffled, blocked", {
    ...everything,
    ...{ final_seq_length: 3, dtype: "float64", shuffle_seq: true, engine: "blocked" },
  }),
  generatedSample("factors alone", { factors: true, final_seq_length: 1 }),
  generatedSample("labels at the limits of 32 bits", { templates: extremeLabels, label_noise: { fraction: 0.5 } }),
]);

/** What breaks encoders of numbers: signs of zero, subnormals, limits, and where decimal notation changes. */
const SPECIAL: Readonly<Record<Dtype, readonly number[]>> = {
  float32: [0, 2 ** -149, 2 ** -126 - 2 ** -149, 2 ** -126, 2 ** -24, 1 / 3, 16777216, 2 ** 128 - 2 ** 104].map(
    Math.fround,
  ),
  float64: [0, Number.MIN_VALUE, 2 ** -1022 - 2 ** -1074, 2 ** -1022, 1e-7, 0.1 + 0.2, 1e21, 1e23, Number.MAX_VALUE],
};

function specialValues(dtype: Dtype): Promise<Sample> {
  const values = SPECIAL[dtype].flatMap((value) => [value, -value]);
  return ramp(`special values, ${dtype}`, dtype, 5, [101, 40], 7, (i) => values[i % values.length]!);
}

/** A dataset of which value i, counted from 0 in each split, is `valueAt(i)`. */
function ramp(
  name: string,
  dtype: Dtype,
  length: number,
  [train, test]: [number, number],
  chunkRows: number,
  valueAt: (i: number) => number,
): Promise<Sample> {
  const info: SampleInfo = {
    config: { made: "by hand", sign: -0 },
    version: "0.0.0",
    length,
    dtype,
    splits: [
      { name: "train", rows: train },
      { name: "test", rows: test },
    ],
    t: Float64Array.from({ length }, (_, i) => i / -3),
    templates: digitTemplates,
    standardisation: { mean: -0, std: 1 / 3 },
    columns: COLUMNS.slice(0, 2),
  };
  function* chunks(type: Dtype): ReturnType<Examples["chunks"]> {
    const buffer = type === "float64" ? new Float64Array(chunkRows * length) : new Float32Array(chunkRows * length);
    for (const { name: split, rows: all } of info.splits) {
      for (let start = 0; start < all; start += chunkRows) {
        const rows = Math.min(chunkRows, all - start);
        const x = buffer.subarray(0, rows * length);
        for (let i = 0; i < x.length; i++) x[i] = valueAt(start * length + i);
        yield { split, start, rows, x, y: Int32Array.from({ length: rows }, (_, row) => (start + row) % 10) };
      }
    }
  }
  return handmadeSample(name, info, chunks);
}

/** All samples: generated ones and special values, in chunks that share one buffer as the generator's do. */
export const samples: readonly Sample[] = [
  ...generatedSamples,
  await specialValues("float32"),
  await specialValues("float64"),
];

/** Enough rows for two row groups of Parquet, the second of which goes on with test in a single file. */
export const twoRowGroups = (): Promise<Sample> =>
  ramp("two row groups", "float32", 2, [131_100, 10], 4096, (i) => (i % 9973) / 64);
