import type { Dtype, Templates } from "../config/config.js";
import { MAX_CLASSES, MAX_POINTS, MAX_TEMPLATE_VALUES } from "../config/limits.js";
import { compareSplits, type SplitName } from "../config/split-names.js";
import { COLUMNS, type Column, type ColumnField, newColumns, valuesPerRow } from "../generate/columns.js";
import { type Chunk, chunkIn, defaultChunkRows, type Split } from "../generate/examples.js";
import { arrayName, elementCount, roleOf } from "./arrays.js";
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
 * A dataset from its arrays: x and y, and where they are there those of other splits and columns, t and the templates.
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
  const parts = partsOf(arrays, path);
  const [first] = parts;
  if (first === undefined) throw new FormatError(path, "has no array x, and none called x_test");
  const { length, dtype } = first;
  const columns = COLUMNS.filter(({ field }) => parts.some((part) => part.arrays.has(field)));
  const firstX = arrayName({ name: "x" }, first.split.name);
  for (const { split, arrays: own, ...part } of parts) {
    const x = own.get("x")!;
    if (part.length !== length)
      throw new FormatError(x.path, `has examples of ${part.length} points, and ${firstX} of ${length}`);
    if (part.dtype !== dtype) throw new FormatError(x.path, `is ${part.dtype}, and ${firstX} ${dtype}`);
    for (const column of columns) {
      const array = own.get(column.field);
      if (array !== undefined) checkColumn(column, array, split, part);
      else if (column.field !== "yClean" || split.name === "train") throw missingArray(column, split.name, parts, path);
    }
  }
  const time = arrays.get("t");
  const t = time && (await smallArray(time, [length]));
  const templates = await storedTemplates(arrays);

  async function* chunks(): AsyncGenerator<Chunk, void, void> {
    const capacity = Math.min(Math.max(...parts.map(({ split }) => split.rows)), defaultChunkRows(length));
    const memory = newColumns(columns, capacity, length, dtype);
    for (const { split, arrays: own } of parts) {
      for (let start = 0; start < split.rows; start += capacity) {
        const rows = Math.min(capacity, split.rows - start);
        const chunk = chunkIn(memory, length, { split: split.name, start, rows });
        await Promise.all(
          columns.map((column) =>
            own.get(column.field)?.read(start * valuesPerRow(column, length), chunk[column.field]!),
          ),
        );
        // Labels before label noise are stored where there is noise.
        yield chunk.yClean !== undefined && !own.has("yClean") ? { ...chunk, yClean: chunk.y } : chunk;
      }
    }
  }

  return {
    metadata: { ...metadata, ...(t && { t }), ...(templates && { templates }) },
    length,
    dtype,
    splits: parts.map(({ split }) => split),
    columns,
    chunks,
    pathOf(name, _row, field = "x") {
      const own = parts.find(({ split }) => split.name === name)?.arrays;
      return (own?.get(field) ?? own?.get("x"))?.path ?? path;
    },
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

/** The arrays of one split. */
interface Part {
  readonly split: Split;
  readonly length: number;
  readonly dtype: Dtype;
  readonly arrays: ReadonlyMap<ColumnField, StoredArray>;
}

/** The splits that there are arrays of, in their order. */
function partsOf(arrays: StoredArrays, path: string): Part[] {
  const bySplit = new Map<SplitName, Map<ColumnField, StoredArray>>();
  for (const [name, array] of arrays) {
    const role = roleOf(name);
    if (role === undefined) continue;
    const own = bySplit.get(role.split) ?? new Map<ColumnField, StoredArray>();
    bySplit.set(role.split, own.set(role.column.field, array));
  }
  const names = [...bySplit.keys()].sort(compareSplits);
  return names.map((name) => partOf(name, bySplit.get(name)!, path));
}

function partOf(name: SplitName, arrays: ReadonlyMap<ColumnField, StoredArray>, path: string): Part {
  const [x, y] = [arrays.get("x"), arrays.get("y")];
  const [xName, yName] = ["x", "y"].map((column) => arrayName({ name: column }, name));
  if (x === undefined) throw new FormatError(path, `has arrays of ${name}, and no ${xName}`);
  if (y === undefined) throw new FormatError(path, `has an array ${xName}, and no ${yName}`);
  const [rows, length] = x.shape;
  if (x.type === "integer") throw new FormatError(x.path, `is an array of integers, not of float32 or float64`);
  if (rows === undefined || length === undefined || x.shape.length !== 2 || length < 1) {
    throw new FormatError(x.path, `has the shape (${x.shape.join(", ")}), not (examples, points)`);
  }
  if (length > MAX_POINTS) throw new FormatError(x.path, `has examples of ${length} points, and none has so many`);
  return { split: { name, rows }, length, dtype: x.type, arrays };
}

/** The error that a column is there of other splits than one. */
function missingArray(column: Column, split: SplitName, parts: readonly Part[], path: string): FormatError {
  const other = parts.find((part) => part.arrays.has(column.field))!.split.name;
  return new FormatError(path, `has an array ${arrayName(column, other)}, and no ${arrayName(column, split)}`);
}

/** Makes sure that a column is of the right type and shape. @throws FormatError */
function checkColumn(
  { kind }: Column,
  array: StoredArray,
  split: Split,
  { length, dtype }: Pick<Part, "length" | "dtype">,
): void {
  checkShape(array, kind === "integer" ? "integer" : "float", kind === "signal" ? [split.rows, length] : [split.rows]);
  const expected = kind === "integer" ? "integer" : kind === "real" ? "float64" : dtype;
  if (array.type !== expected) throw new FormatError(array.path, `is ${array.type}, not ${expected}`);
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
  const count = elementCount(shape);
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
