import { namesByLabel } from "../../config/config.js";
import { changedParameters, changesText } from "../../config/parameters.js";
import { isShifted } from "../../config/split-names.js";
import type { OpenDataset } from "../../dataset/read/open-dataset.js";
import { countText, figure, plural, readableBytes } from "../../dataset/readable-numbers.js";
import type { DatasetDigest } from "../../digest/dataset-digest.js";
import { knownName, knownSplitName } from "../../digest/known-digests.js";
import { visibleLine } from "../../formats/printable.js";
import { loneSplit } from "../../generate/examples.js";
import type { Inspection, SplitInspection } from "../../inspect/inspect-examples.js";
import type { ValueSummary } from "../../inspect/running-moments.js";
import { rangeOf, sparkline } from "../../plot/sparkline.js";
import { labelledLines, MARGIN, type Paper, tableLines, textOf, widthOf } from "./text-table.js";

const PICTURE_WIDTH = 60;

/** Characters of a class's name that are shown. */
const MOST_NAME = 24;

/** What is known of an open dataset besides its values. @param digest of its data as it is. */
export function factsOf({ forms, metadata, config }: OpenDataset, digest: DatasetDigest) {
  const { splits } = forms[0].examples;
  const present = digest.splits.filter(({ name }) => splits.some((split) => split.name === name));
  const only = loneSplit(present);
  return {
    formats: forms.map(({ format }) => format.name),
    files: forms.flatMap(({ files }) => files.map((file) => ({ path: file.name, bytes: file.size }))),
    version: metadata.version ?? null,
    config: metadata.config ?? null,
    ...(config?.classNames && { classNames: Object.fromEntries(namesByLabel(config)) }),
    /** Of a single split with the other as empty. */
    digest: digest.digest,
    storedDigest: metadata.digest ?? null,
    splitDigests: Object.fromEntries(present.map(({ name, sha256 }): [string, string] => [name, sha256])),
    knownAs: (only === undefined ? knownName(digest.digest) : knownSplitName(only.sha256)) ?? null,
  };
}

type Facts = ReturnType<typeof factsOf>;

/** The same for people: rows of a label and its lines. */
export function factRows({ forms, config, metadata }: OpenDataset, facts: Facts): InspectReport["facts"] {
  const { examples } = forms[0];
  const { formats, files, version, knownAs } = facts;
  const bytes = readableBytes(files.reduce((sum, file) => sum + file.bytes, 0));
  const by = version === null ? "" : `, written by mnist1d ${version}`;
  const types = { signal: `${examples.length} × ${examples.dtype}`, integer: "int64", real: "float64" };
  const schema = [
    examples.columns.map(({ name, kind }) => `${name} ${types[kind]}`).join(", "),
    ...(metadata.t ? ["t"] : []),
    ...(metadata.templates ? ["templates"] : []),
  ];
  return [
    ["is", ...(knownAs === null ? [] : [knownAs])],
    ["format", `${formats.join(", ")}: ${plural(files.length, "file")}, ${bytes}${by}`],
    ["schema", schema.join(", ")],
    ["config", configText(config, knownAs)],
    ["digest", ...digestLines(facts)],
  ];
}

function configText(config: OpenDataset["config"], knownAs: string | null): string {
  if (config !== undefined) {
    return changedParameters(config).length === 0 ? "the defaults" : `the defaults but ${changesText(config)}`;
  }
  return knownAs === null ? "unknown: the files do not say what made them" : "not stored; the defaults give this data";
}

/** Of a split alone its own; what is stored is of both. */
function digestLines({ digest, storedDigest, splitDigests }: Facts): string[] {
  const [[name, sha256] = ["", ""], other] = Object.entries(splitDigests);
  if (other === undefined) return [`sha256:${sha256}`, `of ${name} alone`];
  if (storedDigest === null) return [digest, "none is stored"];
  return [digest, storedDigest === digest ? "as stored" : `NOT what is stored, ${storedDigest}`];
}

/** What a dataset is, and what is in it. */
export interface InspectReport {
  readonly name: string;
  readonly facts: readonly (readonly [label: string, ...lines: string[]])[];
  readonly inspection: Inspection;
  /** By label; where the config has any. */
  readonly classNames?: Readonly<Record<string, string>>;
}

export function inspectText({ name, facts, inspection, classNames }: InspectReport, paper: Paper): string {
  return textOf([
    [paper.style("bold", name), ...labelledLines(facts, paper.style)],
    splitLines(inspection, paper),
    columnLines(inspection, paper),
    classLines(inspection, paper, classNames),
    headLines(inspection, paper),
  ]);
}

