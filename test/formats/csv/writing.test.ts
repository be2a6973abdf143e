import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { columnsFrom } from "../support/columns.js";
import { query } from "../support/duckdb.js";
import { expectAllSplits, expectSplit } from "../support/expect-columns.js";
import { type Sample, samples } from "../support/samples.js";
import { temporaryFolder } from "../support/temporary-folder.js";

describe("CSV, read by DuckDB", () => {
  it.each(samples)("cross-reader: $name", async (sample) => {
    const folder = await temporaryFolder();
    await sample.writeDirectory(folder, "csv");
    for (const { name: split } of sample.info.splits) {
      const columns = await readCsv(join(folder, `data/${split}-00000-of-00001.csv`), sample, []);
      expectSplit(columns, sample, split);
    }
    await sample.writeFile(join(folder, "single.csv"));
    expectAllSplits(await readCsv(join(folder, "single.csv"), sample, ["split"]), sample);
  });

  it("is the same text on standard output", async () => {
    const folder = await temporaryFolder();
    for (const sample of samples) {
      await sample.writeFile(join(folder, "single.csv"));
      expect((await sample.stream("csv")).equals(await readFile(join(folder, "single.csv")))).toBe(true);
    }
  });
});

async function readCsv(path: string, { info }: Sample, last: readonly string[]) {
  const signal = (name: string) => Array.from({ length: info.length }, (_, i) => `${name}${i}`);
  const types = { signal: info.dtype === "float32" ? "FLOAT" : "DOUBLE", integer: "BIGINT", real: "DOUBLE" };
  const fields = info.columns.flatMap(({ name, kind }) =>
    (kind === "signal" ? signal(name) : [name]).map((field) => [field, types[kind]]),
  );
  fields.push(...last.map((name) => [name, "VARCHAR"]));
  const typed = fields.map(([field, type]) => `'${field}': '${type}'`);
  const selected = info.columns.map(({ name, kind }) =>
    kind === "signal" ? `[${signal(name).join(", ")}] AS ${name}` : name,
  );
  expect((await readFile(path, "utf8")).split("\n", 1)[0]).toBe(fields.map(([field]) => field).join(","));
  const from = `read_csv('${path}', header = true, columns = {${typed.join(", ")}})`;
  return columnsFrom(await query(`SELECT ${[...selected, ...last].join(", ")} FROM ${from}`), info.length);
}
