import { int64FromLabels } from "../digest/bytes.js";
import type { Chunk, SplitName } from "../generate/examples.js";
import type { DatasetInfo, Encoder } from "./format.js";

export type ArrayValues = Float32Array | Float64Array | BigInt64Array;

/** An array of a dataset stored as named arrays. */
export interface NamedArray {
  readonly name: string;
  /** In NumPy's notation, always little-endian. */
  readonly descr: "f4" | "f8" | "i8";
  readonly shape: readonly number[];
  /** The split whose examples it is; absent for arrays that are small and come whole. */
  readonly examplesOf?: SplitName;
  /** Its values, asked for when all examples before it have passed by. */
  readonly values?: () => ArrayValues;
}

/** Writes arrays one after the other, each C order and little-endian. */
export interface ArrayWriter {
  begin(array: NamedArray): Promise<void>;
  /** The next values of the array that was begun. */
  append(values: ArrayValues): Promise<void>;
  end(): Promise<void>;
  /** After the last array. */
  finish(digest: string): Promise<void>;
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

/**
 * An encoder for formats that store a dataset as named arrays, one after the other in the given order. x goes through
 * chunk by chunk; labels, which are small, wait for their turn.
 *
 * @param order x before x_test; what a dataset does not have (y_clean without label noise, an unknown t) is left out.
 */
export function encodeArrays(info: DatasetInfo, order: readonly ArrayName[], writer: ArrayWriter): Encoder {
  const [train, test] = info.splits;
  const labels = {
    y: { train: new Int32Array(train.rows), test: new Int32Array(test.rows) },
    yClean: new Int32Array(info.hasCleanLabels ? train.rows : 0),
  };
  const { t, templates } = info;
  const floats = info.dtype === "float64" ? "f8" : "f4";
  const arrays: Record<ArrayName, NamedArray | undefined> = {
    x: { name: "x", descr: floats, shape: [train.rows, info.length], examplesOf: "train" },
    x_test: { name: "x_test", descr: floats, shape: [test.rows, info.length], examplesOf: "test" },
    y: integers("y", () => labels.y.train),
    y_test: integers("y_test", () => labels.y.test),
    y_clean: info.hasCleanLabels ? integers("y_clean", () => labels.yClean) : undefined,
    t: t && { name: "t", descr: "f8", shape: [info.length], values: () => t },
    templates_x: templates && {
      name: "templates_x",
      descr: "f8",
      shape: [templates.x.length, templates.t.length],
      values: () => Float64Array.from(templates.x.flatMap((row) => Array.from(row))),
    },
    templates_t: templates && {
      name: "templates_t",
      descr: "f8",
      shape: [templates.t.length],
      values: () => templates.t,
    },
    templates_y: templates && integers("templates_y", () => templates.y),
  };

  const queue = order.map((name) => arrays[name]).filter((array) => array !== undefined);
  let begun: NamedArray | undefined;

  async function end(): Promise<void> {
    if (begun !== undefined) await writer.end();
    begun = undefined;
  }

  /** Writes what comes before the examples of a split (or everything that is left), and begins those. */
  async function advanceTo(split: SplitName | undefined): Promise<void> {
    if (split !== undefined && begun?.examplesOf === split) return;
    await end();
    for (let array = queue.shift(); array !== undefined; array = queue.shift()) {
      begun = array;
      await writer.begin(array);
      if (split !== undefined && array.examplesOf === split) return;
      if (array.values !== undefined) await writer.append(array.values());
      await end();
    }
  }

  return {
    async write(chunk: Chunk) {
      await advanceTo(chunk.split);
      await writer.append(chunk.x);
      labels.y[chunk.split].set(chunk.y, chunk.start);
      if (chunk.yClean !== undefined && chunk.split === "train") labels.yClean.set(chunk.yClean, chunk.start);
    },
    async finish(digest) {
      await advanceTo(undefined);
      await writer.finish(digest);
    },
  };
}

function integers(name: string, labels: () => Int32Array | readonly number[]): NamedArray {
  return { name, descr: "i8", shape: [labels().length], values: () => int64FromLabels(labels()) };
}

/** Elements of an array of this shape. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}
