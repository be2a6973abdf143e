import type { Config, Dtype } from "../config/config.js";
import { copyFloats, type Floats, newFloats } from "../numeric/floats.js";

/** What a dataset has of each example, in arrays of so many rows. */
export interface Columns<D extends Dtype = Dtype> {
  /** Shape (rows, length), C order; standardised. */
  readonly x: Floats<D>;
  /** Labels, shape (rows,). */
  readonly y: Int32Array;
  /** Labels before label noise, which is in train alone; only in a dataset that has label noise. */
  readonly yClean?: Int32Array;
  /** The examples without noise, standardised as x is; of a dataset with `clean`. */
  readonly xClean?: Floats<D>;
  /** What was drawn for each example, of a dataset with `factors`: the zeros that were appended to the template, … */
  readonly padding?: Int32Array;
  /** … the factor of its amplitude, … */
  readonly scale?: Float64Array;
  /** … the points that it was rotated by, … */
  readonly translation?: Int32Array;
  /** … and the slope of the line that was subtracted. */
  readonly shear?: Float64Array;
}

export type ColumnField = keyof Columns;

/** What was drawn. */
export type Factors = Pick<Columns, "padding" | "scale" | "translation" | "shear">;

/** What is known of a column. */
export interface Column {
  /** In TypeScript. */
  readonly field: ColumnField;
  /** In files. */
  readonly name: string;
  /** A signal is a row of `length` floats of the dataset's type; integers have 32 bits, and 64 in files; reals are float64. */
  readonly kind: "signal" | "integer" | "real";
}

/** All columns, in the order that every format has them in. */
export const COLUMNS: readonly Column[] = [
  { field: "x", name: "x", kind: "signal" },
  { field: "y", name: "y", kind: "integer" },
  { field: "yClean", name: "y_clean", kind: "integer" },
  { field: "xClean", name: "x_clean", kind: "signal" },
  { field: "padding", name: "padding", kind: "integer" },
  { field: "scale", name: "scale", kind: "real" },
  { field: "translation", name: "translation", kind: "integer" },
  { field: "shear", name: "shear", kind: "real" },
];

const FACTORS: ReadonlySet<ColumnField> = new Set(["padding", "scale", "translation", "shear"]);

/** The columns of what is drawn, which a config's examples have. */
export function factorsOf(config: Config): readonly Column[] {
  return columnsOf(config).filter(({ field }) => FACTORS.has(field));
}

/** The columns that a config's examples have. */
export function columnsOf(config: Config): readonly Column[] {
  return COLUMNS.filter(({ field }) => {
    if (field === "yClean") return config.labelNoise !== undefined;
    if (field === "xClean") return config.clean;
    return config.factors || !FACTORS.has(field);
  });
}

/** Values of a column in a row. @param length points per example. */
export function valuesPerRow({ kind }: Column, length: number): number {
  return kind === "signal" ? length : 1;
}

/** Bytes of a value in memory. */
export function bytesPerValue({ kind }: Column, dtype: Dtype): number {
  return kind === "real" || (kind === "signal" && dtype === "float64") ? 8 : 4;
}

/** Bytes of a row in memory. */
export function bytesPerRow(columns: readonly Column[], length: number, dtype: Dtype): number {
  return columns.reduce((sum, column) => sum + valuesPerRow(column, length) * bytesPerValue(column, dtype), 0);
}

/** New arrays for rows. @param length points per example. */
export function newColumns(columns: readonly Column[], rows: number, length: number, dtype: Dtype): Columns {
  const arrays = columns.map(({ field, kind }) => {
    if (kind === "signal") return [field, newFloats(dtype, rows * length)];
    return [field, kind === "real" ? new Float64Array(rows) : new Int32Array(rows)];
  });
  return Object.fromEntries(arrays) as Columns;
}

/** Some rows, in the memory of all. */
export function sliceColumns(columns: Columns, length: number, first: number, rows: number): Columns {
  const arrays: Record<string, unknown> = {};
  for (const column of COLUMNS) {
    const values = columns[column.field];
    const perRow = valuesPerRow(column, length);
    if (values !== undefined) arrays[column.field] = values.subarray(first * perRow, (first + rows) * perRow);
  }
  return arrays as unknown as Columns;
}

/** Rows with their signals as float32, in new memory if they are not. */
export function asFloat32<Rows extends Columns>(rows: Rows): Rows {
  if (rows.x instanceof Float32Array) return rows;
  const narrow = (values: Floats) => {
    const floats = new Float32Array(values.length);
    copyFloats(floats, values);
    return floats;
  };
  return { ...rows, x: narrow(rows.x), ...(rows.xClean && { xClean: narrow(rows.xClean) }) };
}

/** Copies rows into others of the same columns, whose signals may be of the other type. @param at the row of the target that they begin at. */
export function copyColumns(source: Columns, target: Columns, length: number, at: number): void {
  for (const column of COLUMNS) {
    const [values, into] = [source[column.field], target[column.field]];
    if (values === undefined || into === undefined) continue;
    const offset = at * valuesPerRow(column, length);
    if (column.kind === "integer") into.set(values, offset);
    else copyFloats(into as Floats, values as Floats, offset);
  }
}
