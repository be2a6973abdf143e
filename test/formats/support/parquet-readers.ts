import { readFile } from "node:fs/promises";
import { tableFromIPC } from "apache-arrow";
import { parquetMetadata, parquetReadObjects, parquetSchema } from "hyparquet";
import { readParquet } from "parquet-wasm/node";
import { ParquetReader } from "parquetjs-lite";
import { columnsFromArrow } from "./arrow-columns.js";
import { columnsFrom, type FoundColumns } from "./columns.js";
import { query } from "./duckdb.js";

type ReadTable = (path: string, length: number) => Promise<FoundColumns>;

/** Readers of Parquet that others wrote: two in JavaScript, the one in Rust, and DuckDB's in C++. */
export const parquetReaders: Readonly<Record<string, ReadTable>> = {
  hyparquet: async (path, length) => {
    const file = Uint8Array.from(await readFile(path)).buffer;
    const rows = await parquetReadObjects({ file });
    const names = parquetSchema(parquetMetadata(file)).children.map((child) => child.element.name);
    return columnsFrom(pivot(rows, names), length);
  },

  "parquetjs-lite": async (path, length) => {
    const reader = await ParquetReader.openFile(path);
    const cursor = reader.getCursor();
    const rows: Record<string, unknown>[] = [];
    for (let group = await cursor.nextRowGroup(); group !== null; group = await cursor.nextRowGroup()) {
      // It shows the three levels of a list as they are in the file.
      for (const row of group) rows.push(withoutLevels(row));
    }
    await reader.close();
    return columnsFrom(pivot(rows, Object.keys(reader.getSchema().schema)), length);
  },

  "parquet-wasm": async (path, length) => {
    const table = readParquet(await readFile(path));
    return columnsFromArrow(tableFromIPC(table.intoIPCStream()), length);
  },

  DuckDB: async (path, length) => columnsFrom(await query(`SELECT * FROM read_parquet('${path}')`), length),
};

function pivot(rows: readonly Record<string, unknown>[], names: readonly string[]): Record<string, unknown[]> {
  return Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])]));
}

function withoutLevels(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const isList = (value: unknown): value is { list: { element: number }[] } =>
    typeof value === "object" && value !== null;
  const entries = Object.entries(row).map(([name, value]) => [
    name,
    isList(value) ? value.list.map(({ element }) => element) : value,
  ]);
  return Object.fromEntries(entries);
}
