// What other programs leave beside data, and files that are not what their names say: through the command, as users meet them.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "./support/run-cli.js";
import { runHere } from "./support/run-here.js";

const folder = temporaryFolder();

/** A folder of its own with these files, by their paths. */
function placeOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const place = mkdtempSync(join(folder, "t-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(place, name)), { recursive: true });
    writeFileSync(join(place, name), content);
  }
  return place;
}

/** A folder of its own with what a bug report came with. */
function caseOf(name: string): string {
  const place = mkdtempSync(join(folder, "t-"));
  cpSync(fileURLToPath(new URL(`../../fixtures/cases/${name}`, import.meta.url)), place, { recursive: true });
  return place;
}

describe("float32 in text, as pandas, polars and DuckDB write it", () => {
  it("is verified, inspected and compared as float32, without a contradiction", async () => {
    const place = caseOf("float32-csv-verify");
    const verified = await runHere(["verify", "f32.csv", "--config", "config.json"], place);
    expect(verified).toMatchObject({ exitCode: 0 });
    expect(verified.stdout).toContain("every value and label is what the config gives");
    expect((await runHere(["inspect", "f32.csv"], place)).stdout).toContain("x 4 × float32");
    expect((await runHere(["diff", "f32.csv", "config.json"], place)).stdout).toContain("bit for bit");
  });

  it("is verified as float32, with a note, in digits of which a double has more", async () => {
    const place = caseOf("float32-csv-verify");
    const [header, ...lines] = readFileSync(join(place, "f32.csv"), "utf8").trim().split("\n");
    const rows = lines.map((line) => line.replace(/[-.0-9]+(?=,)/g, (text) => nineDigits(text)));
    writeFileSync(join(place, "nine.csv"), `${[header, ...rows].join("\n")}\n`);
    const { exitCode, stdout } = await runHere(["verify", "nine.csv", "--config", "config.json"], place);
    expect(stdout).toMatch(/ok {6}data {5}as float32, every value .*--float32/);
    expect(exitCode).toBe(0);
  });

  it("fails in a format that has types, and is told of --float32, with which it passes", async () => {
    const place = caseOf("float32-csv-verify");
    const nine = readFileSync(join(place, "f32.csv"), "utf8").replace(/0\.24729961/, "0.247299612");
    writeFileSync(join(place, "nine.csv"), nine);
    await runHere(["convert", "nine.csv", "wide.npz"], place);
    const { exitCode, stdout } = await runHere(["verify", "wide.npz", "--config", "config.json"], place);
    expect(stdout).toContain("--float32 compares them so");
    expect(exitCode).toBe(1);
    const asFloat32 = await runHere(["verify", "wide.npz", "--config", "config.json", "--float32"], place);
    expect(asFloat32.exitCode).toBe(0);
  });

  it("still fails where one value is another float32", async () => {
    const place = caseOf("float32-csv-verify");
    const edited = readFileSync(join(place, "f32.csv"), "utf8").replace("0.24729961", "0.24729963");
    writeFileSync(join(place, "f32.csv"), edited);
    const { exitCode, stdout } = await runHere(["verify", "f32.csv", "--config", "config.json"], place);
    expect(stdout).toContain("1 example of 10 differs");
    expect(exitCode).toBe(1);
  });

  it.each(["csv", "jsonl", "json"])("is what we write as %s, and the same float32 again", async (format) => {
    const place = placeOf({});
    await runHere(["generate", "--num-samples", "50", "-o", "a.npz", "-q"], place);
    await runHere(["convert", "a.npz", `a.${format}`, "-q"], place);
    const [examples = ""] = readFileSync(join(place, `a.${format}`), "utf8").split('"t":');
    for (const number of examples.match(/\d\.\d+/g)!) expect(number.length).toBeLessThan(14);
    await runHere(["convert", `a.${format}`, "b.npz", "-q"], place);
    const diff = await runHere(["diff", "a.npz", "b.npz"], place);
    expect(diff.stdout).toContain("bit for bit");
    expect((await runHere(["inspect", "b.npz"], place)).stdout).toContain("x 40 × float32");
  });
});

/** A number to nine digits, which tell every float32 apart, and are no float32's shortest. */
function nineDigits(text: string): string {
  return Number.isInteger(Number(text)) ? text : Math.fround(Number(text)).toPrecision(9);
}