function splitLines({ splits, testRowsInTrain }: Inspection, paper: Paper): string[] {
  const header = ["", "rows", "mean", "std", "min", "max", "NaN", "infinite", "duplicates"];
  const rows = splits.map(({ name, rows, mean, std, min, max, nan, infinite, duplicates }) => [
    name,
    countText(rows),
    ...[mean, std, min, max].map((value) => figure(value, 4)),
    countText(nan),
    countText(infinite),
    countText(duplicates),
  ]);
  const lines = tableLines({ header, rows, words: [0] }, paper);
  if (testRowsInTrain === null || testRowsInTrain === 0) return lines;
  const verb = testRowsInTrain === 1 ? "is" : "are";
  return [...lines, MARGIN + paper.style("yellow", `${plural(testRowsInTrain, "row")} of test ${verb} also in train`)];
}

/** What is drawn for each example, how much noise it has, and how many labels are wrong: a line for each split. */
function columnLines({ splits }: Inspection, paper: Paper): string[] {
  const names = [...new Set(splits.flatMap(({ columns = {} }) => Object.keys(columns)))].filter((n) => n !== "x_clean");
  const columns: [header: string, cell: (split: SplitInspection) => string][] = names.flatMap((name) => [
    [name, ({ columns: own }) => rangeText(own?.[name])],
    ["mean", ({ columns: own }) => figure(own?.[name]?.mean ?? null)],
  ]);
  if (splits.some(({ noise }) => noise !== undefined)) {
    columns.push(["noise (std)", ({ noise }) => figure(noise?.std ?? null)]);
  }
  if (splits.some(({ wrongLabels = 0 }) => wrongLabels > 0)) {
    columns.push(["wrong labels", ({ wrongLabels = 0 }) => countText(wrongLabels)]);
  }
  if (columns.length === 0) return [];
  const rows = splits.map((split) => [split.name, ...columns.map(([, cell]) => cell(split))]);
  return tableLines({ header: ["", ...columns.map(([header]) => header)], rows, words: [0] }, paper);
}

function rangeText(summary: ValueSummary | undefined): string {
  if (summary === undefined || summary.min === null) return "-";
  return `${figure(summary.min)} … ${figure(summary.max)}`;
}

function classLines(
  { classes, unlistedRows, splits }: Inspection,
  paper: Paper,
  classNames: Readonly<Record<string, string>> = {},
): string[] {
  if (classes.length === 0) return [];
  const range = rangeOf(classes.flatMap(({ example }) => example.x));
  // Shifted splits are the examples of test, of which there may be very many.
  const hasTest = splits.some(({ name, rows }) => name === "test" && rows > 0);
  const names = splits.map(({ name }) => name).filter((name) => !hasTest || !isShifted(name));
  const titleOf = (label: number) => {
    const name = classNames[label];
    return name === undefined ? String(label) : `${label} ${cut(visibleLine(name))}`;
  };
  const figures = classes.map((entry) => [titleOf(entry.label), ...names.map((name) => countText(entry[name] ?? 0))]);
  const width = Math.min(PICTURE_WIDTH, paper.width - MARGIN.length - widthOf([["class", ...names], ...figures]));
  const rows = figures.map((cells, i) => [...cells, sparkline(classes[i]!.example.x, { range, width })]);
  const header = ["class", ...names, "first example"];
  const lines = tableLines(
    { header, rows, words: [...(Object.keys(classNames).length > 0 ? [0] : []), names.length + 1] },
    paper,
  );
  if (unlistedRows === 0) return lines;
  return [...lines, MARGIN + paper.style("dim", `and ${plural(unlistedRows, "row")} of further classes`)];
}

/** A name of a class, of no more than a part of a line. */
function cut(name: string): string {
  return name.length > MOST_NAME ? `${name.slice(0, MOST_NAME - 1)}…` : name;
}

function headLines({ head }: Inspection, paper: Paper): string[] {
  if (head.length === 0) return [];
  const places = head.map(({ split, row, y }) => [`${split} ${countText(row)}`, String(y)]);
  const room = paper.width - MARGIN.length - widthOf([["row", "label"], ...places]);
  const rows = places.map((cells, i) => [...cells, valuesText(head[i]!.x, room)]);
  return tableLines({ header: ["row", "label", "x"], rows, words: [0, 2] }, paper);
}

function valuesText(values: readonly (number | null)[], room: number): string {
  let text = "";
  for (const [i, value] of values.entries()) {
    const next = `${text}${i === 0 ? "" : " "}${figure(value)}`;
    const isLast = i === values.length - 1;
    if (next.length + (isLast ? 0 : " …".length) > room) return `${text} …`;
    text = next;
  }
  return text;
}
