// What a caller is given of a dataset on disk is the caller's.
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { resolveConfig } from "../../../src/config/parse-config.js";
import { buildDataset } from "../../../src/dataset/build-dataset.js";
import { planOutput } from "../../../src/dataset/output-plan.js";
import { openDataset } from "../../../src/dataset/read/open-dataset.js";
import type { Progress } from "../../../src/generate/work-options.js";
import { temporaryFolder } from "../../cli/support/run-cli.js";
import { arraysOf, draw } from "../../support/arrays.js";

const config = resolveConfig({ numSamples: 130, labelNoise: { fraction: 0.5 } });
const whole = arraysOf(draw(config));
const folder = temporaryFolder();
const path = join(folder, "a.parquet");
await buildDataset(config, planOutput(path));
const dataset = await openDataset(path);
const { examples } = dataset.forms[0];
afterAll(() => dataset.close());

describe("the examples of an open dataset", () => {
  it("come in chunks that have memory of their own", async () => {
    const chunks = [];
    for await (const chunk of examples.chunks()) chunks.push(chunk);
    expect(chunks.map(({ split }) => split)).toEqual(["train", "test"]);
    for (const { split, x, y, yClean } of chunks) expect({ x, y, yClean }).toEqual(whole[split]);
    for await (const chunk of examples.chunks()) chunk.y.fill(0);
    expect(chunks[0]!.y).toEqual(whole.train.y);
  });

  it("come as arrays of a split, with their shape", async () => {
    const told: Progress[] = [];
    const { shape, ...arrays } = await examples.arrays("test", { onProgress: (progress) => told.push(progress) });
    expect({ shape, arrays }).toEqual({ shape: [26, 40], arrays: whole.test });
    expect(told).toEqual([{ phase: "reading", done: 26, total: 26 }]);
  });

  it("are refused where the caller mistook something, with key, expectation and value", async () => {
    const key = "split";
    await expect(examples.arrays("valid" as never)).rejects.toMatchObject({ key, expected: '"train" or "test"' });
    await expect(examples.arrays("test", { sinal: 1 } as object)).rejects.toMatchObject({ key: "sinal" });
    expect(() => examples.chunks({ reuse: 1 } as object)).toThrow(expect.objectContaining({ key: "reuse", got: "1" }));
  });

  it("stop when the signal is aborted", async () => {
    await expect(examples.arrays("train", { signal: AbortSignal.abort() })).rejects.toThrow("aborted");
  });
});
