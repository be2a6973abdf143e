import type { Dtype, Templates } from "../config/config.js";
import { MAX_CLASSES, MAX_POINTS, MAX_TEMPLATE_VALUES } from "../config/limits.js";
import { type Chunk, defaultChunkRows, type Split, type SplitName } from "../generate/examples.js";
import type { StoredExamples, StoredMetadata } from "./format.js";
import { FormatError } from "./format-error.js";

/** An array of numbers in a file. */
export interface StoredArray {
  /** The file, or the member of it, as messages name it: `x.npy`, `data.npz: x`. */
  readonly path: string;
  /** Of integers that a label can be, or of floats. */
  readonly type: Dtype | "integer";
  readonly shape: readonly number[];
  /**
   * Reads values in C order, from element `start` on, until `target` is full, which the array must have; of a matrix,
   * whole rows. Reading on from where the last call ended is fast. Integers that 32 bits do not hold are a FormatError.
   */
  read(start: number, target: Float32Array | Float64Array | Int32Array): Promise<void>;
}

/** Arrays by the names of the original's dict; those of `templates` as `templates_x` and so on. */
export type StoredArrays = ReadonlyMap<string, StoredArray>;

/**
 * A dataset from its arrays: x and y, and where they are there x_test, y_test, y_clean, t and the templates.
 *
 * @param path the file or folder that has them, as messages name it.
 * @throws FormatError for arrays that are missing or do not fit together.
 */
export async function decodeArrays(
  arrays: StoredArrays,
  path: string,
  metadata: StoredMetadata,
): Promise<StoredExamples> {
  checkOurs(arrays, path, metadata);
  const parts = [await partOf(arrays, path, "train", "x", "y"), await partOf(arrays, path, "test", "x_test", "y_test")];
  const [first] = parts.filter((part) => part !== undefined);
  if (first === undefined) throw new FormatError(path, "has no array x, and none called x_test");
  const { length, dtype } = first;
  for (const part of parts) {
    if (part === undefined) continue;
    const { x } = part;
    if (part.length !== length)
      throw new FormatError(x.path, `has examples of ${part.length} points, and x of ${length}`);
    if (part.dtype !== dtype) throw new FormatError(x.path, `is ${part.dtype}, and x ${dtype}`);
  }
  const yClean = arrays.get("y_clean");
  const trainRows = parts[0]?.split.rows ?? 0;
  if (yClean !== undefined) checkShape(yClean, "integer", [trainRows]);
  const time = arrays.get("t");
  const t = time && (await smallArray(time, [length]));
  const templates = await storedTemplates(arrays);

  async function* chunks(): AsyncGenerator<Chunk, void, void> {
    const mostRows = Math.max(...parts.map((part) => part?.split.rows ?? 0));
    const capacity = Math.min(mostRows, defaultChunkRows(length));
    const buffer = dtype === "float64" ? new Float64Array(capacity * length) : new Float32Array(capacity * length);
    const labels = new Int32Array(capacity);
    const cleanLabels = new Int32Array(capacity);
    for (const part of parts) {
      if (part === undefined) continue;
      const { name, rows: all } = part.split;
      for (let start = 0; start < all; start += capacity) {
        const rows = Math.min(capacity, all - start);
        const x = buffer.subarray(0, rows * length);
        const y = labels.subarray(0, rows);
        const clean = name === "train" ? cleanLabels.subarray(0, rows) : y;
        const reads = [part.x.read(start * length, x), part.y.read(start, y)];
        if (yClean !== undefined && name === "train") reads.push(yClean.read(start, clean));
        await Promise.all(reads);
        yield { split: name, start, rows, x, y, ...(yClean && { yClean: clean }) };
      }
    }
  }

  return {
    metadata: { ...metadata, ...(t && { t }), ...(templates && { templates }) },
    length,
    dtype,
    splits: parts.filter((part) => part !== undefined).map(({ split }) => split),
    hasCleanLabels: yClean !== undefined,
    chunks,
    pathOf: (split) => parts.find((part) => part?.split.name === split)?.x.path ?? path,
  };
}

