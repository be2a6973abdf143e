import type { Templates } from "../config/config.js";
import { int64FromLabels } from "../digest/bytes.js";
import type { Chunk, SplitName } from "../generate/examples.js";
import type { DatasetInfo, Encoder } from "./format.js";

export type ArrayValues = Float32Array | Float64Array | BigInt64Array;

/** An array of a dataset stored as named arrays. */
export interface NamedArray {
  readonly name: ArrayName;
  /** In NumPy's notation, always little-endian. */
  readonly descr: "f4" | "f8" | "i8";
  readonly shape: readonly number[];
  /** What of which examples it is; absent for arrays that come whole. */
  readonly of?: { readonly split: SplitName; readonly column: "x" | "y" | "yClean" };
  /** The values of an array that comes whole. */
  readonly values?: ArrayValues;
}

/** Writes arrays one after the other, each C order and little-endian. */
export interface ArrayWriter {
  begin(array: NamedArray): Promise<void>;
  /** The next values of the array that was begun. */
  append(values: ArrayValues): Promise<void>;
  end(): Promise<void>;
  /** After the last array. */
  finish(digest: string | undefined): Promise<void>;
}

/** The arrays that a dataset can be stored as, in the order of an archive. */
export const ARRAY_NAMES = [
  "x",
  "y",
  "y_clean",
  "x_test",
  "y_test",
  "t",
  "templates_x",
  "templates_t",
  "templates_y",
] as const;

export type ArrayName = (typeof ARRAY_NAMES)[number];

/** The arrays of a dataset; what it does not have (y_clean without label noise, an unknown t) is left out. */
export function namedArrays(info: DatasetInfo): NamedArray[] {
  const { length, t, templates } = info;
  const [train, test] = info.splits;
  const floats = info.dtype === "float64" ? "f8" : "f4";
  return [
    { name: "x", descr: floats, shape: [train.rows, length], of: { split: "train", column: "x" } },
    { name: "y", descr: "i8", shape: [train.rows], of: { split: "train", column: "y" } },
    ...(info.hasCleanLabels
      ? [{ name: "y_clean", descr: "i8", shape: [train.rows], of: { split: "train", column: "yClean" } } as const]
      : []),
    { name: "x_test", descr: floats, shape: [test.rows, length], of: { split: "test", column: "x" } },
    { name: "y_test", descr: "i8", shape: [test.rows], of: { split: "test", column: "y" } },
    ...(t ? [{ name: "t", descr: "f8", shape: [length], values: t } as const] : []),
    ...(templates ? templateArrays(templates) : []),
  ];
}

function templateArrays({ x, t, y }: Templates): NamedArray[] {
  const values = Float64Array.from(x.flatMap((row) => Array.from(row)));
  return [
    { name: "templates_x", descr: "f8", shape: [x.length, t.length], values },
    { name: "templates_t", descr: "f8", shape: [t.length], values: t },
    { name: "templates_y", descr: "i8", shape: [y.length], values: int64FromLabels(y) },
  ];
}

/**
 * An encoder for formats that store a dataset as named arrays, one after the other in the given order. x goes through
 * chunk by chunk; labels wait for their turn in memory, a byte each where that is enough for them.
 *
 * @param order x before x_test.
 */
export function encodeArrays(info: DatasetInfo, order: readonly ArrayName[], writer: ArrayWriter): Encoder {
  const [train, test] = info.splits;
  const makeLabels = labelArrayOf(info.templates);
  const labels = {
    train: { y: makeLabels(train.rows), yClean: makeLabels(info.hasCleanLabels ? train.rows : 0) },
    test: { y: makeLabels(test.rows), yClean: makeLabels(0) },
  };
  const arrays = namedArrays(info);
  const queue = order.map((name) => arrays.find((array) => array.name === name)).filter((array) => array !== undefined);
  let begun: NamedArray | undefined;

  async function end(): Promise<void> {
    if (begun !== undefined) await writer.end();
    begun = undefined;
  }

  /** Writes what comes before the examples of a split (or everything that is left), and begins those. */
  async function advanceTo(split: SplitName | undefined): Promise<void> {
    const isExamples = (array: NamedArray | undefined) => array?.of?.column === "x" && array.of.split === split;
    if (split !== undefined && isExamples(begun)) return;
    await end();
    for (let array = queue.shift(); array !== undefined; array = queue.shift()) {
      begun = array;
      await writer.begin(array);
      if (isExamples(array)) return;
      if (array.values !== undefined) await writer.append(array.values);
      else if (array.of!.column !== "x") await appendLabels(writer, labels[array.of!.split][array.of!.column]);
      await end();
    }
  }

  return {
    async write({ split, start, x, y, yClean }: Chunk) {
      await advanceTo(split);
      await writer.append(x);
      labels[split].y.set(y, start);
      if (yClean !== undefined && split === "train") labels.train.yClean.set(yClean, start);
    },
    async finish(digest) {
      await advanceTo(undefined);
      await writer.finish(digest);
    },
  };
}

type LabelArray = Int8Array | Int32Array;

/** What makes arrays for labels, small ones if all of them are known to be small. */
function labelArrayOf(templates: Templates | undefined): (rows: number) => LabelArray {
  const fitByte = templates?.y.every((label) => label >= -128 && label < 128) ?? false;
  return (rows) => (fitByte ? new Int8Array(rows) : new Int32Array(rows));
}

/** Labels that are widened at a time. */
const LABEL_STEP = 65_536;

async function appendLabels(writer: ArrayWriter, labels: LabelArray): Promise<void> {
  for (let start = 0; start < labels.length; start += LABEL_STEP) {
    await writer.append(int64FromLabels(Int32Array.from(labels.subarray(start, start + LABEL_STEP))));
  }
}

/** Elements of an array of this shape. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}
