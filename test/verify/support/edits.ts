import type { Config } from "../../../src/config/config.js";
import { digestOfConfig } from "../../../src/dataset/build-dataset.js";
import { datasetInfo } from "../../../src/dataset/write/encode.js";
import type { DatasetInfo, FormatName } from "../../../src/formats/format.js";
import { formatNamed } from "../../../src/formats/registry.js";
import type { Column, Columns } from "../../../src/generate/columns.js";
import type { Examples, SplitName } from "../../../src/generate/examples.js";
import { generate } from "../../../src/generate/generate.js";
import { dealt } from "../../support/thorough.js";

export interface EditedFile {
  readonly name: string;
  readonly edits: "nothing" | "data" | "metadata";
  readonly bytes: Uint8Array;
}

/** A change of some values of a split, in place. */
interface DataEdit {
  readonly name: string;
  readonly split: SplitName;
  change(columns: Columns): void;
}

/** Changes the values of a row as little as is possible, or of a signal as little as is noticed beside float32. */
function changeRow({ field, kind }: Column, columns: Columns, row: number): void {
  const values = columns[field]!;
  if (kind === "integer") {
    values[row] = (values[row]! + 1) % 10;
    return;
  }
  const length = columns.x.length / columns.y.length;
  const [at, bit] = kind === "real" ? [row, 1] : [row * length + 3, values instanceof Float32Array ? 1 : 16];
  new Uint8Array(values.buffer, values.byteOffset)[values.BYTES_PER_ELEMENT * at]! ^= bit;
}

/** Exchanges the values that two rows have. */
function swapRows(columns: Columns, a: number, b: number): void {
  const rows = columns.y.length;
  for (const values of Object.values(columns) as Float64Array[]) {
    const perRow = values.length / rows;
    for (let i = 0; i < perRow; i++) swapValues(values, a * perRow + i, b * perRow + i);
  }
}

function swapValues(values: Float64Array, a: number, b: number): void {
  const aside = values[a]!;
  values[a] = values[b]!;
  values[b] = aside;
}

function dataEdits({ splits, columns }: Examples): DataEdit[] {
  const ofColumns = splits.flatMap(({ name: split }) =>
    columns
      .filter(({ field }) => field !== "yClean" || split === "train") // of others, not all formats have it
      .map((column): DataEdit => {
        return { name: `${column.name} of ${split}`, split, change: (rows) => changeRow(column, rows, 2) };
      }),
  );
  return [
    ...ofColumns,
    { name: "two rows swapped", split: "train", change: (train) => swapRows(train, 2, 17) },
    { name: "two rows of a shifted split swapped", split: "test_far", change: (rows) => swapRows(rows, 0, 5) },
    {
      name: "the sign of a value",
      split: "train",
      change: ({ x }) => {
        x[40]! *= -1;
      },
    },
    {
      name: "a row's values reversed",
      split: "train",
      change: ({ x, y }) => void x.subarray(0, x.length / y.length).reverse(),
    },
    {
      name: "two columns swapped",
      split: "validation",
      change: ({ padding, translation }) => {
        const aside = padding!.slice();
        padding!.set(translation!);
        translation!.set(aside);
      },
    },
  ];
}

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
    "the mean that was subtracted": ({ standardisation }, digest) => [
      { standardisation: { ...standardisation!, mean: standardisation!.mean + 2 ** -52 } },
      digest,
    ],
    "the standard deviation": ({ standardisation }, digest) => [
      { standardisation: { ...standardisation!, std: standardisation!.std * 2 } },
      digest,
    ],
    "a shift": ({ config }, digest) => [
      { config: { ...config, shifts: { ...(config!.shifts as object), far: { max_translation: 69 } } } },
      digest,
    ],
    "names of classes": ({ config }, digest) => [{ config: { ...config, class_names: [..."abcdefghij"] } }, digest],
    "the time axis": ({ t }, digest) => [{ t: t!.map((time, i) => (i === 2 ? time + 2 ** -52 : time)) }, digest],
  };

/** Files that our own writers make, of data or metadata that is not what it should be; and one that is. Else than in CI, some. */
export async function editedFiles(config: Config, format: FormatName): Promise<EditedFile[]> {
  const examples = generate(config);
  const info = await datasetInfo(examples);
  const { digest } = await digestOfConfig(config);
  const files: EditedFile[] = [
    { name: "nothing", edits: "nothing", bytes: await written(examples, format, info, digest) },
  ];
  for (const edit of dealt(dataEdits(examples), 8)) {
    files.push({ name: edit.name, edits: "data", bytes: await written(examples, format, info, digest, edit) });
  }
  for (const [name, edit] of dealt(Object.entries(METADATA_EDITS), 3)) {
    const [changes, stated] = edit(info, digest);
    files.push({ name, edits: "metadata", bytes: await written(examples, format, { ...info, ...changes }, stated) });
  }
  return files;
}

async function written(
  examples: Examples,
  format: FormatName,
  info: DatasetInfo,
  digest: string,
  edit?: DataEdit,
): Promise<Uint8Array> {
  const { load, dtype = examples.dtype } = formatNamed(format);
  const parts: Uint8Array[] = [];
  const sink = { write: async (bytes: Uint8Array) => void parts.push(bytes.slice()), close: async () => {} };
  const encoder = await (await load()).encodeFile!(sink, info);
  for (const chunk of examples.chunks({ dtype })) {
    const { split, start, rows, ...columns } = chunk;
    if (split === edit?.split) edit.change(columns);
    await encoder.write({ split, start, rows, ...columns });
  }
  await encoder.finish(digest);
  return Buffer.concat(parts);
}
