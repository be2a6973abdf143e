// Mutation test: whatever changes in a dataset's files, verify reports it. Thousands of damaged and edited copies of one
// valid dataset per format; each must be refused or fail, unless its content is what it was. None may end in any other
// error, take seconds, or much memory. MNIST1D_MUTATIONS sets how many of each; CI runs 2,500.
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Config } from "../../src/config/config.js";
import { parseConfig } from "../../src/config/parse-config.js";
import { buildDataset } from "../../src/dataset/build-dataset.js";
import { OutputError } from "../../src/dataset/output-error.js";
import { planOutput } from "../../src/dataset/output-plan.js";
import { FormatError } from "../../src/formats/format-error.js";
import { verifyDataset } from "../../src/verify/verify-dataset.js";
import { storedContent } from "../dataset/support/stored-data.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";
import { damaged } from "./support/damage.js";
import { editedFiles } from "./support/edits.js";
import { randomFrom } from "./support/random.js";

const COUNT = Number(process.env.MNIST1D_MUTATIONS ?? 30);

const config = parseConfig({
  num_samples: 40,
  final_seq_length: 5,
  train_split: 0.7,
  label_noise: { fraction: 0.5, mode: "flip" },
});

/** A dataset, the file of it that is damaged, and the config that it is verified with where it does not state one. */
interface Subject {
  readonly name: string;
  readonly out: string;
  readonly formats: readonly ("npy" | "csv" | "parquet")[];
  readonly file: string;
  readonly config?: Config;
}

const single = (extension: string, given?: Config): Subject => ({
  name: `single file of ${extension}`,
  out: `d.${extension}`,
  formats: [],
  file: "",
  ...(given && { config: given }),
});
const inside = (format: Subject["formats"][number], file: string): Subject => ({
  name: `${file} of a directory`,
  out: "d/",
  formats: [format],
  file,
});

const SUBJECTS: readonly Subject[] = [
  single("parquet"),
  single("arrow"),
  single("npz"),
  single("json"),
  single("jsonl", config),
  single("csv", config),
  single("pkl", config),
  inside("npy", "x.npy"),
  inside("npy", "y_test.npy"),
  inside("csv", "manifest.json"),
  inside("parquet", "data/train-00000-of-00001.parquet"),
];

describe.each(SUBJECTS)("$name", (subject) => {
  async function prepare() {
    const folder = await temporaryFolder();
    const path = join(folder, subject.out);
    await buildDataset(config, planOutput(path, subject.formats));
    const content = await storedContent(path);
    const file = join(path, subject.file);
    const original = readFileSync(file);
    const options = subject.config === undefined ? {} : { config: subject.config };
    expect((await verifyDataset(path, options)).passed).toBe(true);

    /** Verifies the dataset with other bytes in the file. Returns a complaint if that went wrong. */
    async function complaintOf(bytes: Uint8Array): Promise<string | undefined> {
      writeFileSync(file, bytes);
      const start = performance.now();
      let outcome: string | undefined;
      try {
        const { passed } = await verifyDataset(path, options);
        if (passed && JSON.stringify(await storedContent(path)) !== JSON.stringify(content)) outcome = "passed";
      } catch (error) {
        const isClean = error instanceof FormatError || error instanceof OutputError;
        if (!isClean) outcome = error instanceof Error ? error.stack : String(error);
      }
      if (performance.now() - start > 5000) outcome = `took ${performance.now() - start} ms`;
      return outcome;
    }
    return { path, original, complaintOf };
  }

  it(`is reported in ${COUNT} damaged copies`, { timeout: 600_000 }, async () => {
    const { original, complaintOf } = await prepare();
    for (let seed = 0; seed < COUNT; seed++) {
      const { bytes, description } = damaged(original, randomFrom(seed));
      const complaint = await complaintOf(bytes);
      if (complaint !== undefined) throw new Error(`seed ${seed}: ${description}: ${complaint}`);
    }
    expect(process.resourceUsage().maxRSS).toBeLessThan(500_000); // kB, of this whole test process
  });
});

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
