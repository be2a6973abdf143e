// What the card and croissant.json say of splits and columns beyond train and test, x and y, and of classes with names.
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { configToJson } from "../../src/config/config-json.js";
import { parseConfig } from "../../src/config/parse-config.js";
import { cardText, datasetConfig } from "../../src/describe/card/card.js";
import { updatedCardText } from "../../src/describe/card/update-card.js";
import { croissantText } from "../../src/describe/croissant.js";
import type { Manifest } from "../../src/describe/manifest.js";
import { config, description, split } from "./support/descriptions.js";

const FACTORS = ["padding", "scale", "translation", "shear"];
const NAMES = ["zero", "one", "two"];

/** All that a dataset can have, of a config with changes. */
function all(keys: object = {}): Manifest {
  const made = parseConfig({
    num_samples: 6,
    classes: [0, 1, 2],
    class_names: NAMES,
    val_size: 1,
    label_noise: 0.5,
    shifts: { noisy: { iid_noise_scale: 0.2 }, far: { max_translation: 72, padding: [10, 30] } },
    factors: true,
    clean: true,
    ...keys,
  });
  return description({
    config: configToJson(made),
    hasCleanLabels: true,
    columns: ["x_clean", ...FACTORS],
    splits: [
      split("train", 3),
      split("validation", 1),
      split("test", 2),
      split("test_far", 2, 2),
      split("test_noisy", 2),
    ],
  });
}

const card = (manifest: Manifest) => cardText([datasetConfig(manifest)]);
const yamlOf = (text: string) => parse(text.split("---\n")[1]!);
const cellsOf = (text: string, name: string) =>
  text
    .split("\n")
    .find((line) => line.startsWith(`| ${name} |`))!
    .split(" | ");

describe("the card", () => {
  it("has each split with its files, in order", () => {
    const { configs, dataset_info } = yamlOf(card(all()));
    const names = ["train", "validation", "test", "test_far", "test_noisy"];
    expect(configs[0].data_files).toEqual(names.map((name) => ({ split: name, path: `data/${name}-*.parquet` })));
    const signals = 40 * 4 + 40 * 4;
    expect(dataset_info[0].splits).toEqual(
      [3, 1, 2, 2, 2].map((rows, i) => ({
        name: names[i],
        num_bytes: rows * (signals + 6 * 8) + 2 * Math.ceil(rows / 8),
        num_examples: rows,
      })),
    );
  });

  it("has each column with its type, and names of the classes in both columns of labels", () => {
    const label = { class_label: { names: { 0: "zero", 1: "one", 2: "two" } } };
    expect(yamlOf(card(all())).dataset_info[0].features).toEqual([
      { name: "x", list: "float32", length: 40 },
      { name: "y", dtype: label },
      { name: "y_clean", dtype: label },
      { name: "x_clean", list: "float32", length: 40 },
      { name: "padding", dtype: "int64" },
      { name: "scale", dtype: "float64" },
      { name: "translation", dtype: "int64" },
      { name: "shear", dtype: "float64" },
    ]);
  });

  it("says of each shifted split what was changed, and where validation is from", () => {
    const text = card(all());
    expect(cellsOf(text, "train").at(-1)).toBe("|");
    expect(cellsOf(text, "test_noisy").at(-1)).toContain("test with iid\\_noise\\_scale 0.2 instead of 0.02,");
    const far = "padding 10,30 instead of 36,60 and max\\_translation 72 instead of 48, standardised as test is";
    expect(cellsOf(text, "test_far").at(-1)).toContain(far);
    expect(cellsOf(text, "validation").at(-1)).toContain("taken from the end of train, with their true labels");
    expect(card(all({ engine: "blocked" }))).toContain("| a sequence of its own");
  });

  it("says of each column what it is, and of y the names of the classes", () => {
    const text = card(all());
    expect(cellsOf(text, "`y`").at(-1)).toContain("its class: 0 (zero), 1 (one), 2 (two); in train some are wrong");
    expect(cellsOf(text, "`x`").at(-1)).toContain("standardised over all splits but the shifted ones");
    expect(cellsOf(text, "`x_clean`").slice(1)).toEqual([
      "float32 × 40",
      "the signal without its noise, standardised as x is |",
    ]);
    for (const name of FACTORS) expect(cellsOf(text, `\`${name}\``), name).toHaveLength(3);
    expect(text).not.toContain("undefined");
  });

  it("has names of labels that are no indices in its text, where the library has no place for them", () => {
    const made = parseConfig({ classes: [3, 8], class_names: ["three", "eight"] });
    const text = card(description({ config: configToJson(made), classes: [3, 8] }));
    expect(yamlOf(text).dataset_info[0].features[1]).toEqual({ name: "y", dtype: "int64" });
    expect(cellsOf(text, "`y`").at(-1)).toBe("its class: 3 (three), 8 (eight) |");
  });

  it.each([
    "null",
    "y",
    "01",
    "1.0",
    "a: b",
    "# a",
    "a # b",
    "a|b",
    '"a"',
    "'a",
    "<!-- mnist1d:end -->",
    "é 😀",
    "\ufeffa",
    "*",
  ])("has any name of a class, such as %j, and can be brought up to date with it", (name) => {
    const named = (length: number) => {
      const made = parseConfig({ classes: [0, 1, 2], class_names: [name, "one", "two"], final_seq_length: length });
      return [datasetConfig(description({ config: configToJson(made), length }))];
    };
    const text = cardText(named(40));
    const [, y] = yamlOf(text).dataset_info[0].features;
    expect(y.dtype.class_label.names[0]).toBe(name);
    expect(updatedCardText(text, named(40))).toBe(text);
    expect(updatedCardText(text, named(7))).toBe(cardText(named(7)));
  });

  it("knows what it wrote of splits and columns for ours when the dataset is gone", () => {
    const gone = { name: "gone", folder: "gone/", dataset: all() };
    const text = cardText([config("a"), gone]);
    expect(updatedCardText(text, [config("a")])).toBe(cardText([config("a")]));
  });

  it("is as it was for a dataset without any of this", () => {
    const text = card(description());
    expect(text).toContain("| split | examples | files |\n|---|---|---|\n| train | 4000 | [data/");
    expect(text).toContain("| the signal, standardised over both splits |");
  });
});

