import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PlanError, planOutput } from "../../src/dataset/output-plan.js";
import type { FormatName } from "../../src/formats/format.js";
import { FORMATS } from "../../src/formats/registry.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";

/** The plan in one line: kind, path, formats. */
function planned(out: string, ...formats: FormatName[]): string {
  const plan = planOutput(out, formats);
  if (plan.kind === "directory") return `directory ${plan.path} of ${plan.formats.map(({ name }) => name).join(", ")}`;
  return plan.kind === "file" ? `file ${plan.path} of ${plan.format.name}` : `stream of ${plan.format.name}`;
}

/** The message of the PlanError. */
function refusal(out: string, ...formats: FormatName[]): string {
  try {
    planOutput(out, formats);
  } catch (error) {
    if (error instanceof PlanError) return error.message;
    throw error;
  }
  throw new Error("was accepted");
}

describe("a directory", () => {
  it.each([
    ["a name without extension", "mnist1d", [], "directory mnist1d of parquet"],
    ["a slash at the end", "x.parquet/", [], "directory x.parquet/ of parquet"],
    ["a backslash at the end", "x.parquet\\", [], "directory x.parquet\\ of parquet"],
    ["dots that begin no extension", "runs/noise-0.25", [], "directory runs/noise-0.25 of parquet"],
    ["a hidden directory", ".data", [], "directory .data of parquet"],
    ["formats in the order of the command", "d", ["npz", "parquet", "csv"], "directory d of npz, parquet, csv"],
    ["a format given twice", "d", ["npy", "npz", "npy"], "directory d of npy, npz"],
  ] as const)("is %s", (_, out, formats, expected) => {
    expect(planned(out, ...formats)).toBe(expected);
  });

  it("is a directory that exists, whatever its name", async () => {
    const path = join(await temporaryFolder(), "set.csv");
    expect(planned(path)).toBe(`file ${path} of csv`);
    await mkdir(path);
    expect(planned(path)).toBe(`directory ${path} of parquet`);
  });

  it("is not meant by an extension that no format has", () => {
    expect(refusal("out/data.txt")).toBe(
      'out: expected one of the extensions .parquet, .arrow, .npz, .json, .jsonl, .csv, .pkl, got ".txt". ' +
        'For a directory of that name, write "out/data.txt/".',
    );
    expect(refusal("data.h5", "npz")).toContain('got ".h5"');
  });

  it("has a name", () => {
    expect(refusal("")).toBe('out: expected a path, or - for standard output, got ""');
  });
});

describe("a single file", () => {
  it("is a name with the extension of a format", () => {
    for (const { name, extension } of FORMATS.filter((format) => format.singleFile)) {
      expect(planned(`a/b${extension}`)).toBe(`file a/b${extension} of ${name}`);
      expect(planned(`B${extension.toUpperCase()}`, name, name)).toBe(`file B${extension.toUpperCase()} of ${name}`);
    }
  });

  it("is of the one format that its extension says", () => {
    expect(refusal("a.json", "json", "csv")).toBe(
      'format: expected json, got csv. The output "a.json" is json by its extension. Several formats go into a directory.',
    );
  });

  it("cannot hold what takes several", () => {
    expect(refusal("out/x.npy")).toBe(
      'out: expected a directory, got "out/x.npy". A npy dataset is several files: -o x/ -f npy',
    );
  });
});

describe("standard output", () => {
  it.each(["parquet", "arrow", "npy", "npz", "jsonl", "csv"] as const)("takes %s", (format) => {
    expect(planned("-", format)).toBe(`stream of ${format}`);
  });

  it.each([
    [[], "none"],
    [["json"], "json"],
    [["pkl"], "pkl"],
    [["csv", "jsonl"], "csv and jsonl"],
  ] as const)("takes one format that needs no rewinding, not %j", (formats, got) => {
    const expected = `format: expected one of parquet, arrow, npy, npz, jsonl, csv for standard output, got ${got}`;
    expect(refusal("-", ...formats)).toBe(expected);
  });
});
