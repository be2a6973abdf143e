import type { Config } from "../../config/config.js";
import { show } from "../../config/config-error.js";
import { changedParameters } from "../../config/parameters.js";
import { parseConfig } from "../../config/parse-config.js";
import { knownName } from "../../digest/known-digests.js";
import { type Column, type ColumnField, valuesPerRow } from "../../generate/columns.js";
import {
  columnsIn,
  labelsOf,
  loadedSplits,
  type Manifest,
  namesOf,
  PICTURE_CLASSES,
  PICTURE_FILE,
} from "../manifest.js";
import { textCell } from "../markdown.js";
import { COLUMN_MEANINGS, classesText, splitMeaning, standardisedOver } from "../meanings.js";

/** What stands around the part of a card's body that is ours. */
export const MARKS = ["<!-- mnist1d:begin -->", "<!-- mnist1d:end -->"] as const;

/** The name that `load_dataset` takes where none is said. */
export const DEFAULT_CONFIG = "default";

/**
 * A new README.md: the card of a dataset that stands alone (`folder` is ""), or of a repository of several.
 * @param chosen as in `mainFirst`.
 */
export function cardText(configs: readonly CardConfig[], chosen?: string): string {
  const [begin, end] = MARKS;
  const ordered = mainFirst(configs, chosen);
  const lines = ownEntries(ordered).flatMap((entry) => entry.lines);
  return `---\n${lines.join("\n")}\n---\n\n${begin}\n${cardBody(ordered)}\n${end}\n`;
}

/** A dataset that stands alone, in its own directory. */
export function datasetConfig(dataset: Manifest): CardConfig {
  return { name: DEFAULT_CONFIG, folder: "", dataset };
}

/**
 * Configs by their names, but the one first that is loaded where none is named.
 * @param chosen the name of that; by default the one called `default`, or the first.
 */
export function mainFirst(configs: readonly CardConfig[], chosen?: string): CardConfig[] {
  const names = configs.map(({ name }) => name);
  const main = names.find((name) => name === DEFAULT_CONFIG) ?? names.find((name) => name === chosen) ?? names[0]!;
  return [...configs].sort((a, b) => Number(b.name === main) - Number(a.name === main) || (a.name < b.name ? -1 : 1));
}

export function cardBody(configs: readonly CardConfig[]): string {
  const [first] = configs;
  const stands = first!.folder === "";
  const datasets = configs.length === 1 ? "One dataset is" : `${configs.length} datasets are`;
  return [
    "# MNIST-1D",
    "",
    ...introduction(Math.max(...configs.map(({ dataset }) => labelsOf(dataset).length))),
    ...(configs.every(({ dataset }) => dataset.config !== null) ? [SYNTHETIC] : []),
    ...(stands ? [] : ["", `${datasets} in this repository, to be loaded by name:`, ""]),
    ...(stands ? [] : configs.map(({ name }) => `- [${name}](#${name.toLowerCase().replace(/[^a-z0-9_-]/g, "")})`)),
    ...configs.flatMap((config) => ["", ...sectionLines(config, stands ? "The data" : config.name)]),
    "",
    "## Load it",
    "",
    ...loadingLines(first!),
    "",
    "## Verify it",
    "",
    ...verifyingLines(first!),
    "",
    "## Cite it",
    "",
    ...CITATION,
  ].join("\n");
}

const introduction = (classes: number) => [
  `Signals of ${classes === 10 ? "ten" : classes} ${classes === 1 ? "class" : "classes"}, each a one-dimensional "digit" that was padded, scaled, shifted and noised: small enough for a`,
  "laptop, and hard enough to tell linear models, MLPs, CNNs and recurrent networks apart. Introduced by Greydanus & Kobak in",
  "*Scaling Down Deep Learning with MNIST-1D* (ICML 2024); the original is at",
  "[greydanus/mnist1d](https://github.com/greydanus/mnist1d).",
];

const SYNTHETIC = "All of it is synthetic: no person's data is in it.";

function sectionLines({ folder, dataset }: CardConfig, title: string): string[] {
  const { digest, dtype, generator } = dataset;
  const known = knownName(digest);
  const knownText = known === undefined ? "" : ` (${known}${dtype === "float32" ? ", as float32" : ""})`; // one digest for both
  return [
    `## ${title}`,
    "",
    ...(dataset.files.some(({ path }) => path === PICTURE_FILE)
      ? [`![${pictureText(dataset)}](${folder}${PICTURE_FILE})`, ""]
      : []),
    ...splitsTable(folder, dataset),
    "",
    ...columnsTable(dataset),
    "",
    ...changesLines(dataset),
    "",
    `Digest of the data: \`${digest}\`${knownText}.`,
    `Written by the Node.js command mnist1d ${generator.version}, not by the Python package of that name; config, digests and hashes are in`,
    `[manifest.json](${folder}manifest.json).`,
  ];
}

