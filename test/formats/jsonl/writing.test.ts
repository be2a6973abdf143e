import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { columnsFrom, type FoundColumns } from "../support/columns.js";
import { expectAllSplits, expectSplit } from "../support/expect-columns.js";
import { type Sample, samples } from "../support/samples.js";
import { temporaryFolder } from "../support/temporary-folder.js";

describe("JSON Lines, read by JSON.parse", () => {
  it.each(samples)("cross-reader: $name", async (sample) => {
    const folder = await temporaryFolder();
    await sample.writeDirectory(folder, "jsonl");
    for (const { name: split } of sample.info.splits) {
      const text = await readFile(join(folder, `data/${split}-00000-of-00001.jsonl`), "utf8");
      expectSplit(columnsFromLines(text, sample, []), sample, split);
    }
    await sample.writeFile(join(folder, "single.jsonl"));
    const text = await readFile(join(folder, "single.jsonl"), "utf8");
    expectAllSplits(columnsFromLines(text, sample, ["split"]), sample);
    expect((await sample.stream("jsonl")).toString()).toBe(text);
  });
});

function columnsFromLines(text: string, { info }: Sample, last: readonly string[]): FoundColumns {
  const lines = text.split("\n");
  expect(lines.pop()).toBe("");
  const rows: Record<string, unknown>[] = lines.map((line) => JSON.parse(line));
  const names = [...info.columns.map(({ name }) => name), ...last];
  expect(new Set(rows.map((row) => Object.keys(row).join()))).toEqual(new Set(rows.length > 0 ? [names.join()] : []));
  const columns = info.columns.map(({ name, kind }) => {
    const values = rows.map((row) => row[name]);
    if (kind === "integer") return [name, values.map((value) => BigInt(value as number))];
    const isRounded = kind === "signal" && info.dtype === "float32";
    return [name, isRounded ? values.map((row) => (row as number[]).map(Math.fround)) : values];
  });
  const others = last.map((name) => [name, rows.map((row) => row[name])]);
  return columnsFrom(Object.fromEntries([...columns, ...others]), info.length);
}
