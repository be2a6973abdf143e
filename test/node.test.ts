// What the library refuses at once, as the command does: an argument or option that is not what it must be, by its name, with
// what was expected and what came; and that all that may work for long can be stopped, and tells how far it is.
import { existsSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { generate } from "../src/index.js";
import * as node from "../src/node.js";
import { temporaryFolder } from "./cli/support/run-cli.js";

const folder = temporaryFolder();
const place = () => mkdtempSync(join(folder, "n-"));
const file = join(folder, "data.npz");
await node.buildDataset({ numSamples: 50 }, node.planOutput(file));
const blocked = { engine: "blocked", numSamples: 50 } as const;

/** As JavaScript calls them. */
const build = (options: object, out = "data/") =>
  node.buildDataset(blocked, node.planOutput(join(place(), out)), options);
const integerTo = (most: number) => `an integer from 0 to ${most}`;

describe("the library refuses, with key, expectation and value,", () => {
  it.each<[what: string, call: () => unknown, key: string, expected: string, got: string]>([
    ["a shard beyond the last", () => build({ shard: { index: 8, count: 8 } }), "shard.index", integerTo(7), "8"],
    [
      "a negative shard",
      () => build({ shard: { index: -1, count: 8 } }),
      "shard.index",
      "an integer of at least 0",
      "-1",
    ],
    [
      "half a shard",
      () => build({ shard: { index: 0.5, count: 8 } }),
      "shard.index",
      "an integer of at least 0",
      "0.5",
    ],
    ["no number of a shard", () => build({ shard: { count: 8 } }), "shard.index", integerTo(7), "nothing"],
    ["no shards", () => build({ shard: { index: 0, count: 0 } }), "shard.count", "an integer from 1 to 99999", "0"],
    [
      "a count that is missing",
      () => build({ shard: { index: 0 } }),
      "shard.count",
      "how many shards there are",
      "nothing",
    ],
    ["a shard as text", () => build({ shard: "0/8" }), "shard", "an object", '"0/8"'],
    [
      "more of a shard",
      () => build({ shard: { index: 0, count: 8, of: 1 } }),
      "shard.of",
      "the name of an option",
      '"shard.of"',
    ],
    ["no workers", () => build({ workers: 0 }), "workers", "an integer from 1 to 512", "0"],
    ["workers without end", () => build({ workers: Infinity }), "workers", "an integer from 1 to 512", "Infinity"],
    ["workers as text", () => build({ workers: "2" }), "workers", "an integer from 1 to 512", '"2"'],
    ["no rows per file", () => build({ rowsPerFile: 0 }), "rowsPerFile", "an integer of at least 1", "0"],
    ["a part of a row per file", () => build({ rowsPerFile: 1.5 }), "rowsPerFile", "an integer of at least 1", "1.5"],
    ["NaN rows per file", () => build({ rowsPerFile: Number.NaN }), "rowsPerFile", "an integer of at least 1", "NaN"],
    ["force as text", () => build({ force: "false" }), "force", "true or false", '"false"'],
    ["an unknown option", () => build({ forced: true }), "forced", "the name of an option", '"forced"'],
    ["no function", () => build({ onProgress: 3 }), "onProgress", "a function", "3"],
    ["no signal", () => build({ signal: {} }), "signal", "an AbortSignal", "{}"],
    [
      "a digest that is none",
      () => build({ expectedDigest: "abc" }),
      "expectedDigest",
      "sha256: and 64 hexadecimal digits",
      '"abc"',
    ],
    ["no options", () => build([]), "options", "an object", "[]"],
    [
      "a stream without a sink",
      () => node.buildDataset({}, node.planOutput("-", ["csv"])),
      "stream",
      "a sink for the plan of standard output",
      "none",
    ],
    [
      "a sink that is none",
      () => node.buildDataset({}, node.planOutput("-", ["csv"]), { stream: {} as never }),
      "stream",
      "a sink with write and close",
      "{}",
    ],
    [
      "a path for a plan",
      () => node.buildDataset({}, "data/" as never),
      "plan",
      "what planOutput or planInRepository gives",
      '"data/"',
    ],
    [
      "a config that is none",
      () => node.buildDataset({ sed: 1 } as never, node.planOutput("data/")),
      "sed",
      "the name of a parameter",
      '"sed"',
    ],
    ["a number for a path", () => node.planOutput(7 as never), "", "a path", "7"],
    ["a format for formats", () => node.planOutput("data/", "csv" as never), "", "a list of formats", '"csv"'],
    ["a number for a repository", () => node.planInRepository(7 as never, "x"), "", "a directory", "7"],
    [
      "a format that there is not",
      () => node.formatNamed("xlsx" as never),
      "format",
      "one of parquet, arrow, npy, npz, json, jsonl, csv, pkl",
      '"xlsx"',
    ],
    [
      "a shard's path beyond the last",
      () => node.shardPath("data", { index: 3, count: 3 }),
      "shard.index",
      integerTo(2),
      "3",
    ],
    [
      "force as text",
      () => node.buildDataset({}, node.planOutput("x/"), { force: "no" as never }),
      "force",
      "true or false",
      '"no"',
    ],
    [
      "a type to convert to",
      () => node.convertDataset(file, node.planOutput("x.npz"), { dtype: "int8" } as never),
      "dtype",
      '"float32" or "float64"',
      '"int8"',
    ],
    [
      "a shard to convert",
      () => node.convertDataset(file, node.planOutput("x/"), { shard: {} } as never),
      "shard",
      "the name of an option",
      '"shard"',
    ],
    ["a number to open", () => node.openDataset(7 as never), "path", "a string", "7"],
    [
      "a golden digest that is none",
      () => node.verifyDataset(file, { golden: "sha256:1" }),
      "golden",
      "sha256: and 64 hexadecimal digits",
      '"sha256:1"',
    ],
    [
      "regenerate as text",
      () => node.verifyDataset(file, { regenerate: "no" } as never),
      "regenerate",
      "true or false",
      '"no"',
    ],
    [
      "merging with workers",
      () => node.mergeShards("x", { workers: 2 } as never),
      "workers",
      "the name of an option",
      '"workers"',
    ],
    [
      "no number of rows to show",
      () => node.inspectExamples(generate(), { head: -1 }),
      "head",
      "an integer of at least 0",
      "-1",
    ],
    [
      "nothing to inspect",
      () => node.inspectExamples(file as never),
      "examples",
      "examples, as generate gives them, or a form of an open dataset",
      JSON.stringify(file),
    ],
    [
      "nothing to compare with",
      () => node.diffExamples(generate(), undefined as never),
      "b",
      "examples, as generate gives them, or a form of an open dataset",
      "nothing",
    ],
  ])("%s", async (_, call, key, expected, got) => {
    const thrown = await (async () => call())().catch((error: unknown) => error);
    const shown = got.length > 60 ? `${got.slice(0, 57)}...` : got;
    expect(thrown).toMatchObject({ ...(key === "" ? { name: "PlanError" } : { key }), expected, got: shown });
  });
});

describe("what may work for long", () => {
  const stored = () => node.openDataset(file);
  it.each<[what: string, call: (options: node.WorkOptions) => Promise<unknown>, phase: string]>([
    [
      "buildDataset",
      (options) => node.buildDataset(blocked, node.planOutput(join(place(), "a.npz")), options),
      "generating",
    ],
    [
      "convertDataset",
      (options) => node.convertDataset(file, node.planOutput(join(place(), "a.npz")), options),
      "writing",
    ],
    ["verifyDataset", (options) => node.verifyDataset(file, options), "generating"],
    ["openDataset", async (options) => (await node.openDataset(file, options)).close(), "reading"],
    ["diffExamples", (options) => node.diffExamples(generate(), generate({ seed: 1 }), options), "comparing"],
    ["inspectExamples", (options) => node.inspectExamples(generate(), options), "reading"],
    ["arrays", async (options) => (await stored()).forms[0].examples.arrays("train", options), "reading"],
    ["generate", async (options) => generate({}, options), "generating"],
    [
      "mergeShards",
      async (options) => {
        const plan = node.planOutput(join(place(), "data/"), ["csv"]);
        for (const index of [0, 1]) await node.buildDataset(blocked, plan, { shard: { index, count: 2 } });
        return node.mergeShards((plan as { path: string }).path, options);
      },
      "reading",
    ],
  ])("tells its progress, and stops with the signal's reason: %s", async (_, call, phase) => {
    const told: node.Progress[] = [];
    await call({ onProgress: (progress) => told.push(progress) });
    expect(told[0]).toMatchObject({ phase, total: expect.any(Number) });
    for (const { done, total } of told) expect(done).toBeLessThanOrEqual(total);

    const reason = new Error("enough");
    await expect(call({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it("stops in the middle: of a comparison that has begun, of a file that is half written", async () => {
    const controller = new AbortController();
    const onProgress = () => controller.abort(new Error("enough"));
    const options = { onProgress, signal: controller.signal };
    await expect(node.diffExamples(generate(), generate({ seed: 1 }), options)).rejects.toThrow("enough");

    const out = join(place(), "data.npz");
    const other = new AbortController();
    const written = node.buildDataset({ engine: "blocked", numSamples: 20_000 }, node.planOutput(out), {
      signal: other.signal,
      onProgress: ({ phase }) => phase === "writing" && other.abort(new Error("enough")),
    });
    await expect(written).rejects.toThrow("enough");
    expect(existsSync(out)).toBe(false);
  });

  it("stops in the tests and sorts that come after the reading", async () => {
    const controller = new AbortController();
    let isRead = false;
    const options = {
      signal: controller.signal,
      onProgress: ({ done, total }: node.Progress) => {
        if (done < total || isRead) return;
        isRead = true;
        // After the last chunk; an event as a signal's is, for which the work must make room.
        setImmediate(() => setImmediate(() => controller.abort(new Error("enough"))));
      },
    };
    await expect(node.diffExamples(generate(), generate({ seed: 1 }), options)).rejects.toThrow("enough");
  });

  it("works with the options as they were when it began", async () => {
    const shard = { index: 0, count: 2 };
    const options = { shard, workers: 1 };
    const plan = node.planOutput(join(place(), "data/"), ["csv"]);
    const building = node.buildDataset(blocked, plan, options);
    Object.assign(shard, { index: 1 });
    Object.assign(options, { shard: undefined });
    expect((await building).manifest.shard).toEqual({ index: 0, count: 2 });
  });

  it("shares formats that no caller can change", () => {
    expect(() => Object.assign(node.FORMATS[0]!, { extension: ".x" })).toThrow(TypeError);
    expect(() => (node.FORMATS as unknown[]).pop()).toThrow(TypeError);
  });
});
