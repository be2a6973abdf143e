import type { Table } from "apache-arrow";
import { columnsFrom, type FoundColumns } from "./columns.js";

/** The columns of a table of apache-arrow. */
export function columnsFromArrow(table: Table, length: number): FoundColumns {
  const columns = table.schema.names.map((name) => [name, Array.from(table.getChild(name)!, plain)]);
  return columnsFrom(Object.fromEntries(columns), length);
}

/** Lists come as vectors. */
function plain(value: unknown): unknown {
  const isList = typeof value === "object" && value !== null && "toArray" in value;
  return isList ? (value as { toArray(): ArrayLike<number> }).toArray() : value;
}