function pictureText(dataset: Manifest): string {
  const { length: classes } = labelsOf(dataset);
  const drawn = classes > PICTURE_CLASSES ? `${PICTURE_CLASSES} of ${classes} classes` : "each class";
  return `Examples of ${drawn}`;
}

/** With a column that says what a split is only where there is one that needs it. */
function splitsTable(folder: string, dataset: Manifest): string[] {
  const splits = loadedSplits(dataset);
  const meanings = splits.map(({ name }) => splitMeaning(dataset, name));
  const hasMeanings = meanings.some((meaning) => meaning !== undefined);
  const last = (cell: string) => (hasMeanings ? ` ${cell}|` : "");
  return [
    `| split | examples | files |${last("")}`,
    `|---|---|---|${hasMeanings ? "---|" : ""}`,
    ...splits.map((split, i) => {
      const meaning = meanings[i] === undefined ? "" : `${textCell(meanings[i])} `;
      return `| ${split.name} | ${split.rows} | ${filesText(folder, split)} |${last(meaning)}`;
    }),
  ];
}

function columnsTable(dataset: Manifest): string[] {
  const { dtype, length } = dataset;
  const types = { signal: `${dtype} × ${length}`, integer: "int64", real: "float64" };
  return [
    "| column | type | |",
    "|---|---|---|",
    ...columnsIn(dataset).map(({ field, name, kind }) => {
      return `| \`${name}\` | ${types[kind]} | ${columnText(field, dataset)} |`;
    }),
  ];
}

function columnText(field: ColumnField, dataset: Manifest): string {
  if (field === "x") return `the signal, standardised over ${standardisedOver(dataset)}`;
  if (field === "yClean") return "its true class: rows whose `y` differs from it are the noisy ones";
  if (field !== "y") return COLUMN_MEANINGS[field]!;
  const labels = labelsOf(dataset);
  const isRange = areIndices(labels) && namesOf(dataset) === undefined;
  const classes = isRange ? `0 to ${labels.length - 1}` : classesText(dataset, textCell);
  return `its class: ${classes}${dataset.clean_labels ? "; in train some are wrong (label noise)" : ""}`;
}

/** Whether labels are the indices of classes, which the library's ClassLabel takes them for. */
function areIndices(labels: readonly number[]): boolean {
  return labels.every((label, i) => label === i);
}

function filesText(folder: string, { name, files }: { name: string; files: readonly { path: string }[] }): string {
  const [first] = files;
  return files.length === 1
    ? `[${first!.path}](${folder}${first!.path})`
    : `${files.length}, \`data/${name}-*.parquet\``;
}

/** Parameters whose values the tables above have. */
const TOLD_ABOVE: Readonly<Record<string, (config: Config) => string>> = {
  shifts: ({ shifts = {} }) => `${Object.keys(shifts).length}, above`,
  class_names: ({ classNames = [] }) => `${classNames.length}, above`,
};

/** How the config differs from that of the published dataset. */
function changesLines({ config }: Manifest): string[] {
  if (config === null) return ["How it was made nobody knows: its files did not say, when they were converted."];
  const here = parseConfig(config);
  const changed = changedParameters(here);
  if (changed.length === 0) return ["Its config is that of the published dataset."];
  return [
    "Its config differs from that of the published dataset:",
    "",
    "| parameter | published | here | |",
    "|---|---|---|---|",
    ...changed.map(({ key, name, kind, default: published, description }) => {
      const isPlain = kind.contents === undefined;
      const value = TOLD_ABOVE[key]?.(here) ?? (isPlain ? show(here[name]) : kind.toText(here[name]));
      return `| \`${key}\` | ${published === undefined ? "none" : show(published)} | ${value} | ${description.replaceAll("<", "\\<")} |`;
    }),
  ];
}

