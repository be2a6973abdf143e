import type { Config } from "../../../src/config/config.js";
import { datasetInfo } from "../../../src/dataset/dataset-info.js";
import { digestOfConfig } from "../../../src/dataset/digest-of-config.js";
import type { DatasetInfo, FormatName } from "../../../src/formats/format.js";
import { formatNamed } from "../../../src/formats/registry.js";
import type { Chunk } from "../../../src/generate/examples.js";
import { generate } from "../../../src/generate/generate.js";

export interface EditedFile {
  readonly name: string;
  readonly edits: "nothing" | "data" | "metadata";
  readonly bytes: Uint8Array;
}

type Arrays = { x: Float32Array | Float64Array; y: Int32Array; yClean: Int32Array };

/** Exchanges the values that two rows have. */
function swapRows({ x, y, yClean }: Arrays, a: number, b: number): void {
  const length = x.length / y.length;
  for (let i = 0; i < length; i++) swapValues(x, a * length + i, b * length + i);
  swapValues(y, a, b);
  swapValues(yClean, a, b);
}

function swapValues(values: Arrays[keyof Arrays], a: number, b: number): void {
  const aside = values[a]!;
  values[a] = values[b]!;
  values[b] = aside;
}

const DATA_EDITS: Readonly<Record<string, (train: Arrays) => void>> = {
  "two rows swapped": (train) => swapRows(train, 2, 17),
  "the last bit of a value": ({ x }) => {
    new Uint8Array(x.buffer, x.byteOffset)[x.BYTES_PER_ELEMENT * 33]! ^= x instanceof Float32Array ? 1 : 16;
  },
  "the sign of a value": ({ x }) => {
    x[40]! *= -1;
  },
  "a label": ({ y }) => {
    y[3] = (y[3]! + 1) % 10;
  },
  "a label before label noise": ({ yClean }) => {
    yClean[3] = (yClean[3]! + 1) % 10;
  },
  "a row's values reversed": (train) => train.x.subarray(0, train.x.length / train.y.length).reverse(),
};

const other = `sha256:${"7".repeat(64)}`;

const METADATA_EDITS: Readonly<Record<string, (info: DatasetInfo, digest: string) => [Partial<DatasetInfo>, string]>> =
  {
    "a parameter": ({ config }, digest) => [{ config: { ...config, seed: 1 } }, digest],
    "a parameter without effect on the data": ({ config }, digest) => [
      { config: { ...config, num_samples: 49 } },
      digest,
    ],
    "a parameter that asks for a lot": ({ config }, digest) => [{ config: { ...config, template_len: 1e9 } }, digest],
    "the config's digest": (_, digest) => [{ configDigest: other }, digest],
    "the data's digest": () => [{}, other],
    "the time axis": ({ t }, digest) => [{ t: t!.map((time, i) => (i === 2 ? time + 2 ** -52 : time)) }, digest],
  };

/** Files that our own writers make, of data or metadata that is not what it should be; and one that is. */
export async function editedFiles(config: Config, format: FormatName): Promise<EditedFile[]> {
  const info = await datasetInfo(generate(config));
  const { digest } = await digestOfConfig(config);
  const files: EditedFile[] = [
    { name: "nothing", edits: "nothing", bytes: await written(config, format, info, digest) },
  ];
  for (const [name, edit] of Object.entries(DATA_EDITS)) {
    files.push({ name, edits: "data", bytes: await written(config, format, info, digest, edit) });
  }
  for (const [name, edit] of Object.entries(METADATA_EDITS)) {
    const [changes, stated] = edit(info, digest);
    files.push({ name, edits: "metadata", bytes: await written(config, format, { ...info, ...changes }, stated) });
  }
  return files;
}

async function written(
  config: Config,
  format: FormatName,
  info: DatasetInfo,
  digest: string,
  edit: (train: Arrays) => void = () => {},
): Promise<Uint8Array> {
  const { load, dtype = config.dtype } = formatNamed(format);
  const parts: Uint8Array[] = [];
  const sink = { write: async (bytes: Uint8Array) => void parts.push(bytes.slice()), close: async () => {} };
  const encoder = await (await load()).encodeFile!(sink, info);
  for (const chunk of generate(config).chunks({ dtype })) {
    await encoder.write(chunk.split === "train" ? editedChunk(chunk, edit) : chunk);
  }
  await encoder.finish(digest);
  return Buffer.concat(parts);
}

function editedChunk(chunk: Chunk, edit: (train: Arrays) => void): Chunk {
  const arrays = { x: chunk.x.slice(), y: chunk.y.slice(), yClean: (chunk.yClean ?? chunk.y).slice() };
  edit(arrays);
  return { ...chunk, x: arrays.x, y: arrays.y, ...(chunk.yClean && { yClean: arrays.yClean }) };
}
