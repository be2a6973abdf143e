import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { columnsFrom } from "./support/columns.js";
import { query } from "./support/duckdb.js";
import { expectBoth, expectSplit } from "./support/expect-columns.js";
import { type Sample, samples } from "./support/samples.js";
import { temporaryFolder } from "./support/temporary-folder.js";

describe("CSV, read by DuckDB", () => {
  it.each(samples)("cross-reader: $name", async (sample) => {
    const folder = await temporaryFolder();
    await sample.writeDirectory(folder, "csv");
    for (const split of ["train", "test"] as const) {
      const columns = await readCsv(join(folder, `data/${split}-00000-of-00001.csv`), sample, []);
      expectSplit(columns, sample, split);
    }
    await sample.writeFile(join(folder, "single.csv"));
    expectBoth(await readCsv(join(folder, "single.csv"), sample, ["split"]), sample);
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
  const names = [...Array(info.length).keys()].map((i) => `x${i}`);
  const others = ["y", ...(info.hasCleanLabels ? ["y_clean"] : []), ...last];
  const floats = info.dtype === "float32" ? "FLOAT" : "DOUBLE";
  const types = [...names, ...others].map((name) => `'${name}': '${/^x/.test(name) ? floats : TYPES[name]}'`);
  const from = `read_csv('${path}', header = true, columns = {${types.join(", ")}})`;
  expect((await readFile(path, "utf8")).split("\n", 1)[0]).toBe([...names, ...others].join(","));
  return columnsFrom(await query(`SELECT [${names.join(", ")}] AS x, ${others.join(", ")} FROM ${from}`), info.length);
}
const TYPES: Readonly<Record<string, string>> = { y: "BIGINT", y_clean: "BIGINT", split: "VARCHAR" };
