// What other programs leave beside data, and files that are not what their names say: through the command, as users meet them.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

describe("further columns in text, in digits of which a double has more", () => {
  const CONFIG = { num_samples: 50, final_seq_length: 4, factors: true, clean: true };

  /** Our file of a format, with the numbers of some columns in other digits. */
  async function rewritten(format: string, columns: RegExp, digits: (text: string) => string): Promise<string> {
    const place = placeOf({ "c.json": JSON.stringify(CONFIG) });
    await runHere(["generate", "--config", "c.json", "-o", `a.${format}`, "-q"], place);
    const path = join(place, `a.${format}`);
    const text = readFileSync(path, "utf8");
    const inColumn = (name: string, values: string) =>
      columns.test(name) ? values.replace(/-?\d+\.\d+(e-?\d+)?/g, digits) : values;
    if (format === "csv") {
      const [header = "", ...lines] = text.split("\n");
      const names = header.split(",");
      const rows = lines.map((line) => line.split(",").map((value, i) => inColumn(names[i]!, value)));
      writeFileSync(path, [header, ...rows].join("\n"));
    } else {
      // Of JSON, keys of arrays and of columns alike, in what comes before t, templates and config.
      const [examples, ...rest] = text.split(/(?="t":)/);
      const pattern = /"(\w+)":( ?\[\[.*?\]\]| ?\[.*?\]|[^,}]*)/gs;
      const changed = examples!.replace(pattern, (_, name, values) => `"${name}":${inColumn(name, values)}`);
      writeFileSync(path, [changed, ...rest].join(""));
    }
    return place;
  }

  const verifiedIn = (place: string, format: string) => runHere(["verify", `a.${format}`, "--config", "c.json"], place);

  it.each(["csv", "jsonl", "json"])("pass as float32, if they are signals: %s", async (format) => {
    for (const columns of [/^x/, /^x_clean/, /^x\d*(_test)?$/]) {
      const { exitCode, stdout } = await verifiedIn(await rewritten(format, columns, nineDigits), format);
      expect(stdout).toMatch(/ok {6}data {5}as float32, every value .*--float32/);
      expect(exitCode).toBe(0);
    }
  });

  it.each(["csv", "jsonl", "json"])("are told by their names, if they are factors: %s", async (format) => {
    const shortened = (text: string) => String(Number(Number(text).toPrecision(9)));
    const factors = await verifiedIn(await rewritten(format, /^(scale|shear)/, shortened), format);
    expect(factors.stdout).toMatch(/in all: 50 values of scale, by at most \S+; 50 values of shear, by at most/);
    expect(factors.exitCode).toBe(1);
    // Signals with them are no fault.
    const digits = (text: string) => (text.length > 14 ? shortened(text) : nineDigits(text));
    const all = await verifiedIn(await rewritten(format, /^(x|scale|shear)/, digits), format);
    expect(all.stdout).toMatch(/first: train row 0, scale in/);
    expect(all.stdout).toMatch(/in all: 50 values of scale, by at most \S+; 50 values of shear, by at most/);
    expect(all.stdout).toContain("50 examples of 50 differ from what the config gives, as float32 (text has no type");
  });

  it.each(["csv", "jsonl", "json"])("still fail where a value is another: %s", async (format) => {
    let count = 0;
    const place = await rewritten(format, /^x_clean/, (text) => (count++ === 7 ? "1.23456789" : nineDigits(text)));
    const { exitCode, stdout } = await verifiedIn(place, format);
    expect(stdout).toMatch(/1 example of 50 differs/);
    expect(stdout).toMatch(/in all: 1 value of x_clean, by at most/);
    expect(exitCode).toBe(1);
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
    expect(await rowsOf("s", placeOf({ ...files, "s/state.json": state("test[:80%]") }))).toEqual({ test: 1 });
    for (const split of ["validation", "test_noisy", "test_data"]) {
      expect(await rowsOf("s", placeOf({ ...files, "s/state.json": state(split) }))).toEqual({ [split]: 1 });
      expect(await rowsOf("s", placeOf({ ...files, "s/state.json": state(`${split}[10:]`) }))).toEqual({ [split]: 1 });
    }
  });

  it("are no data beside a saved DatasetDict with shifted splits, whose folders are called as they are", async () => {
    const data = arrow("saved/test/data-00000-of-00001.arrow");
    const splits = ["train", "validation", "test", "test_noisy", "test_data"];
    const files: Record<string, string | Uint8Array> = { "d/s/dataset_dict.json": JSON.stringify({ splits }) };
    for (const split of splits) {
      // What was another split before it became this one still says so.
      const state = {
        _data_files: [{ filename: "data-00000-of-00001.arrow" }],
        _split: split === "test_data" ? "train" : null,
      };
      files[`d/s/${split}/state.json`] = JSON.stringify(state);
      files[`d/s/${split}/data-00000-of-00001.arrow`] = data;
      files[`d/s/${split}/cache-0123456789abcdef.arrow`] = data;
    }
    const place = placeOf(files);
    const rows = Object.fromEntries(splits.map((split) => [split, 1]));
    for (const path of ["d/s", "d"]) expect(await rowsOf(path, place)).toEqual(rows);
  });

  it.each(["train+test", "train+validation", "test+test_noisy", "validation+test_noisy"])(
    "are no train, where a saved Dataset says that it is %s",
    async (split) => {
      const data = arrow("saved/test/data-00000-of-00001.arrow");
      const state = JSON.stringify({ _data_files: [{ filename: "data-00000-of-00001.arrow" }], _split: split });
      const place = placeOf({ "s/data-00000-of-00001.arrow": data, "s/state.json": state });
      expect(await rowsOf("s", place)).toContain(
        `3: error: s: was saved as the split "${split}", not train, validation, test and test_<shift>`,
      );
    },
  );

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

describe("arrays of NumPy beside each other", () => {
  it("are those of the dataset, without what macOS and editors put there, and no copy of one passes", async () => {
    const place = placeOf({ "._x.npy": "\0\x05\x16\x07", "~$x.npy": "" });
    await runHere(["generate", "--num-samples", "50", "-f", "npy", "-o", "made/", "-q"], place);
    for (const name of ["x", "y", "x_test", "y_test"])
      cpSync(join(place, `made/${name}.npy`), join(place, `${name}.npy`));
    expect(await rowsOf("x.npy", place)).toEqual({ train: 40, test: 10 });
    cpSync(join(place, "x.npy"), join(place, "x (1).npy"));
    expect(await rowsOf("x.npy", place)).toContain("x (1).npy");
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
    ["validation.csv", "validation"],
    ["dev.csv", "validation"],
    ["x_val.csv", "validation"],
    ["ValidSet.csv", "validation"],
    ["test_noisy-00000-of-00001.csv", "test_noisy"],
    ["test_data-00000-of-00001.csv", "test_data"],
    ["test_noisy.csv", "test_noisy"],
    ["Test_Noisy.CSV", "test_noisy"],
    ["test_noisy_2.csv", "test_noisy_2"],
    ["test_noisy-0-of-1.csv", "test_noisy"],
    ["test_noisy-00000-of-00001-0123456789abcdef.csv", "test_noisy"],
    ["test_noisy (1).csv", "test_noisy"],
    ["mnist1d_test_noisy.csv", "test_noisy"],
    ["X_test_noisy.csv", "test_noisy"],
    ["test_set.csv", "test"],
    ["test_data.csv", "test"],
    ["my_test_data_2.csv", "test"],
    ["test_part1.csv", "test"],
    ["test_0123456789ab.csv", "test"],
  ])("of %s alone is %s", async (name, split) => {
    expect(await rowsOf(name, placeOf({ [name]: TEST }))).toEqual({ [split]: 1 });
    expect(await rowsOf("d", placeOf({ [`d/${name}`]: TEST }))).toEqual({ [split]: 1 });
  });

  it.each([
    ["train_test_split.csv", "is of two splits by its name"],
    ["test-of-training.csv", "is of two splits by its name"],
    ["train_val.csv", "is of two splits by its name"],
    ["val-test.csv", "is of two splits by its name"],
    ["test_val.csv", "is of two splits by its name"],
    ["test_noisy-train.csv", "is of two splits by its name"],
    ["test+test_noisy.csv", "is of two splits by its name"],
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

  it.each(["csv", "jsonl", "parquet", "arrow"])("is a shifted one by its name: test_noisy.%s", async (format) => {
    const place = placeOf({});
    const config = ["--num-samples", "50", "--val-size", "5", "--shift", "noisy:iid_noise_scale=1", "-q"];
    await runHere(["generate", ...config, "-f", format, "-o", "made/"], place);
    mkdirSync(join(place, "d"));
    for (const split of ["train", "validation", "test", "test_noisy"]) {
      cpSync(join(place, `made/data/${split}-00000-of-00001.${format}`), join(place, `d/${split}.${format}`));
    }
    expect(await rowsOf("d", place)).toEqual({ train: 35, validation: 5, test: 10, test_noisy: 10 });
    expect(await rowsOf(`d/test_noisy.${format}`, place)).toEqual({ test_noisy: 10 });
    expect((await runHere(["diff", "made", "d"], place)).stdout).toContain("bit for bit");
    rmSync(join(place, `d/test.${format}`));
    expect(await rowsOf("d", place)).toMatchObject({ train: 35, test_noisy: 10 });
  });

  it("is that of its folder, a shifted one too, where its own name says none", async () => {
    const shifted = { "d/train/0.csv": TRAIN, "d/test/0.csv": TEST, "d/test_noisy/0.csv": TRAIN };
    expect(await rowsOf("d", placeOf(shifted))).toEqual({ train: 2, test: 1, test_noisy: 2 });
    const named = { "d/train_data/0.csv": TRAIN, "d/test_data/0.csv": TEST };
    expect(await rowsOf("d", placeOf(named))).toEqual({ train: 2, test: 1 });
    const both = placeOf({ "d/test/test_noisy/0.csv": TRAIN, "d/train.csv": TRAIN });
    expect(await rowsOf("d", both)).toContain("0.csv: is of two splits by its name");
  });

  it("has no rows twice: two files of a shifted split", async () => {
    const place = placeOf({ "d/test_noisy.csv": TEST, "d/test_noisy-00000-of-00001.csv": TEST });
    expect(await rowsOf("d", place)).toMatch(/^3: error: d: has several files of test_noisy/);
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

describe("a file whose name and content disagree", () => {
  const ROWS = '{"x":[0.5,1.5],"y":3}\n{"x":[2.5,3.5],"y":7}\n';
  const OBJECT = '{"x":[[0.5,1.5],[2.5,3.5]],"y":[3,7]}';
  const CSV = "x0,x1,y\n0.5,1.5,3\n2.5,3.5,7\n";

  it.each([
    ["JSON Lines called .json, as Hugging Face and DuckDB call it", "rows.json", ROWS],
    ["one line of it", "rows.json", ROWS.slice(0, 22)],
    ["with y first", "rows.json", '{"y":3,"x":[0.5,1.5]}\n'],
    ["with split first, and no extension", "rows", '{"split":"train","y":3,"x":[0.5,1.5]}\n'],
    ["JSON with y first, and no extension", "object", '{"y":[3,7],"x":[[0.5,1.5],[2.5,3.5]]}'],
    ["JSON after white space and a byte-order mark", "object", `\ufeff \n ${OBJECT}`],
    ["CSV without an extension", "table", CSV],
  ])("is read where that is how it is called: %s", async (_, name, content) => {
    const rows = await rowsOf(name, placeOf({ [name]: content }));
    expect(rows).toMatchObject({ train: expect.any(Number) });
  });

  it("is read in a directory, too: train.json and test.json of JSON Lines, with a config beside them", async () => {
    const files = { "d/train.json": ROWS, "d/test.json": ROWS, "d/config.json": '{"seed": 7}', "d/a.json": '{"b": 1}' };
    expect(await rowsOf("d", placeOf(files))).toEqual({ train: 2, test: 2 });
  });

  it.each([
    ["rows.csv", ROWS, "is JSON Lines by its content, and csv by its name"],
    ["object.csv", OBJECT, "is JSON by its content, and csv by its name"],
    ["object.jsonl", OBJECT, "is JSON by its content, and jsonl by its name"],
    ["table.json", CSV, "is CSV by its content, and json by its name"],
    ["table.jsonl", CSV, "is CSV by its content, and jsonl by its name"],
    ["table.parquet", CSV, "is CSV by its content, and parquet by its name"],
    ["rows.npz", ROWS, "is JSON Lines by its content, and npz by its name"],
    ["a.arrow", "PAR1", "is a Parquet file by its content, and arrow by its name"],
    ["array.json", `[${ROWS.trim().replace("\n", ",")}]`, "is a JSON array. Write an object a line"],
    ["columns.json", '{"x":{"0":[0.5]},"y":{"0":3}}', "is JSON with its columns as objects"],
    ["a.parquet", "version https://git-lfs.github.com/spec/v1\n", "is a pointer of Git LFS, not the file itself"],
    ["a.csv", "version https://git-lfs.github.com/spec/v1\n", "is a pointer of Git LFS, not the file itself"],
    ["a.parquet", "PARE....", "is an encrypted Parquet file"],
    ["a.arrow", "FEA1....", "is a Feather file of version 1"],
    ["a.csv", "\x1f", "is not a text file"],
    ["a.csv", Uint8Array.of(0x1f, 0x8b, 8, 0), "is compressed with gzip. Decompress it first"],
    ["a.csv", "<!DOCTYPE html><html>", "is a web page or XML"],
    ["golden.json", '{"golden_version": 1, "entries": {}}', "is a file of golden values, not a dataset"],
    ["a.json", '{"templates": {"x": [[0]], "t": [0], "y": [0]}, "seed": 7}', "is a config, not a dataset"],
    ["a", '{"digest": "sha256:0", "num_samples": 70}', "is a config, not a dataset"],
  ])("is told what it seems to be: %s of %j", async (name, content, problem) => {
    const place = placeOf({ [name]: content });
    for (const command of ["inspect", "verify"]) {
      const { exitCode, stderr } = await runHere([command, name], place);
      expect(stderr).toContain(`${name}: ${problem}`);
      expect(exitCode).toBe(3);
    }
    const { exitCode, stderr } = await runHere(["convert", name, "out.npz"], place);
    expect(stderr).toContain(`${name}: ${problem}`);
    expect(exitCode).toBe(3);
  });

  it("is compared as what it is: keys in another order, a config by any name", async () => {
    const place = caseOf("json-key-order-diff");
    expect(await runHere(["diff", "a.json", "b.json"], place)).toMatchObject({ exitCode: 0 });
    const configs = placeOf({
      "first.json": '{"templates": {"x": [[0,1,2],[1,0,1]], "t": [0,1,2], "y": [0,1]}, "num_samples": 20, "seed": 3}',
      "second.txt": '{"seed": 3, "templates": {"x": [[0,1,2],[1,0,1]], "t": [0,1,2], "y": [0,1]}, "num_samples": 20}',
      "typo.json": '{"sed": 3}',
    });
    const same = await runHere(["diff", "first.json", "second.txt"], configs);
    expect(same).toMatchObject({ exitCode: 0 });
    expect(same.stdout).toContain("no parameter differs");
    expect((await runHere(["diff", "typo.json", "first.json"], configs)).stderr).toContain("Did you mean seed?");
  });
});

describe("text as others write it", () => {
  const CONFIG = '{"seed": 7, "num_samples": 20}';
  const utf16 = (text: string, isBigEndian = false) => {
    const bytes = Buffer.from(text, "utf16le");
    return isBigEndian ? bytes.swap16() : bytes;
  };

  it.each([
    ["UTF-16 of PowerShell's >", utf16(`\ufeff${CONFIG}\r\n`)],
    ["UTF-16 with its bytes the other way round", utf16(`\ufeff${CONFIG}`, true)],
    ["UTF-16 without a mark", utf16(CONFIG)],
    ["UTF-8 with a mark", `\ufeff${CONFIG}`],
    ["\\r\\n", CONFIG.replaceAll(" ", "\r\n")],
  ])("configs are read: %s", async (_, content) => {
    const place = placeOf({ "a.json": content, "b.json": CONFIG, t: content });
    const { exitCode, stdout } = await runHere(["config", "--config", "a.json"], place);
    expect(stdout).toContain('"seed": 7');
    expect(exitCode).toBe(0);
    for (const operand of ["a.json", "t"]) {
      const diff = await runHere(["diff", operand, "b.json"], place);
      expect(diff).toMatchObject({ exitCode: 0 });
      expect(diff.stdout).toContain("no parameter differs");
    }
  });

  it.each([
    [
      "UTF-16",
      utf16("\ufeffx0,x1,y\r\n0.5,1.5,3\r\n"),
      "is UTF-16 text, not UTF-8. Windows PowerShell writes it with >",
    ],
    ["\\r", "x0,x1,y\r0.5,1.5,3\r", "has lines that end in a carriage return alone"],
    ["semicolons", "x0;x1;y\n0,5;1,5;3\n", 'has columns separated by ";", not ","'],
    ["semicolons and quotes", '"x0";"x1";"y"\n"0,5";"1,5";"3"\n', 'has columns separated by ";", not ","'],
    ["tabs", "x0\tx1\ty\n0.5\t1.5\t3\n", 'has columns separated by "\\t", not ","'],
    ["spaces", "x0 x1 y\n0.5 1.5 3\n", 'has columns separated by " ", not ","'],
    ["decimal commas", 'x0,x1,y\n"0,5","1,5",3\n', 'column x0: "0,5" has a comma where numbers have a point'],
    ["decimal commas without quotes", "x0,x1,y\n0,5,1,5,3\n", "has more fields than the 3 of the header"],
    ["inf", "x0,x1,y\n0.5,inf,3\n", "column x1: inf is not a finite number"],
    ["NaN", "x0,x1,y\n0.5,NaN,3\n", "column x1: NaN is not a finite number"],
    ["null", "x0,x1,y\n0.5,null,3\n", "column x1: null: the value is missing"],
    ["an empty cell", "x0,x1,y\n0.5,,3\n", "column x1: the value is missing"],
  ])("CSV is refused by what it has: %s", async (_, content, problem) => {
    expect(await rowsOf("a.csv", placeOf({ "a.csv": content }))).toContain(problem);
  });

  it.each([
    ["a mark", "\ufeffx0,x1,y\n0.5,1.5,3\n"],
    ["\\r\\n", "x0,x1,y\r\n0.5,1.5,3\r\n"],
    ["quotes", '"x0","x1","y"\n"0.5","1.5","3"\n'],
  ])("CSV is read with %s", async (_, content) => {
    expect(await rowsOf("a.csv", placeOf({ "a.csv": content }))).toEqual({ train: 1 });
  });

  it.each(["NaN", "Infinity", "-Infinity"])("JSON is refused by Python's %s", async (word) => {
    const place = placeOf({
      "a.json": `{"x": [[0.5, ${word}]], "y": [3]}`,
      "a.jsonl": `{"x": [0.5, ${word}], "y": 3}\n`,
    });
    for (const name of ["a.json", "a.jsonl"]) {
      expect(await rowsOf(name, place)).toContain(`${word} is not a finite number`);
    }
  });
});
