// Files that version 0.1.0 wrote, whose .arrow files had no schema at their start: fixtures/earlier.
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { verifyDataset } from "../../src/verify/verify-dataset.js";
import { runHere } from "../cli/support/run-here.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";

const FOLDER = fileURLToPath(new URL("../../fixtures/earlier/0.1.0/", import.meta.url));

describe("files of 0.1.0", () => {
  it.each(["single.arrow", "directory", "stream.arrow"])("are verified: %s", async (name) => {
    const { checks, passed } = await verifyDataset(join(FOLDER, name));
    expect(checks.filter(({ status }) => status === "failed")).toEqual([]);
    expect(passed).toBe(true);
  });

  it.each([["single.arrow"], ["directory/", "--format", "arrow"]])("are up to date: %s", async (name, ...format) => {
    const folder = await temporaryFolder();
    cpSync(FOLDER, folder, { recursive: true });
    const flags = ["--num-samples", "20", "--final-seq-length", "5", ...format];
    const { exitCode, stderr } = await runHere(["generate", ...flags, "--out", name], folder);
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining("up to date")]);
    const before = readFileSync(join(FOLDER, "single.arrow"));
    expect(readFileSync(join(folder, "single.arrow")).equals(before)).toBe(true);
  });
});
