import type { Config } from "../../config/config.js";
import { configToJson, type JsonObject } from "../../config/config-json.js";
import { changesText } from "../../config/parameters.js";
import { parseConfig } from "../../config/parse-config.js";
import type { Built, UpToDate } from "../../dataset/build-dataset.js";
import type { Manifest } from "../../dataset/manifest.js";
import type { OutputPlan } from "../../dataset/output-plan.js";
import { countText, plural, readableBytes, rowsOfSplits } from "../../dataset/readable-numbers.js";
import type { BuildPlan } from "../../dataset/resources.js";
import type { Division, Shard } from "../../dataset/scope.js";
import type { Published } from "../../dataset/write/publish-dataset.js";
import { knownName } from "../../digest/known-digests.js";
import { visibleLine } from "../../formats/printable.js";
import type { Merged } from "../../merge/merge-shards.js";
import type { MergeError } from "../../merge/shards.js";
import { labelledLines, type Style } from "./text-table.js";

/** Files whose names differ in numbers alone are listed up to so many; of more the first. */
const MOST_ALIKE = 3;

const MOST_PROBLEMS = 20;

/** What a command says of what it did, or would do. */
export interface Report {
  readonly text: string;
  readonly json: object;
}

/** What a run made. @param done the word for it, and how long it took. @param seconds of each phase. */
export function writtenReport(
  { manifest, files }: Published,
  plan: OutputPlan,
  [done, time]: readonly [word: string, time: string],
  seconds: Readonly<Record<string, number>>,
  style: Style,
): Report {
  const array = plan.kind === "stream" && plan.array !== undefined ? `, ${plan.array}` : "";
  const name = plan.kind === "stream" ? `standard output (${plan.format.name}${array})` : plan.path;
  return {
    text: sections(style, name, partText(manifest.shard), [
      [done, `${examplesText(manifest)}, ${plural(manifest.classes.length, "class", "classes")}`],
      ["config", configLine(manifest.config)],
      ["digest", ...digestLines(manifest.digest)],
      ["files", ...fileLines(files)],
      ["time", time],
    ]),
    json: { written: true, ...placeJson(plan, manifest.shard), ...datasetJson({ ...manifest, files }), seconds },
  };
}

/** What a build made, or found to be there already. */
export function builtReport(built: UpToDate | Built, config: Config, style: Style): Report {
  const { plan, manifest } = built;
  if (built.kind === "built") {
    const seconds = buildSeconds(config, built.times);
    return writtenReport(built, plan, ["made", buildTimeText(seconds)], seconds, style);
  }
  const part = manifest.shard === undefined ? "" : `${partText(manifest.shard)},`;
  const state = `${part} is up to date: nothing was written`;
  return {
    text: sections(style, pathOf(plan), state, [["digest", ...digestLines(manifest.digest)]]),
    json: { written: false, ...placeJson(plan, manifest.shard), ...datasetJson(manifest) },
  };
}

export function planReport(
  build: BuildPlan,
  config: Config,
  plan: OutputPlan,
  { shard }: Division,
  style: Style,
): Report {
  const { splits, files, leastBytes, freeBytes, memory, threadMemory } = build;
  const room = freeBytes === undefined ? "" : `, of ${readableBytes(freeBytes)} that are free`;
  const ofThreads = config.engine === "blocked" ? `, and ${readableBytes(threadMemory)} a thread` : "";
  return {
    text: sections(style, pathOf(plan), ": nothing was made (--dry-run)", [
      ["makes", examplesText({ splits, length: config.finalSeqLength, dtype: config.dtype })],
      ["config", configLine(configToJson(config))],
      ["shard", ...(shard === undefined ? [] : [`${shard.index} of ${shard.count}, from 0`])],
      ["files", ...(files === undefined ? [] : [countText(files)])],
      ["disk", `at least ${readableBytes(leastBytes)}${room}`],
      ["memory", `${readableBytes(memory)}${ofThreads}`],
    ]),
    json: {
      written: false,
      path: pathOf(plan),
      config: configToJson(config),
      ...(shard && { shard }),
      splits,
      ...(files !== undefined && { files }),
      least_bytes: leastBytes,
      ...(Number.isFinite(freeBytes) && { free_bytes: freeBytes }),
      memory_bytes: memory,
    },
  };
}

export function mergedReport({ manifest, files, shards }: Merged, path: string, style: Style): Report {
  const digest = ["digest", ...digestLines(manifest.digest)];
  const merged = ["merged", `${plural(shards, "shard")}: ${examplesText(manifest)}`];
  return {
    text:
      shards === 0
        ? sections(style, path, " is merged already: nothing was written", [digest])
        : sections(style, path, "", [merged, digest, ["files", ...fileLines(files)]]),
    json: { written: shards > 0, shards, path, formats: manifest.formats, ...datasetJson({ ...manifest, files }) },
  };
}

/** Why shards make no dataset, each by its name. */
export function mergeProblemsText({ path, problems }: MergeError): string {
  const lines = problems.slice(0, MOST_PROBLEMS).map(({ shard, problem }) => `  ${visibleLine(`${shard} ${problem}`)}`);
  const more = problems.length > MOST_PROBLEMS ? [`  and ${problems.length - MOST_PROBLEMS} more`] : [];
  return [`${path}: its shards make no dataset:`, ...lines, ...more].join("\n");
}

/** How long a build took, by what it did: the blocked engine draws examples while they are written. */
export function buildSeconds({ engine }: Config, { generating, writing }: Built["times"]): Record<string, number> {
  if (engine === "blocked") return { generating_and_writing: (generating + writing) / 1000 };
  return { generating: generating / 1000, writing: writing / 1000 };
}

export function buildTimeText(times: Readonly<Record<string, number>>): string {
  return Object.entries(times)
    .map(([what, value]) => `${seconds(1000 * value)} ${what.replaceAll("_", " ")}`)
    .join(", ");
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

/** A name and what it is, then rows of a label and its lines. */
export function sections(style: Style, name: string, state: string, rows: readonly (readonly string[])[]): string {
  return [`${style("bold", name)}${state}`, ...labelledLines(rows, style)].join("\n");
}

interface Shape {
  readonly splits: readonly { readonly name: string; readonly rows: number }[];
  readonly length: number;
  readonly dtype: string;
}

function examplesText({ splits, length, dtype }: Shape): string {
  return `${rowsOfSplits(splits)} examples of ${length} ${dtype}`;
}

function pathOf(plan: OutputPlan): string {
  return plan.kind === "stream" ? "-" : plan.path;
}

function placeJson(plan: OutputPlan, shard: Shard | undefined): object {
  const formats = plan.kind === "directory" ? plan.formats : [plan.format];
  const part = shard && { shard: { index: shard.index, count: shard.count } };
  return { path: pathOf(plan), formats: formats.map((format) => format.name), ...part };
}

/** Says of a shard that it is one, after the name of its dataset. */
function partText(shard: Shard | undefined): string {
  return shard === undefined ? "" : `, shard ${shard.index} of ${shard.count} (from 0)`;
}

/** What programs are told of a dataset: its manifest without what only checks need. */
function datasetJson({ config, digest, x_float64, length, dtype, classes, splits, files }: Manifest): object {
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

function configLine(config: JsonObject | null): string {
  if (config === null) return "unknown: the files do not say what made them";
  return changesText(parseConfig(config));
}

/** A digest fills a line of 80 columns; what data it is known as follows in the next. */
function digestLines(digest: string): string[] {
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