/** How to load a dataset in the libraries that most people have, from the folder that the card is in. */
function loadingLines({ name, folder, dataset }: CardConfig): string[] {
  const [split] = loadedSplits(dataset);
  const isWhole = split!.files.length === 1;
  const path = isWhole
    ? JSON.stringify(folder + split!.files[0]!.path)
    : `sorted(glob.glob(${JSON.stringify(`${folder}data/${split!.name}-*.parquet`)}))`;
  const config = folder === "" ? "" : `, ${JSON.stringify(name)}`;
  return [
    `In this folder, ${split!.name}${folder === "" ? "" : ` of ${name}`} with \`datasets\`, pandas, polars, PyArrow and DuckDB:`,
    "",
    "```python",
    `import ${isWhole ? "" : "glob, "}os`,
    "import duckdb, numpy as np, pandas as pd, polars as pl, pyarrow.parquet as pq",
    "from datasets import load_dataset",
    "",
    `dataset = load_dataset(os.getcwd()${config}, split="${split!.name}")   # from the Hub: "owner/name"`,
    'dataset = dataset.with_format("numpy")   # or "torch", "jax"',
    'x, y = dataset[:]["x"], dataset[:]["y"]',
    "",
    `path = ${path}`,
    'x = np.stack(pd.read_parquet(path)["x"])',
    'x = pl.read_parquet(path)["x"].to_numpy()',
    `x = pq.read_table(path)["x"].combine_chunks().flatten().to_numpy().reshape(-1, ${dataset.length})`,
    `some = duckdb.read_parquet(path).filter("y = ${labelsOf(dataset).at(-1)}").fetchnumpy()`,
    "```",
  ];
}

function verifyingLines({ folder, dataset }: CardConfig): string[] {
  const place = folder === "" ? "." : folder;
  const made = dataset.config === null ? "" : ", and compares every value with a fresh generation from the config";
  return [
    "In a copy of the repository, with the Node.js command mnist1d:",
    "",
    "```sh",
    `npx mnist1d verify ${place}`,
    "```",
    "",
    `checks the files by their SHA-256 and the data by its digest${made}.`,
  ];
}

const CITATION = [
  "```bibtex",
  "@inproceedings{greydanus2024scaling,",
  "  title={Scaling down deep learning with {MNIST}-1{D}},",
  "  author={Greydanus, Sam and Kobak, Dmitry},",
  "  booktitle={Proceedings of the 41st International Conference on Machine Learning},",
  "  year={2024}",
  "}",
  "```",
];

/** One of the configs (in the sense of Hugging Face) that a card is of. */
export interface CardConfig {
  /** Under which `load_dataset` finds it. */
  readonly name: string;
  /** Where its dataset is, from the card, with a `/` at the end; "" if it is where the card is. */
  readonly folder: string;
  readonly dataset: Manifest;
}

/** A top-level key of a card's YAML. */
export interface OwnEntry {
  readonly key: string;
  /** All of it: `key:` in the first line, or before a value. */
  readonly lines: readonly string[];
  /** Whether people may say otherwise: then it is written where it is not there, and nothing else follows from the data. */
  readonly isSuggestion?: true;
  /** Of a list: the lines of each config's item. */
  readonly items?: readonly (readonly [config: string, lines: readonly string[]])[];
}

/**
 * The YAML of a card.
 * @param configs the one that is loaded where none is named comes first.
 * @param marksDefault whether to say that it is, where it does not stand alone.
 */
export function ownEntries(configs: readonly CardConfig[], marksDefault = true): OwnEntry[] {
  const isKnown = configs.every(({ dataset }) => dataset.config !== null);
  const rows = configs.flatMap(({ dataset }) => dataset.splits).reduce((sum, split) => sum + split.rows, 0);
  const suggestion = (key: string, ...lines: string[]): OwnEntry => ({ key, lines, isSuggestion: true });
  const list = (key: string, linesOf: (config: CardConfig, i: number) => string[]): OwnEntry => {
    const items = configs.map((config, i) => [config.name, linesOf(config, i)] as const);
    return { key, lines: [`${key}:`, ...items.flatMap(([, lines]) => lines)], items };
  };
  return [
    // The original's. Nobody knows the licence of what others made.
    suggestion("license", `license: ${isKnown ? "apache-2.0" : "unknown"}`),
    suggestion("pretty_name", "pretty_name: MNIST-1D"),
    suggestion("task_categories", "task_categories:", "- tabular-classification"),
    suggestion("tags", "tags:", "- mnist-1d", "- time-series", ...(isKnown ? ["- synthetic"] : [])),
    { key: "size_categories", lines: ["size_categories:", `- ${sizeCategory(rows)}`] },
    list("configs", (config, i) => configItem(config, marksDefault && i === 0 && config.folder !== "")),
    list("dataset_info", infoItem),
  ];
}

