// Property: threads change nothing. The same bytes of every file in every format, and the same digest, however many of them
// there are, and whatever the config. Runs the built code: threads load it from files.
import { once } from "node:events";
import { createWriteStream, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Mnist1dError } from "../../src/config/mnist1d-error.js";
import type { ConfigOptions } from "../../src/config/parse-config.js";
import { createDigest } from "../../src/digest/dataset-digest.js";
import type { FormatName } from "../../src/formats/format.js";
import { FORMATS } from "../../src/formats/registry.js";
import { chunkRanges, type RowRange } from "../../src/generate/examples.js";
import { generate } from "../../src/generate/generate.js";
import { Threads } from "../../src/parallel/threads.js";
import { tree } from "../dataset/support/tree.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";
import { cases, dealt } from "../support/thorough.js";

const BUILT = new URL("../../dist/node.js", import.meta.url).href;
const { buildDataset, convertDataset, planOutput } = (await import(BUILT)) as typeof import("../../src/node.js");

const INTERNALS = new URL("../../.internals/internals.js", import.meta.url).href;
const { prepareExamples } = (await import(INTERNALS)) as typeof import("../support/internals.js");

const ALL: FormatName[] = FORMATS.map(({ name }) => name);
const TABLES: FormatName[] = FORMATS.filter(({ isTable }) => isTable).map(({ name }) => name);
const SHORT = { padding: [2, 4], maxTranslation: 8 } as const;

async function built(config: ConfigOptions, formats: FormatName[], workers: number, rowsPerFile?: number) {
  const path = await temporaryFolder();
  const division = rowsPerFile === undefined ? {} : { rowsPerFile };
  const { manifest } = await buildDataset(config, planOutput(path, formats), { workers, ...division });
  return { files: tree(path), manifest, path };
}

const configs = fc.record({
  engine: fc.constantFrom("blocked" as const, "blocked" as const, "reference" as const),
  numSamples: fc.constantFrom(9000, 12_288, 13_337),
  trainSplit: fc.constantFrom(0, 0.7, 1),
  finalSeqLength: fc.integer({ min: 4, max: 12 }),
  shuffleSeq: fc.boolean(),
  dtype: fc.constantFrom("float32" as const, "float64" as const),
  noise: fc.constantFrom(undefined, { fraction: 0.3, mode: "resample" as const }),
});

/** Splits and columns beside train and test, x and y. */
const ADDITIONS: ConfigOptions = {
  valSize: 1000,
  shifts: { far: { maxTranslation: 9, padding: [0, 6] }, noisy: { iidNoiseScale: 0.5 } },
  factors: true,
  clean: true,
};

const workerCounts = fc.constantFrom(2, 3);
const cuts = fc.constantFrom(undefined, undefined, 1000, 4096);

