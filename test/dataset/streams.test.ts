// What goes to standard output: the same bytes as files have, read by what reads those.
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/parse-config.js";
import { buildDataset } from "../../src/dataset/build-dataset.js";
import { convertDataset } from "../../src/dataset/convert-dataset.js";
import { type OutputPlan, planOutput } from "../../src/dataset/output-plan.js";
import { openDataset } from "../../src/dataset/read/open-dataset.js";
import type { FormatName, Sink } from "../../src/formats/format.js";
import { FORMATS } from "../../src/formats/registry.js";
import { verifyDataset } from "../../src/verify/verify-dataset.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";
import { dealt } from "../support/thorough.js";

const ADDITIONS = {
  num_samples: 60,
  final_seq_length: 5,
  val_size: 7,
  shifts: { a: { iid_noise_scale: 1 }, b: { padding: [0, 9] } },
  factors: true,
  clean: true,
  label_noise: 0.3,
};

/** What a command writes to a sink that reuses nothing, and is closed at the end. */
async function written(work: (stream: Sink) => Promise<unknown>): Promise<Buffer> {
  const parts: Buffer[] = [];
  const write = async (bytes: Uint8Array) => void parts.push(Buffer.from(bytes));
  await work({ write, close: async () => {} });
  return Buffer.concat(parts);
}

const streamOf = (format: FormatName, array?: string): OutputPlan => planOutput("-", [format], array);

async function refusalOf(work: (stream: Sink) => Promise<unknown>): Promise<string> {
  let failure: unknown;
  const bytes = await written(async (stream) => {
    failure = await work(stream).catch((error: unknown) => error);
  });
  expect(bytes).toHaveLength(0);
  return (failure as Error).message;
}

describe.each([
  ["reference", "float32", 0],
  ["blocked", "float64", 1],
] as const)("of the engine %s as %s", (engine, dtype, part) => {
  const config = parseConfig({ ...ADDITIONS, engine, dtype });
  const made = (plan: OutputPlan) => written((stream) => buildDataset(config, plan, { stream }));

  const streamed = FORMATS.filter(({ singleFile, stream }) => singleFile && stream).map(({ name }) => name);
  it.each(dealt(streamed, 2, part))("%s is read as what it is, made or converted", async (format) => {
    const folder = await temporaryFolder();
    const [file, piped] = [join(folder, `file.${format}`), join(folder, `piped.${format}`)];
    await buildDataset(config, planOutput(file));
    writeFileSync(piped, await made(streamOf(format)));
    // Arrow has another form for streams.
    if (format !== "arrow") expect(readFileSync(piped).equals(readFileSync(file))).toBe(true);
    const converted = await written((stream) => convertDataset(file, streamOf(format), { stream }));
    expect(converted.equals(readFileSync(piped))).toBe(true);
    const options = format === "csv" || format === "jsonl" ? { config } : {};
    expect((await verifyDataset(piped, options)).passed).toBe(true);
    await convertDataset(piped, planOutput(join(folder, "again.npz")));
    expect((await verifyDataset(join(folder, "again.npz"), options)).passed).toBe(true);
  });

  it("npy is one array, made or converted; together they are the dataset", async () => {
    const folder = await temporaryFolder();
    const directory = join(folder, "data");
    await buildDataset(config, planOutput(directory, ["npy"]));
    const names = readdirSync(directory)
      .filter((name) => /\.npy$/.test(name))
      .map((name) => name.slice(0, -4));
    expect(names).toHaveLength(8 + 4 * 7 + 4); // y_clean is of train alone; t, and three of templates
    cpSync(directory, join(folder, "piped"), { recursive: true });
    rmSync(join(folder, "piped/manifest.json"));
    for (const name of dealt(names, 6, part)) {
      const bytes = await made(streamOf("npy", name));
      expect(bytes.equals(readFileSync(join(directory, `${name}.npy`))), name).toBe(true);
      writeFileSync(join(folder, "piped", `${name}.npy`), bytes);
    }
    for (const name of ["x_test_b", "t", "templates_y"]) {
      const converted = await written((stream) => convertDataset(directory, streamOf("npy", name), { stream }));
      expect(converted.equals(readFileSync(join(directory, `${name}.npy`))), name).toBe(true);
    }
    expect((await verifyDataset(join(folder, "piped"), { config })).passed).toBe(true);
    const opened = await openDataset(join(folder, "piped/x.npy"));
    expect(opened.forms[0].examples.splits.map(({ name }) => name)).toContain("test_a");
    await opened.close();
  });

  it("npy without an array, or with none of the dataset's, is refused before anything is written", async () => {
    const folder = await temporaryFolder();
    await buildDataset(config, planOutput(join(folder, "data")));
    const without = "array: expected one of x, y, y_clean, x_clean, padding, scale, ";
    for (const work of [
      (plan: OutputPlan) => (stream: Sink) => buildDataset(config, plan, { stream }),
      (plan: OutputPlan) => (stream: Sink) => convertDataset(join(folder, "data"), plan, { stream }),
    ]) {
      const none = await refusalOf(work(streamOf("npy")));
      expect(none.startsWith(without)).toBe(true);
      expect(none).toMatch(/, …, got none\. For x of train, type --array x$/);
      expect(await refusalOf(work(streamOf("npy", "x_tset")))).toMatch(/got "x_tset"\. Did you mean x_test/);
      // That of another split is its y.
      expect(await refusalOf(work(streamOf("npy", "y_clean_test")))).toContain('got "y_clean_test"');
    }
  });
});

it("an array that a converted dataset does not know is refused", async () => {
  const path = join(await temporaryFolder(), "others.csv");
  writeFileSync(path, "x0,x1,y\n0.5,1,0\n-0.5,0.25,1\n");
  for (const array of ["t", "templates_x"]) {
    const message = await refusalOf((stream) => convertDataset(path, streamOf("npy", array), { stream }));
    expect(message).toBe(`array: expected one of x, y, x_test, y_test, got "${array}"`);
  }
});

it("npy of a dataset with one split is its x", async () => {
  const folder = await temporaryFolder();
  for (const trainSplit of [0, 1]) {
    const name = trainSplit === 1 ? "x.npy" : "x_test.npy";
    const keys = { numSamples: 20, trainSplit };
    const path = join(folder, `${trainSplit}`);
    await buildDataset(keys, planOutput(path, ["npy"]));
    const piped = await written((stream) => buildDataset(keys, streamOf("npy"), { stream }));
    expect(piped.equals(readFileSync(join(path, name)))).toBe(true);
    const converted = await written((stream) => convertDataset(path, streamOf("npy"), { stream }));
    expect(converted.equals(piped)).toBe(true);
  }
});

it("an array is of npy on standard output alone", () => {
  const expected = "array: expected -o - -f npy, whose output is one array, got ";
  expect(() => planOutput("data/", ["npy"], "x")).toThrow(`${expected}"data/"`);
  expect(() => planOutput("x.npz", [], "x")).toThrow(`${expected}"x.npz"`);
  expect(() => planOutput("-", ["npz"], "x")).toThrow(`${expected}npz`);
});