/** Rows of train and test that a path has, as `inspect` tells them. */
async function rowsOf(path: string, place: string): Promise<Record<string, number> | string> {
  const { exitCode, stdout, stderr } = await runHere(["inspect", path, "--json"], place);
  if (exitCode !== 0) return `${exitCode}: ${stderr}`;
  const { splits } = JSON.parse(stdout) as { splits: { name: string; rows: number }[] };
  return Object.fromEntries(splits.map(({ name, rows }) => [name, rows]));
}

const TRAIN = "x0,x1,y\n0.5,1.5,3\n2.5,3.5,7\n";
const TEST = "x0,x1,y\n4.5,5.5,1\n";

describe("working files of other programs", () => {
  const arrow = (name: string) => readFileSync(join(caseOf("hf-map-cache"), name));

  it("are no data: the caches of map, filter and shuffle beside what save_to_disk saved", async () => {
    const place = caseOf("hf-map-cache");
    expect(await rowsOf("saved", place)).toEqual({ train: 1, test: 1 });
    await runHere(["convert", "saved", "all.npz", "-q"], place);
    expect(await rowsOf("all.npz", place)).toEqual({ train: 1, test: 1 });
  });

  it("are no data beside a single saved Dataset, whose state says its split", async () => {
    const data = arrow("saved/test/data-00000-of-00001.arrow");
    const state = (split: string | null) =>
      JSON.stringify({ _data_files: [{ filename: "data-00000-of-00001.arrow" }], _split: split });
    const files = { "s/data-00000-of-00001.arrow": data, "s/cache-0123456789abcdef.arrow": data };
    expect(await rowsOf("s", placeOf({ ...files, "s/state.json": state(null) }))).toEqual({ train: 1 });
    expect(await rowsOf("s", placeOf({ ...files, "s/state.json": state("test") }))).toEqual({ test: 1 });
  });

  it("are named where what they say is not there, or says that the data is not all", async () => {
    const data = arrow("saved/test/data-00000-of-00001.arrow");
    const listed = [{ filename: "a.arrow" }, { filename: "b.arrow" }];
    const half = placeOf({ "s/a.arrow": data, "s/state.json": JSON.stringify({ _data_files: listed }) });
    expect(await rowsOf("s", half)).toContain("3: error: s: has no b.arrow, which its state.json lists");
    const state = { _data_files: [listed[0]], _indices_data_files: [{ filename: "indices.arrow" }] };
    const indexed = placeOf({ "s/a.arrow": data, "s/indices.arrow": data, "s/state.json": JSON.stringify(state) });
    expect(await rowsOf("s", indexed)).toContain("flatten_indices");
    const dict = placeOf({ "s/train/a.arrow": data, "s/dataset_dict.json": '{"splits": ["train", "test"]}' });
    expect(await rowsOf("s", dict)).toContain("has no test/, which its dataset_dict.json lists");
  });

  it.each([
    ".ipynb_checkpoints/train-checkpoint.csv",
    "__MACOSX/._train.csv",
    "__MACOSX/train.csv",
    "._train.csv",
    ".~lock.train.csv#",
    "~$train.csv",
    "#train.csv#",
    ".train.csv.crc",
    "_SUCCESS",
    "_temporary/0/train.csv",
    "_metadata",
    "_delta_log/00000000000000000000.json",
    ".cache/huggingface/train.csv",
    "Thumbs.db",
    "train.csv~",
    "train.csv.bak",
    "train.csv.tmp",
    "train.csv.part",
    "train.csv.crdownload",
    "train.csv.dvc",
    "cache-0123456789abcdef_00000_of_00002.arrow",
  ])("are no data: %s", async (name) => {
    expect(await rowsOf("d", placeOf({ "d/train.csv": TRAIN, "d/test.csv": TEST, [`d/${name}`]: TRAIN }))).toEqual({
      train: 2,
      test: 1,
    });
  });
});

