import { changedParameters } from "../../config/changed-parameters.js";
import type { JsonObject } from "../../config/config-json.js";
import { countText } from "../../config/count-text.js";
import { parseConfig } from "../../config/parse-config.js";
import type { Manifest } from "../../dataset/manifest.js";
import type { OutputPlan } from "../../dataset/output-plan.js";
import type { Published } from "../../dataset/publish-dataset.js";
import { readableBytes } from "../../dataset/readable-bytes.js";
import type { Shard } from "../../dataset/scope.js";
import { knownName } from "../../digest/known-digests.js";
import type { DatasetInfo } from "../../formats/format.js";
import { visibleLine } from "../../formats/printable.js";
import type { Terminal } from "../terminal.js";
import { rowsOfSplits } from "./figures.js";

/** Files whose names differ in numbers alone are listed up to so many; of more the first. */
const MOST_ALIKE = 3;

/** What a run made, for people. @param done the word for it, and how long it took. */
export function writtenText(
  written: Written,
  plan: OutputPlan,
  [done, time]: readonly [word: string, time: string],
  terminal: Terminal,
): string {
  const { info, digest, classes, files, shard } = written;
  const name = plan.kind === "stream" ? `standard output (${plan.format.name})` : plan.path;
  const shape = `${rowsOfSplits(info.splits)} examples of ${info.length} ${info.dtype}`;
  const rows: [string, string[]][] = [
    [done, [`${shape}, ${classes.length} classes`]],
    ["config", [configLine(info.config)]],
    ["digest", digestLines(digest.digest)],
    ["files", fileLines(files)],
    ["time", [time]],
  ];
  const lines = rows.flatMap(([label, texts]) => section(label, texts, terminal));
  return [`${terminal.style("bold", name)}${partText(shard)}`, ...lines].join("\n");
}

/** What was made, and how it is known. */
export interface Written extends Published {
  readonly info: DatasetInfo;
  /** The part that it is, if it is no whole dataset. */
  readonly shard?: Shard;
}

/** Milliseconds, as a person reads them. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

/** The same for programs. @param seconds of each phase. */
export function writtenJson(written: Written, plan: OutputPlan, seconds: Readonly<Record<string, number>>): string {
  const { info, digest, classes, files, shard } = written;
  const { config = null, length, dtype } = info;
  const what = { config, ...digest, x_float64: digest.xFloat64, length, dtype, classes, files };
  const where = { ...planJson(plan), ...partJson(shard) };
  return `${JSON.stringify({ written: true, ...where, ...datasetJson(what), seconds }, undefined, 2)}\n`;
}

/** That there was nothing to do, for people. */
export function upToDateText({ digest, shard }: Manifest, plan: OutputPlan, terminal: Terminal): string {
  const name = terminal.style("bold", pathOf(plan));
  const lines = section("digest", digestLines(digest), terminal);
  const part = shard === undefined ? "" : `${partText(shard)},`;
  return [`${name}${part} is up to date: nothing was written`, ...lines].join("\n");
}

/** The same for programs. */
export function upToDateJson(manifest: Manifest, plan: OutputPlan): string {
  const where = { ...planJson(plan), ...partJson(manifest.shard) };
  return `${JSON.stringify({ written: false, ...where, ...datasetJson(manifest) }, undefined, 2)}\n`;
}

type Described = Pick<Manifest, "config" | "digest" | "length" | "dtype" | "classes" | "splits" | "files"> & {
  readonly x_float64?: Manifest["x_float64"] | undefined;
};

function planJson(plan: OutputPlan): object {
  const formats = plan.kind === "directory" ? plan.formats : [plan.format];
  return { path: pathOf(plan), formats: formats.map((format) => format.name) };
}

/** Says of a shard that it is one, after the name of its dataset. */
function partText(shard: Shard | undefined): string {
  return shard === undefined ? "" : `, shard ${shard.index} of ${shard.count} (from 0)`;
}

function partJson(shard: Shard | undefined): object {
  return shard === undefined ? {} : { shard: { index: shard.index, count: shard.count } };
}

/** What programs are told of a dataset: its manifest without what only checks need. */
export function datasetJson(dataset: Described): object {
  const { config, digest, x_float64, length, dtype, classes, splits, files } = dataset;
  return {
    config,
    digest,
    ...(x_float64 && { x_float64 }),
    length,
    dtype,
    classes,
    splits: splits.map(({ name, rows, sha256 }) => ({ name, rows, sha256 })),
    files: files.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })),
  };
}

export function section(label: string, lines: readonly string[], terminal: Terminal): string[] {
  return lines.map((line, i) => `  ${terminal.style("dim", (i === 0 ? label : "").padEnd(6))} ${visibleLine(line)}`);
}

export function configLine(config: JsonObject | undefined): string {
  if (config === undefined) return "unknown: the files do not say what made them";
  const changed = changedParameters(parseConfig(config));
  if (changed.length === 0) return "the defaults";
  return changed.map(({ key, value }) => `${key} ${value}`).join(", ");
}

/** A digest fills a line of 80 columns; what data it is known as follows in the next. */
export function digestLines(digest: string): string[] {
  return [digest, knownName(digest)].filter((line) => line !== undefined);
}

/** The files with their sizes; of those of a table that is cut into many the first, and how many more. */
export function fileLines(files: Published["files"]): string[] {
  const alike = new Map<string, { readonly path: string; readonly bytes: number }[]>();
  for (const file of files) {
    const name = file.path.replace(/\d+/g, "#");
    const group = alike.get(name);
    if (group === undefined) alike.set(name, [file]);
    else group.push(file);
  }
  const shown = [...alike.values()].flatMap((group) => {
    if (group.length <= MOST_ALIKE) return group;
    const [first, ...others] = group;
    const bytes = others.reduce((sum, file) => sum + file.bytes, 0);
    return [first!, { path: `and ${countText(others.length)} more like it`, bytes }];
  });
  const width = Math.max(0, ...shown.map(({ path }) => path.length));
  return shown.map(({ path, bytes }) => `${path.padEnd(width)} ${readableBytes(bytes).padStart(8)}`);
}

export function pathOf(plan: OutputPlan): string {
  return plan.kind === "stream" ? "-" : plan.path;
}
