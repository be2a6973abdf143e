import { isSplitName, type SplitName } from "../config/split-names.js";
import { int64FromLabels } from "../digest/bytes.js";
import { bytesPerRow, COLUMNS, type Column, type ColumnField, type Columns } from "../generate/columns.js";
import { rowCount, type Split } from "../generate/examples.js";
import { copyFloats, type Floats, newFloats } from "../numeric/floats.js";
import type { DatasetInfo, Encoder } from "./format.js";

export type ArrayValues = Float32Array | Float64Array | BigInt64Array;

/** An array of a dataset stored as named arrays. */
export interface NamedArray {
  readonly name: string;
  /** In NumPy's notation, always little-endian. */
  readonly descr: "f4" | "f8" | "i8";
  readonly shape: readonly number[];
  /** What of which examples it is; absent for arrays that come whole. */
  readonly of?: ArrayRole;
  /** The values of an array that comes whole. */
  readonly values?: ArrayValues;
}

/** What an array has of which examples. */
export interface ArrayRole {
  readonly split: SplitName;
  readonly column: Column;
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

/** The arrays that are not of examples. */
export const OTHER_ARRAYS: readonly string[] = ["t", "templates_x", "templates_t", "templates_y"];

/** Those of them that a dataset has. */
export function otherArrays({ t, templates }: Pick<DatasetInfo, "t" | "templates">): readonly string[] {
  return OTHER_ARRAYS.filter((name) => (name === "t" ? t : templates) !== undefined);
}

/** The name of a column of a split: that of the column, and of other splits than train with `_val`, `_test`, … behind it. */
export function arrayName({ name }: Pick<Column, "name">, split: SplitName): string {
  return split === "train" ? name : `${name}_${split === "validation" ? "val" : split}`;
}

/** What an array has by its name; undefined for one that is not of examples. */
export function roleOf(name: string): ArrayRole | undefined {
  for (const column of COLUMNS) {
    if (name === column.name) return { split: "train", column };
    if (!name.startsWith(`${column.name}_`)) continue;
    const suffix = name.slice(column.name.length + 1);
    const split = suffix === "val" ? "validation" : suffix;
    const isOther = suffix === "val" || suffix === "test" || suffix.startsWith("test_");
    if (isOther && isSplitName(split) && column.field !== "yClean") return { split, column };
  }
  return undefined;
}

/** The names that arrays can have, in words. */
export const ARRAY_NAMES_TEXT: string = `${COLUMNS.map(({ name }) => name).join(", ")}, those of other splits as x_val, x_test or x_test_<shift>, and ${OTHER_ARRAYS.join(", ")}`;

/** An array of examples, and how many it has. */
export interface ExampleArray extends ArrayRole {
  readonly name: string;
  readonly rows: number;
}

/** The arrays of a dataset's examples. y_clean is of train alone, as the true labels of other splits are their y. */
export function exampleArrays(
  { splits, columns }: Pick<DatasetInfo, "splits" | "columns">,
  order: ArrayOrder = "by split",
): ExampleArray[] {
  const arrayOf = ({ name: split, rows }: Split, column: Column) => {
    return { name: arrayName(column, split), split, column, rows };
  };
  const all =
    order === "by split"
      ? splits.flatMap((split) => columns.map((column) => arrayOf(split, column)))
      : columns.flatMap((column) => splits.map((split) => arrayOf(split, column)));
  return all.filter(({ split, column }) => split === "train" || column.field !== "yClean");
}

/** The order of arrays: those of a split together, as in archives, or those of a column, as in the original's dict. */
export type ArrayOrder = "by split" | "by column";

/** The arrays of a dataset; what it does not have (y_clean without label noise, an unknown t) is left out. */
export function namedArrays(info: DatasetInfo, order: ArrayOrder = "by split"): NamedArray[] {
  const { length, dtype, t, templates } = info;
  const floats = dtype === "float64" ? "f8" : "f4";
  const arrays = exampleArrays(info, order).map(({ name, split, column, rows }): NamedArray => {
    const descr = ({ signal: floats, integer: "i8", real: "f8" } as const)[column.kind];
    const shape = column.kind === "signal" ? [rows, length] : [rows];
    return { name, descr, shape, of: { split, column } };
  });
  if (t) arrays.push({ name: "t", descr: "f8", shape: [length], values: t });
  if (templates) {
    const { x, t: times, y } = templates;
    const values = Float64Array.from(x.flatMap((row) => Array.from(row)));
    arrays.push({ name: "templates_x", descr: "f8", shape: [x.length, times.length], values });
    arrays.push({ name: "templates_t", descr: "f8", shape: [times.length], values: times });
    arrays.push({ name: "templates_y", descr: "i8", shape: [y.length], values: int64FromLabels(y) });
  }
  return arrays;
}

/**
 * An encoder for formats that store a dataset as named arrays, one after the other. x goes through chunk by chunk; the
 * other columns wait for their turn in memory, labels in a byte each where that is enough for them.
 */
export function encodeArrays(info: DatasetInfo, order: ArrayOrder, writer: ArrayWriter): Encoder {
  const queue = namedArrays(info, order);
  const waiting = new Map<SplitName, Map<ColumnField, WaitingColumn>>();
  for (const { of, shape } of queue) {
    if (of === undefined || of.column.field === "x") continue;
    const own = waiting.get(of.split) ?? new Map<ColumnField, WaitingColumn>();
    waiting.set(of.split, own.set(of.column.field, waitingColumn(of.column, elementCount(shape), info)));
  }
  let begun: NamedArray | undefined;

  /** Writes what comes before the examples of a split (or everything that is left), and begins those. */
  async function advanceTo(split: SplitName | undefined): Promise<void> {
    const isWanted = () => begun?.of?.column.field === "x" && begun.of.split === split;
    while (!isWanted()) {
      if (begun !== undefined) await writer.end();
      begun = queue.shift();
      if (begun === undefined) return;
      await writer.begin(begun);
      if (begun.values !== undefined) await writer.append(begun.values);
      else if (begun.of !== undefined) await waiting.get(begun.of.split)?.get(begun.of.column.field)?.appendTo(writer);
    }
  }

  return {
    dtype: info.dtype,
    async write(chunk) {
      await advanceTo(chunk.split);
      await writer.append(chunk.x);
      for (const [field, column] of waiting.get(chunk.split) ?? []) column.set(chunk[field]!, chunk.start);
    },
    async finish(digest) {
      await advanceTo(undefined);
      await writer.finish(digest);
    },
  };
}

/** Bytes of the columns that `encodeArrays` holds at most: of integers those of one byte a value. */
export function waitingBytes({
  splits,
  columns,
  length,
  dtype,
}: Pick<DatasetInfo, "splits" | "columns" | "length" | "dtype">): number {
  const waiting = columns.filter(({ field }) => field !== "x");
  const perRow = waiting.map((column) => (column.kind === "integer" ? 1 : bytesPerRow([column], length, dtype)));
  return rowCount(splits) * perRow.reduce((sum, bytes) => sum + bytes, 0);
}

/** A column that is written after others of its rows. */
interface WaitingColumn {
  set(values: Columns[ColumnField] & {}, startRow: number): void;
  appendTo(writer: ArrayWriter): Promise<void>;
}

function waitingColumn({ kind }: Column, values: number, { length, dtype }: DatasetInfo): WaitingColumn {
  if (kind === "integer") return new LabelColumn(values);
  const all = newFloats(kind === "real" ? "float64" : dtype, values);
  return {
    set: (part, startRow) => copyFloats(all, part as Floats, startRow * (kind === "signal" ? length : 1)),
    appendTo: (writer) => writer.append(all),
  };
}

/** Labels that are widened at a time. */
const LABEL_STEP = 65_536;

/** Labels that wait in memory: a byte each as long as that is enough for those that came. */
class LabelColumn implements WaitingColumn {
  #labels: Int8Array | Int32Array;

  constructor(rows: number) {
    this.#labels = new Int8Array(rows);
  }

  set(values: Columns[ColumnField] & {}, start: number): void {
    const labels = values as Int32Array;
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
