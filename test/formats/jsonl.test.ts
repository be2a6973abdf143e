import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Columns, columnsFrom } from "./support/columns.js";
import { expectBoth, expectSplit } from "./support/expect-columns.js";
import { type Sample, samples } from "./support/samples.js";
import { temporaryFolder } from "./support/temporary-folder.js";

describe("JSON Lines, read by JSON.parse", () => {
  it.each(samples)("cross-reader: $name", async (sample) => {
    const folder = await temporaryFolder();
    await sample.writeDirectory(folder, "jsonl");
    for (const split of ["train", "test"] as const) {
      const text = await readFile(join(folder, `data/${split}-00000-of-00001.jsonl`), "utf8");
      expectSplit(columnsFromLines(text, sample, []), sample, split);
    }
    await sample.writeFile(join(folder, "single.jsonl"));
    const text = await readFile(join(folder, "single.jsonl"), "utf8");
    expectBoth(columnsFromLines(text, sample, ["split"]), sample);
    expect((await sample.stream("jsonl")).toString()).toBe(text);
  });
});

function columnsFromLines(text: string, { info }: Sample, last: readonly string[]): Columns {
  const lines = text.split("\n");
  expect(lines.pop()).toBe("");
  const rows: Record<string, unknown>[] = lines.map((line) => JSON.parse(line));
  const names = ["x", "y", ...(info.hasCleanLabels ? ["y_clean"] : []), ...last];
  expect(new Set(rows.map((row) => Object.keys(row).join()))).toEqual(new Set(rows.length > 0 ? [names.join()] : []));
  const column = (name: string) => rows.map((row) => (/^y/.test(name) ? BigInt(row[name] as number) : row[name]));
  for (const row of rows) if (info.dtype === "float32") row.x = (row.x as number[]).map(Math.fround);
  return columnsFrom(Object.fromEntries(names.map((name) => [name, column(name)])), info.length);
}
