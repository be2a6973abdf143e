// Mutation test: whatever changes in a dataset's files, verify reports it: bytes one by one, and well-formed files with other
// content. What happens to files at random is in test/attack/mutated-files.
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/parse-config.js";
import { buildDataset } from "../../src/dataset/build-dataset.js";
import { planOutput } from "../../src/dataset/output-plan.js";
import { FormatError } from "../../src/formats/format-error.js";
import { verifyDataset } from "../../src/verify/verify-dataset.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";
import { stride } from "../support/thorough.js";
import { editedFiles } from "./support/edits.js";

/** Of the bytes that are changed one by one. */
const STRIDE = stride(127, 20);

const config = parseConfig({
  num_samples: 40,
  final_seq_length: 5,
  train_split: 0.7,
  label_noise: { fraction: 0.5, mode: "flip" },
  val_size: 5,
  shifts: { far: { max_translation: 70, padding: [2, 4] }, noisy: { iid_noise_scale: 0.3 } },
  factors: true,
  clean: true,
});

it.each(["parquet", "arrow"])(
  "no byte of a single %s file can change without notice",
  { timeout: 600_000 },
  async (extension) => {
    const path = join(await temporaryFolder(), `d.${extension}`);
    await buildDataset(parseConfig({ num_samples: 20, final_seq_length: 3 }), planOutput(path, []));
    const original = readFileSync(path);
    const overlooked: number[] = [];
    for (let at = 0; at < original.length; at += STRIDE) {
      const bytes = Uint8Array.from(original);
      bytes[at]! ^= 1 << (at % 8);
      writeFileSync(path, bytes);
      const isReported = await verifyDataset(path, { regenerate: false }).then(
        ({ passed }) => !passed,
        (error: unknown) => error instanceof FormatError,
      );
      if (!isReported) overlooked.push(at);
    }
    expect(overlooked).toEqual([]);
  },
);

describe("well-formed files with other content", () => {
  it.each(["parquet", "arrow", "npz", "json"] as const)(
    "%s: every edit of data or metadata is reported",
    async (format) => {
      const folder = await temporaryFolder();
      for (const { name, bytes } of await editedFiles(config, format)) {
        const path = join(folder, `d.${format}`);
        writeFileSync(path, bytes);
        const isReported = await verifyDataset(path).then(
          ({ passed }) => !passed,
          (error: unknown) => error instanceof FormatError,
        );
        expect([name, isReported]).toEqual([name, name !== "nothing"]);
      }
    },
  );

  it.each(["jsonl", "csv", "pkl"] as const)("%s: every edit of data is reported, given the config", async (format) => {
    const folder = await temporaryFolder();
    for (const { name, bytes, edits } of await editedFiles(config, format)) {
      const path = join(folder, `d.${format}`);
      writeFileSync(path, bytes);
      const { passed } = await verifyDataset(path, { config });
      if (edits !== "metadata") expect([name, passed]).toEqual([name, edits === "nothing"]);
    }
  });

  it("rows of one file in another of the same dataset are reported", async () => {
    const folder = await temporaryFolder();
    const [path, other] = [join(folder, "d/"), join(folder, "e/")];
    await buildDataset(config, planOutput(path));
    await buildDataset({ ...config, seed: 1 }, planOutput(other));
    const file = "data/test-00000-of-00001.parquet";
    cpSync(path, join(folder, "f"), { recursive: true });
    cpSync(join(other, file), join(folder, "f", file));
    const { checks, passed } = await verifyDataset(join(folder, "f"));
    expect(passed).toBe(false);
    expect(checks.map(({ message }) => message).join()).toContain("They belong to different datasets");
  });
});