/** Files of ours have all that this product knows of a dataset: one that lacks some was damaged, or edited. */
function checkOurs(arrays: StoredArrays, path: string, { config, digest }: StoredMetadata): void {
  if (config === undefined) return;
  const missing = [];
  if (!arrays.has("t")) missing.push("t");
  if (!arrays.has("templates_x")) missing.push("templates");
  if (digest === undefined) missing.push("digest");
  if (missing.length > 0) throw new FormatError(path, `has a config, but no ${missing.join(" and no ")}`);
}

interface Part {
  readonly split: Split;
  readonly length: number;
  readonly dtype: Dtype;
  readonly x: StoredArray;
  readonly y: StoredArray;
}

/** The examples of one split; undefined if neither of its arrays is there. */
async function partOf(
  arrays: StoredArrays,
  path: string,
  name: SplitName,
  xName: string,
  yName: string,
): Promise<Part | undefined> {
  const [x, y] = [arrays.get(xName), arrays.get(yName)];
  if (x === undefined && y === undefined) return undefined;
  if (x === undefined) throw new FormatError(path, `has an array ${yName}, and no ${xName}`);
  if (y === undefined) throw new FormatError(path, `has an array ${xName}, and no ${yName}`);
  const [rows, length] = x.shape;
  if (x.type === "integer") throw new FormatError(x.path, `is an array of integers, not of float32 or float64`);
  if (rows === undefined || length === undefined || x.shape.length !== 2 || length < 1) {
    throw new FormatError(x.path, `has the shape (${x.shape.join(", ")}), not (examples, points)`);
  }
  if (length > MAX_POINTS) throw new FormatError(x.path, `has examples of ${length} points, and none has so many`);
  checkShape(y, "integer", [rows]);
  return { split: { name, rows }, length, dtype: x.type, x, y };
}

function checkShape(array: StoredArray, type: "integer" | "float", shape: readonly number[]): void {
  const isInteger = array.type === "integer";
  if (isInteger !== (type === "integer")) {
    throw new FormatError(array.path, `is an array of ${isInteger ? "integers" : array.type}, not of ${type}s`);
  }
  if (array.shape.join() !== shape.join()) {
    throw new FormatError(array.path, `has the shape (${array.shape.join(", ")}), not (${shape.join(", ")})`);
  }
}

async function smallArray(array: StoredArray, shape: readonly number[]): Promise<Float64Array<ArrayBuffer>> {
  // What a user gave the original package may be integers as well.
  checkShape(array, array.type === "integer" ? "integer" : "float", shape);
  const count = shape.reduce((product, n) => product * n, 1);
  if (count > MAX_TEMPLATE_VALUES)
    throw new FormatError(array.path, `has ${count} values, and no such array has so many`);
  const values = new Float64Array(count);
  await array.read(0, values);
  // Neither a manifest nor any text has a notation for others.
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new FormatError(array.path, `has ${values[bad]} at ${bad}, and times and templates are finite`);
  return values;
}

async function storedTemplates(arrays: StoredArrays): Promise<Templates | undefined> {
  const [x, t, y] = [arrays.get("templates_x"), arrays.get("templates_t"), arrays.get("templates_y")];
  if (x === undefined || t === undefined || y === undefined) {
    const some = x ?? t ?? y;
    if (some !== undefined) throw new FormatError(some.path, "is there without the other arrays of the templates");
    return undefined;
  }
  const [classes = 0, points = 0] = x.shape;
  if (classes < 1 || points < 1) throw new FormatError(x.path, "is an array without templates");
  if (classes > MAX_CLASSES) throw new FormatError(x.path, `has ${classes} templates, and no dataset has so many`);
  const values = await smallArray(x, [classes, points]);
  const times = await smallArray(t, [points]);
  checkShape(y, "integer", [classes]);
  const labels = new Int32Array(classes);
  await y.read(0, labels);
  const rows = Array.from(labels, (_, i) => values.subarray(i * points, (i + 1) * points));
  return { x: rows, t: times, y: Array.from(labels) };
}
