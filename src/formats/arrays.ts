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
  const labels = {
    train: { y: new LabelColumn(train.rows), yClean: new LabelColumn(info.hasCleanLabels ? train.rows : 0) },
    test: { y: new LabelColumn(test.rows), yClean: new LabelColumn(0) },
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
      else if (array.of!.column !== "x") await labels[array.of!.split][array.of!.column].appendTo(writer);
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

/** Labels that are widened at a time. */
const LABEL_STEP = 65_536;

/** Labels that wait in memory: a byte each as long as that is enough for those that came. */
class LabelColumn {
  #labels: Int8Array | Int32Array;

  constructor(rows: number) {
    this.#labels = new Int8Array(rows);
  }

  set(labels: Int32Array, start: number): void {
    if (this.#labels instanceof Int8Array && !fitByte(labels)) this.#labels = Int32Array.from(this.#labels);
    this.#labels.set(labels, start);
  }

  async appendTo(writer: ArrayWriter): Promise<void> {
    for (let start = 0; start < this.#labels.length; start += LABEL_STEP) {
      await writer.append(int64FromLabels(Int32Array.from(this.#labels.subarray(start, start + LABEL_STEP))));
    }
  }
}

function fitByte(labels: Int32Array): boolean {
  for (let i = 0; i < labels.length; i++) if ((labels[i]! << 24) >> 24 !== labels[i]) return false;
  return true;
}

/** Elements of an array of this shape. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}
