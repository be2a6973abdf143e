import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { expectSameValues } from "./support/columns.js";
import { samples } from "./support/samples.js";
import { temporaryFolder } from "./support/temporary-folder.js";

interface Dict {
  readonly x: number[][];
  readonly x_test: number[][];
  readonly y: number[];
  readonly y_test: number[];
  readonly y_clean?: number[];
  readonly t: number[];
  readonly templates: { readonly x: number[][]; readonly t: number[]; readonly y: number[] };
  readonly config: unknown;
  readonly digest: string;
}

describe("JSON, read by JSON.parse", () => {
  it.each(samples)("cross-reader: $name", async (sample) => {
    const folder = await temporaryFolder();
    await sample.writeDirectory(folder, "json");
    const text = await readFile(join(folder, "mnist1d.json"), "utf8");
    const dict: Dict = JSON.parse(text);
    const { parts, info, digest } = sample;

    expect(Object.keys(dict)).toEqual([
      ...["x", "x_test", "y", "y_test", ...(info.hasCleanLabels ? ["y_clean"] : []), "t", "templates"],
      ...["config", ...(info.configDigest ? ["config_digest"] : []), "digest"],
    ]);
    for (const [rows, { x }] of [[dict.x, parts.train] as const, [dict.x_test, parts.test] as const]) {
      expect(rows.every((row) => row.length === info.length)).toBe(true);
      expectSameValues(info.dtype === "float32" ? rows.flat().map(Math.fround) : rows.flat(), x);
    }
    expectSameValues(dict.y, parts.train.y);
    expectSameValues(dict.y_test, parts.test.y);
    if (dict.y_clean) expectSameValues(dict.y_clean, parts.train.yClean!);
    expectSameValues(dict.t, info.t);
    for (const [i, row] of info.templates.x.entries()) expectSameValues(dict.templates.x[i]!, row);
    expectSameValues(dict.templates.t, info.templates.t);
    expect(dict.templates.y).toEqual(info.templates.y);
    expect(dict.config).toEqual(info.config);
    expect(dict.digest).toBe(digest);

    await sample.writeFile(join(folder, "single.json"));
    expect(await readFile(join(folder, "single.json"), "utf8")).toBe(text);
  });
});
