import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { expectSameValues } from "../support/columns.js";
import { arrayName, dictKeys } from "../support/expect-arrays.js";
import { samples } from "../support/samples.js";
import { temporaryFolder } from "../support/temporary-folder.js";

type Dict = Readonly<Record<string, number[] | number[][]>> & {
  readonly t: number[];
  readonly templates: { readonly x: number[][]; readonly t: number[]; readonly y: number[] };
  readonly config: unknown;
  readonly digest: string;
  readonly standardisation: unknown;
};

describe("JSON, read by JSON.parse", () => {
  it.each(samples)("cross-reader: $name", async (sample) => {
    const folder = await temporaryFolder();
    await sample.writeDirectory(folder, "json");
    const text = await readFile(join(folder, "mnist1d.json"), "utf8");
    const dict: Dict = JSON.parse(text);
    const { splits, info, digest } = sample;

    expect(Object.keys(dict)).toEqual([
      ...[...dictKeys(info), "config"],
      ...[...(info.configDigest ? ["config_digest"] : []), "digest", "standardisation"],
    ]);
    for (const { name, field, kind } of info.columns) {
      for (const { name: split } of info.splits) {
        const values = dict[arrayName(name, split)];
        if (values === undefined) continue;
        if (kind === "signal") expect((values as number[][]).every((row) => row.length === info.length)).toBe(true);
        const isRounded = kind === "signal" && info.dtype === "float32";
        expectSameValues(isRounded ? values.flat().map(Math.fround) : values.flat(), splits[split][field]!);
      }
    }
    expectSameValues(dict.t, info.t);
    for (const [i, row] of info.templates.x.entries()) expectSameValues(dict.templates.x[i]!, row);
    expectSameValues(dict.templates.t, info.templates.t);
    expect(dict.templates.y).toEqual(info.templates.y);
    expect(dict.config).toEqual(info.config);
    expect(dict.digest).toBe(digest);
    expect(dict.standardisation).toEqual(info.standardisation);

    await sample.writeFile(join(folder, "single.json"));
    expect(await readFile(join(folder, "single.json"), "utf8")).toBe(text);
  });
});