describe("croissant.json", () => {
  // biome-ignore lint/suspicious/noExplicitAny: a JSON document, whose shape is what is tested.
  const { recordSet, description: about }: any = JSON.parse(croissantText(all(), "mnist1d", "2024-01-15"));
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  const byId = (entries: any[], id: string) => entries.find((entry) => entry["@id"] === id);

  it("has a record set of each split, which says what the split is", () => {
    const names = ["train", "validation", "test", "test_far", "test_noisy"];
    expect(recordSet.map((set: { "@id": string }) => set["@id"])).toEqual(["splits", "classes", ...names]);
    expect(recordSet[0].data).toEqual(names.map((name) => ({ "splits/name": name })));
    expect(byId(recordSet, "test_noisy").description).toContain("with iid_noise_scale 0.2 instead of 0.02");
    expect(byId(recordSet, "test").description).toBe("The 2 test examples.");
    expect(about).toContain("3 train, 1 validation, 2 test, 2 test_far and 2 test_noisy examples");
  });

  it("counts shifted splits where there are many", () => {
    const shifted = Array.from({ length: 6 }, (_, i) => split(`test_s${i}`, 2));
    const many = description({ splits: [split("train", 3), split("test", 2), ...shifted] });
    expect(croissantText(many)).toContain(": 3 train, 2 test and 6 times 2 shifted test examples,");
  });

  it("has a field of each column, with its type and where it is", () => {
    const { field } = byId(recordSet, "test_far");
    const types = field.map((own: { name: string; dataType: unknown }) => [own.name, own.dataType]);
    expect(types).toEqual([
      ["split", "sc:Text"],
      ["x", "cr:Float32"],
      ["y", ["cr:Int64", "cr:Label"]],
      ["y_clean", ["cr:Int64", "cr:Label"]],
      ["x_clean", "cr:Float32"],
      ["padding", "cr:Int64"],
      ["scale", "cr:Float64"],
      ["translation", "cr:Int64"],
      ["shear", "cr:Float64"],
    ]);
    expect(byId(field, "test_far/x_clean")).toMatchObject({
      isArray: true,
      arrayShape: "40",
      source: { fileSet: { "@id": "test_far-files" }, extract: { column: "x_clean" } },
    });
    expect(byId(field, "test_far/scale")).not.toHaveProperty("isArray");
  });

  it("has the names of the classes, which labels refer to; of none without names", () => {
    const data = NAMES.map((name, label) => ({ "classes/label": label, "classes/name": name }));
    expect(byId(recordSet, "classes")).toMatchObject({ key: { "@id": "classes/label" }, data });
    const { field } = byId(recordSet, "train");
    for (const name of ["y", "y_clean"]) {
      expect(byId(field, `train/${name}`).references).toEqual({ field: { "@id": "classes/label" } });
    }
    const plain = croissantText(description(), "mnist1d", "2024-01-15");
    expect(plain).not.toContain('references": {');
    expect(plain).not.toContain("classes/");
  });
});
