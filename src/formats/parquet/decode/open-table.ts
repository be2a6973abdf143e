import type { Source } from "../../source.js";
import type { StoredRowGroup } from "./row-groups.js";
import type { TableColumns } from "./table-columns.js";

/** A file whose footer was read and checked. */
export interface OpenTable {
  readonly source: Source;
  /** Whether this product wrote it. */
  readonly isOwn: boolean;
  readonly columns: TableColumns;
  readonly groups: readonly StoredRowGroup[];
  /** Points per example. */
  readonly length: number;
  readonly rows: number;
}
