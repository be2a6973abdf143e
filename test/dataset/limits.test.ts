// What can be written can be read: the largest configs, examples and numbers of templates; and what is larger is refused
// before any work, by its key.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { configToJson } from "../../src/config/config-json.js";
import { MAX_CLASSES, MAX_POINTS, MAX_SHIFTS, MAX_TEMPLATE_VALUES } from "../../src/config/limits.js";
import { parseConfig, resolveConfig } from "../../src/config/parse-config.js";
import { buildDataset } from "../../src/dataset/build-dataset.js";
import { planOutput } from "../../src/dataset/output-plan.js";
import { openDataset } from "../../src/dataset/read/open-dataset.js";
import type { FormatName } from "../../src/formats/format.js";
import { runHere } from "../cli/support/run-here.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";
import { THOROUGH } from "../support/thorough.js";

/** Templates of one value each but the first, so that their text is as long as that value's for all of them. */
function configWith(classes: number, points: number, value: number, more: object = {}) {
  const x = Array.from({ length: classes }, (_, i) => Float64Array.from({ length: points }, (_, k) => value + i + k));
  const templates = { x, t: Float64Array.from({ length: points }, (_, k) => k), y: x.map((_, i) => i) };
  return parseConfig({ num_samples: classes, final_seq_length: 3, templates, ...more });
}

/** Makes a dataset in each format, in a directory and as a file, and reads what it says of itself and all of its data. */
async function expectReadBack(config: ReturnType<typeof parseConfig>, formats: readonly FormatName[]): Promise<void> {
  const folder = await temporaryFolder();
  for (const format of formats) {
    const directory = join(folder, `${format}/`);
    await buildDataset(config, planOutput(directory, [format]));
    const dataset = await openDataset(directory);
    try {
      const { metadata, chunks } = dataset.forms[0].examples;
      const text = JSON.stringify(configToJson(config));
      // Not by expect, which takes seconds for so many values.
      expect(JSON.stringify(dataset.metadata.config) === text).toBe(true);
      expect(metadata.config === undefined || JSON.stringify(metadata.config) === text).toBe(true);
      for await (const { x } of chunks()) expect(x.length % config.finalSeqLength).toBe(0);
    } finally {
      await dataset.close();
    }
  }
}

const EVERY_COLUMN = { factors: true, clean: true, label_noise: 0.1, val_size: 1 };

it("a dataset with the suite of shifts and every column can be read", async () => {
  const { shifts } = configToJson(resolveConfig("shifts")) as { shifts: object };
  await expectReadBack(parseConfig({ num_samples: 20, shifts, ...EVERY_COLUMN }), ["npz", "pkl", "json"]);
});

describe.runIf(THOROUGH)("a dataset that can be written can be read", () => {
  it("with a config of 14 MB", async () => {
    const config = configWith(10, 72_000, 1 / 3);
    expect(JSON.stringify(configToJson(config)).length).toBeGreaterThan(13_500_000);
    await expectReadBack(config, ["npz", "json", "parquet", "arrow"]);
  });

  it("with a thousand shifts and every column", { timeout: 600_000 }, async () => {
    const names = Array.from({ length: MAX_SHIFTS }, (_, i) => `${"x".repeat(36)}${i}`);
    const shifts = Object.fromEntries(names.map((name) => [name, { shear_scale: 2 }]));
    const config = parseConfig({ num_samples: 20, final_seq_length: 3, shifts, ...EVERY_COLUMN });
    await expectReadBack(config, ["npz", "pkl"]);
  });

  it("with 65,536 templates", async () => {
    await expectReadBack(configWith(MAX_CLASSES, 2, 0.5), ["npz", "parquet"]);
  });

  it("with examples whose text takes 17 MB, and a time axis as long", async () => {
    const config = configWith(1, 2, 0.5, { final_seq_length: 850_000, dtype: "float64" });
    await expectReadBack(config, ["jsonl", "csv", "json", "parquet", "arrow"]);
  });
});

describe("refused, before any work", () => {
  it.runIf(THOROUGH)("too many templates, and too many values in them", () => {
    expect(() => configWith(MAX_CLASSES + 1, 2, 0.5)).toThrow("templates.x: expected at most 65536 rows, got 65537");
    const message = "templates.x: expected at most 2097152 values in all rows, got 2097154";
    expect(() => configWith(2, MAX_TEMPLATE_VALUES / 2 + 1, 0.5)).toThrow(message);
  });

  it.runIf(THOROUGH)("a config whose text is longer than a file of it could be: 1e20 has 21 digits", () => {
    expect(() => configWith(1, 900_000, 1e20)).toThrow("templates: expected at most 15 MB as JSON text, got 26");
  });

  it("longer examples", async () => {
    const { exitCode, stderr } = await runHere(["generate", "--final-seq-length", `${MAX_POINTS + 1}`], ".");
    const expected = `expected an integer from 1 to ${MAX_POINTS}, got "${MAX_POINTS + 1}"`;
    expect([exitCode, stderr]).toEqual([2, `error: --final-seq-length: ${expected}\n`]);
  });
});
