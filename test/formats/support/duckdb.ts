import { DuckDBInstance } from "@duckdb/node-api";

/** The columns that a query gives, in the order of the file's rows. */
export async function query(sql: string): Promise<Record<string, unknown[]>> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  try {
    const result = await connection.runAndReadAll(sql);
    return result.getColumnsObjectJS();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