describe("the split of a file", () => {
  it("is what its own name says, whatever its folders are called", async () => {
    expect(await rowsOf("runs", caseOf("split-of-folder-name"))).toEqual({ train: 2, test: 1 });
    expect(await rowsOf("d", placeOf({ "d/test/train.csv": TRAIN, "d/test/test.csv": TEST }))).toEqual({
      train: 2,
      test: 1,
    });
  });

  it.each([
    ["train.csv", "train"],
    ["TEST.CSV", "test"],
    ["testData.csv", "test"],
    ["X_test.csv", "test"],
    ["testset.csv", "test"],
    ["contest.csv", "train"],
    ["trainer.csv", "train"],
    ["latest.csv", "train"],
    ["train (1).csv", "train"],
    ["test - Copy.csv", "test"],
  ])("of %s alone is %s", async (name, split) => {
    expect(await rowsOf(name, placeOf({ [name]: TEST }))).toEqual({ [split]: 1 });
    expect(await rowsOf("d", placeOf({ [`d/${name}`]: TEST }))).toEqual({ [split]: 1 });
  });

  it.each([
    ["train_test_split.csv", "is of two splits by its name"],
    ["test-of-training.csv", "is of two splits by its name"],
    ["train_val.csv", "is of two splits by its name"],
    ["validation.csv", "is of another split than train and test by its name"],
    ["dev.csv", "is of another split than train and test by its name"],
    ["x_val.csv", "is of another split than train and test by its name"],
  ])("is not guessed: %s", async (name, problem) => {
    expect(await rowsOf(name, placeOf({ [name]: TEST }))).toContain(`3: error: ${name}: ${problem}`);
    const both = placeOf({ "d/train.csv": TRAIN, [`d/${name}`]: TEST });
    expect(await rowsOf("d", both)).toContain(`3: error: d/${name}: ${problem}`);
  });

  it("is what its column says, also of train_test_split.csv, and then nothing is beside it", async () => {
    const both = "x0,x1,y,split\n0.5,1.5,3,train\n4.5,5.5,1,test\n";
    expect(await rowsOf("d", placeOf({ "d/train_test_split.csv": both }))).toEqual({ train: 1, test: 1 });
    const place = placeOf({ "d/train.csv": both, "d/test.csv": TEST });
    expect(await rowsOf("d", place)).toContain("train.csv: has a column split, and there are other tables beside it");
  });

  it.each([
    ["train (1).csv"],
    ["train(1).csv"],
    ["train copy.csv"],
    ["train copy 2.csv"],
    ["train - Copy.csv"],
    ["train - Copy (2).csv"],
    ["Copy of train.csv"],
    ["train (conflicted copy 2024-01-01).csv"],
    ["train (Ann's conflicted copy 2024-01-01).csv"],
    ["train.sync-conflict-20240101-120000-ABCDEFG.csv"],
    ["train_old.csv"],
    ["train.bak.csv"],
    ["train2.csv"],
    ["backup/train.csv"],
  ])("has no rows twice: %s beside train.csv", async (name) => {
    const place = placeOf({ "d/train.csv": TRAIN, "d/test.csv": TEST, [`d/${name}`]: TRAIN });
    const refusal = await rowsOf("d", place);
    expect(refusal).toMatch(/^3: error: d: has several files of train/);
    for (const file of ["train.csv", name]) expect(refusal).toContain(file);
  });

  it("has no rows twice: copies in a folder of the split", async () => {
    const place = placeOf({ "d/train/rows.csv": TRAIN, "d/train/rows (1).csv": TRAIN, "d/test/rows.csv": TEST });
    expect(await rowsOf("d", place)).toContain("has several files of train");
  });

  it("has the rows of all its numbered files", async () => {
    const numbered = { "d/train-0.csv": TRAIN, "d/train-1.csv": TRAIN, "d/test-0.csv": TEST };
    expect(await rowsOf("d", placeOf(numbered))).toEqual({ train: 4, test: 1 });
    const hashed = { "d/train-0-of-2-0123abcd4567.csv": TRAIN, "d/train-1-of-2-89abcdef0123.csv": TRAIN };
    expect(await rowsOf("d", placeOf(hashed))).toEqual({ train: 4 });
    const folders = { "d/train/a.csv": TRAIN, "d/train/b.csv": TRAIN, "d/test/a.csv": TEST };
    expect(await rowsOf("d", placeOf(folders))).toEqual({ train: 4, test: 1 });
  });
});