function configItem({ name, folder, dataset }: CardConfig, isDefault: boolean): string[] {
  return [
    `- config_name: ${scalar(name)}`,
    ...(isDefault ? ["  default: true"] : []),
    // The library's cache knows a dataset by the name of its directory and by this text, not by its files: without the
    // digest, another seed in a directory of the same name and size would be given the data of the first.
    `  description: ${dataset.digest}`,
    "  data_files:",
    ...loadedSplits(dataset).flatMap((split) => [
      `  - split: ${split.name}`,
      // Any number of files, and of Parquet only, whatever formats are beside it.
      `    path: ${scalar(`${folder}data/${split.name}-*.parquet`)}`,
    ]),
  ];
}

/** The item of `dataset_info`: types, rows and bytes, as the library writes them. */
function infoItem({ name, dataset }: CardConfig): string[] {
  const splits = loadedSplits(dataset);
  const files = splits.flatMap((split) => split.files);
  return [
    `- config_name: ${scalar(name)}`,
    "  features:",
    ...columnsIn(dataset).flatMap((column) => featureLines(column, dataset)),
    "  splits:",
    ...splits.flatMap((split) => [
      `  - name: ${split.name}`,
      `    num_bytes: ${arrowBytes(dataset, split)}`,
      `    num_examples: ${split.rows}`,
    ]),
    `  download_size: ${files.reduce((sum, { bytes }) => sum + bytes, 0)}`,
    `  dataset_size: ${splits.reduce((sum, split) => sum + arrowBytes(dataset, split), 0)}`,
  ];
}

/** A column in the library's types. */
function featureLines({ field, name, kind }: Column, dataset: Manifest): string[] {
  if (kind === "signal") return [`  - name: ${name}`, `    list: ${dataset.dtype}`, `    length: ${dataset.length}`];
  const labels = labelsOf(dataset);
  if ((field !== "y" && field !== "yClean") || !areIndices(labels)) {
    return [`  - name: ${name}`, `    dtype: ${kind === "real" ? "float64" : "int64"}`];
  }
  const names = namesOf(dataset);
  const lines = labels.map((label) => `          '${label}': ${classScalar(names?.get(label) ?? `${label}`)}`);
  return [`  - name: ${name}`, "    dtype:", "      class_label:", "        names:", ...lines];
}

/**
 * What a split is in Arrow, as the library counts it: the values, and a bit per row that says that a signal is not null.
 * (Of files whose rows are no multiple of 8 it counts a byte more for each; it checks rows, and not bytes.)
 */
function arrowBytes(dataset: Manifest, { rows }: { readonly rows: number }): number {
  const bytes = columnsIn(dataset).map((column) => {
    if (column.kind !== "signal") return rows * 8;
    return rows * valuesPerRow(column, dataset.length) * (dataset.dtype === "float64" ? 8 : 4) + Math.ceil(rows / 8);
  });
  return bytes.reduce((sum, own) => sum + own, 0);
}

/** The Hub's words for how many examples there are. */
function sizeCategory(rows: number): string {
  const bounds = ["1K", "10K", "100K", "1M", "10M", "100M", "1B", "10B", "100B", "1T"];
  const above = bounds.findIndex((_, i) => rows < 1000 * 10 ** i);
  if (above < 0) return `n>${bounds.at(-1)}`;
  return above === 0 ? `n<${bounds[0]}` : `${bounds[above - 1]}<n<${bounds[above]}`;
}

/** Plain words that YAML takes for something other than text. */
const NOT_TEXT = /^(true|false|yes|no|on|off|y|n|null|nan|~)$/i;

/** A text in YAML: plain where that is what a reader takes it for, else quoted. */
function scalar(text: string): string {
  const isPlain = /^[A-Za-z][A-Za-z0-9_./*+-]*$/.test(text) && !NOT_TEXT.test(text);
  // A double-quoted string of JSON is one of YAML, but for characters that not every parser takes as they are.
  return isPlain ? text : JSON.stringify(text).replace(/[\ufeff\ufffe\uffff]/g, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16)}`;
}

/** The name of a class, of which many are numbers. */
function classScalar(text: string): string {
  return /^\d+$/.test(text) ? `'${text}'` : scalar(text);
}