describe("threads", () => {
  it("write the same bytes as one does, for random configs", async () => {
    await fc.assert(
      fc.asyncProperty(configs, workerCounts, cuts, async ({ noise, ...others }, workers, rows) => {
        const config: ConfigOptions = { ...SHORT, ...others, ...(noise && { labelNoise: noise }) };
        const formats = rows === undefined ? ALL : TABLES;
        const one = await built(config, formats, 1, rows);
        const many = await built(config, formats, workers, rows);
        expect(many.files).toEqual(one.files);
        expect(many.manifest).toEqual(one.manifest);
      }),
      { numRuns: cases(1, 4) },
    );
  });

  const divided = [
    ["blocked", "float32", undefined],
    ["blocked", "float64", 1000],
    ["reference", "float32", 4096],
  ] as const;
  it.each(dealt(divided, 3, 1))(
    "write the same bytes of all splits and columns: %s, %s, cut at %s",
    async (engine, dtype, rows) => {
      const labelNoise = { fraction: 0.3, mode: "flip" } as const;
      const config: ConfigOptions = {
        ...SHORT,
        ...ADDITIONS,
        engine,
        dtype,
        numSamples: 9000,
        finalSeqLength: 5,
        labelNoise,
      };
      const formats = rows === undefined ? ALL : TABLES;
      const one = await built(config, formats, 1, rows);
      const many = await built(config, formats, 3, rows);
      expect(many.files).toEqual(one.files);
      expect(many.manifest).toEqual(one.manifest);
      expect(many.manifest.splits).toHaveLength(5);
    },
  );

  it("draw and hash each block once, however small the files are that it goes into", async () => {
    const { config, length, ...others } = generate({ ...SHORT, engine: "blocked", numSamples: 10_000 });
    const { splits } = others;
    const ranges = splits.flatMap(({ name, rows }) =>
      Array.from({ length: Math.ceil(rows / 300) }, (_, i) => {
        return { split: name, start: i * 300, rows: Math.min(300, rows - i * 300) };
      }),
    );
    const request = { dtype: "float32", isHashed: true, text: ["csv"], hasSplitColumn: false } as const;
    const blocks: string[] = [];
    const pieces: string[][] = [[], []];
    const text = ({ split, start, rows }: RowRange) => `${split} ${start} ${rows}`;
    for await (const block of prepareExamples({ config, length, ...others }, ranges, splits, request, { workers: 2 })) {
      blocks.push(`${text(block)}${block.hashes === undefined ? "" : " hashed"}`);
      pieces[0]!.push(...block.chunks.map(text));
      pieces[1]!.push(...block.text!.get("csv")!.map(text));
    }
    expect(blocks).toEqual(["train 0 4096 hashed", "train 4096 3904 hashed", "test 0 2000 hashed"]);
    for (const some of pieces) expect(some).toEqual([...chunkRanges(splits, 4096, ranges)].map(text));
  });

  it("take text from chunks of long examples, of which a block has several", async () => {
    const config: ConfigOptions = { numSamples: 1500, finalSeqLength: 200 };
    const one = await built(config, ["jsonl", "parquet"], 1);
    expect((await built(config, ["jsonl", "parquet"], 2)).files).toEqual(one.files);
  });

  it("convert to the same bytes", async () => {
    const { path } = await built({ ...SHORT, ...ADDITIONS, numSamples: 9000, finalSeqLength: 5 }, ["npz"], 1);
    const outputs: object[] = [];
    for (const workers of [1, 3]) {
      const folder = await temporaryFolder();
      await convertDataset(path, planOutput(join(folder, "x.csv")), { workers });
      await convertDataset(path, planOutput(join(folder, "x.jsonl")), { workers, dtype: "float64" });
      outputs.push(tree(folder));
    }
    expect(outputs[1]).toEqual(outputs[0]);
  });

  it("refuse what text has no notation for, as one does", async () => {
    const { path } = await built({ ...SHORT, numSamples: 13_000, finalSeqLength: 4 }, ["npy"], 1);
    const bytes = readFileSync(join(path, "x.npy"));
    bytes.writeFloatLE(Number.NaN, 128 + 5000 * 16);
    writeFileSync(join(path, "x.npy"), bytes);
    for (const workers of [1, 2]) {
      const plan = planOutput(join(await temporaryFolder(), "x.csv"));
      await expect(convertDataset(join(path, "x.npy"), plan, { workers })).rejects.toThrow(
        "csv: has no notation for NaN, which train row 5000 has",
      );
    }
  });

  it("stop when they are told to, and leave nothing", async () => {
    const folder = await temporaryFolder();
    const abort = new AbortController();
    const run = buildDataset({ ...SHORT, engine: "blocked", numSamples: 100_000 }, planOutput(join(folder, "x.csv")), {
      workers: 2,
      signal: abort.signal,
      onProgress: ({ phase, done }) => {
        if (phase === "writing" && done >= 8192) abort.abort(new Error("enough"));
      },
    });
    await expect(run).rejects.toThrow("enough");
    expect(tree(folder)).toEqual({});
  });

  it.skipIf(!existsSync("/dev/full"))("stop when the disk fails, with its error", async () => {
    const stream = createWriteStream("/dev/full");
    const failed = once(stream, "error");
    const sink = {
      write: (bytes: Uint8Array) =>
        new Promise<void>((resolve, reject) => stream.write(bytes, (error) => (error ? reject(error) : resolve()))),
      close: async () => {},
    };
    const config: ConfigOptions = { ...SHORT, engine: "blocked", numSamples: 30_000 };
    await expect(buildDataset(config, planOutput("-", ["csv"]), { workers: 2, stream: sink })).rejects.toThrow(
      "standard output: no space left on the disk",
    );
    await failed;
  });
});

describe("chunks of any size", () => {
  it("have the digest of the dataset", async () => {
    const config: ConfigOptions = {
      ...SHORT,
      engine: "blocked",
      numSamples: 9000,
      finalSeqLength: 4,
      dtype: "float64",
    };
    const { manifest } = await built(config, ["npy"], 2);
    const examples = generate(config);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9000 }), async (rows) => {
        const builder = createDigest(examples.length, examples.splits, examples.dtype);
        for (const chunk of examples.chunks({ rows })) await builder.update(chunk);
        const { digest, splits, xFloat64 } = await builder.finish();
        expect({ digest, splits, x_float64: xFloat64 }).toEqual({
          digest: manifest.digest,
          splits: manifest.splits,
          x_float64: manifest.x_float64,
        });
      }),
      { numRuns: 2 },
    );
  });
});

it("what a thread throws tells its code, its path and its problem on the other side, too", async () => {
  const file = new URL("../../dist/thread.js", import.meta.url);
  const threads = new Threads<readonly string[], unknown>(file, "hashes", 1, undefined);
  const path = "x".repeat(1000);
  const thrown = threads.run([path]);
  await expect(thrown).rejects.toBeInstanceOf(Mnist1dError);
  await expect(thrown).rejects.toMatchObject({
    name: "FileError",
    code: "ERR_FILE",
    path,
    problem: "the name is too long",
    message: `${path}: the name is too long`,
  });
  await threads.end();
});
