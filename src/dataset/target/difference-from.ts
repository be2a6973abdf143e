import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../../config/config.js";
import { configToJson, type JsonObject } from "../../config/config-json.js";
import { resolveConfig } from "../../config/parse-config.js";
import { configDigest } from "../../digest/dataset-digest.js";
import { PUBLISHED_FILE } from "../../digest/known-digests.js";
import type { FormatEntry, FormatName } from "../../formats/format.js";
import { FormatError } from "../../formats/format-error.js";
import { sameMetadata } from "../../formats/metadata.js";
import { tablePath } from "../../formats/table.js";
import { templatesOf } from "../../generate/digit-templates.js";
import { type Split, splitsOf } from "../../generate/examples.js";
import { drawExamples } from "../../generate/generate.js";
import { FileError } from "../errors.js";
import { engineVersion, type Manifest, manifestOf } from "../manifest.js";
import { dataFilesIn, MAX_FILES } from "../read/find-data-files.js";
import { type OpenDataset, openDataset } from "../read/open-dataset.js";
import { readForm, shapeProblem } from "../read/read-form.js";
import { hashFile } from "../read/regular-file.js";
import type { Scope } from "../scope.js";
import { VERSION } from "../version.js";
import { datasetInfo } from "../write/encode.js";

export interface Wanted {
  readonly config: Config;
  readonly formats: readonly FormatEntry[];
  readonly scope: Scope;
}

/** How a dataset differs from what would be made now, in words; undefined if it does not. @throws the signal's reason when aborted. */
export async function differenceFrom(
  path: string,
  manifest: Manifest,
  wanted: Wanted,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const stated = statedDifference(manifest, wanted);
  if (stated !== undefined) return stated;
  for (const file of manifest.files) {
    const found = await hashFile(join(path, file.path), signal).catch(() => undefined);
    signal?.throwIfAborted();
    if (found?.sha256 !== file.sha256) {
      return `is this dataset, but ${file.path} is not what its manifest says`;
    }
  }
  const listed = new Set(manifest.files.map((file) => file.path));
  const stray = (await dataFilesIn(path, listed.size + MAX_FILES)).find((file) => !listed.has(file));
  return stray && `is this dataset, with ${stray} beside it, which its manifest does not list`;
}

/** How a whole dataset differs, in whatever files it is, by their sizes: for those who would only make a part of it. */
export async function roughDifferenceFrom(
  path: string,
  manifest: Manifest,
  wanted: Omit<Wanted, "scope">,
): Promise<string | undefined> {
  const stated = differenceOfData(manifest, wanted);
  if (stated !== undefined) return stated;
  if (manifest.shard !== undefined) return `is shard ${manifest.shard.index} of ${manifest.shard.count} of a dataset`;
  for (const file of manifest.files) {
    const found = await stat(join(path, file.path)).catch(() => undefined);
    if (found?.size !== file.bytes) return `is this dataset, but ${file.path} is not what its manifest says`;
  }
  return undefined;
}

/** How a dataset differs by what its manifest says: in its data, or else in how that is divided. */
export function statedDifference(manifest: Manifest, wanted: Wanted): string | undefined {
  return differenceOfData(manifest, wanted) ?? differenceOfDivision(manifest, wanted);
}

export function changedKeys(a: JsonObject, b: JsonObject): string[] {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]));
}

/** How a dataset differs from what would be made, in whatever parts and files. */
export function differenceOfData(manifest: Manifest, { config, formats }: Omit<Wanted, "scope">): string | undefined {
  const stored = manifest.config;
  if (stored === null) return "is a dataset of unknown config";
  const json = configToJson(config);
  const changed = changedKeys(stored, json);
  if (changed.length > 0) return `is a dataset with another ${changed.join(", ")}`;
  if (manifest.formats.join() !== formats.map((format) => format.name).join()) {
    return `is this dataset in another format, ${manifest.formats.join(", ")}`;
  }
  const { engine } = manifest.generator;
  if (engine !== engineVersion(json)) return `is of the engine ${engine}`;
  // What one split was converted to states the config of all.
  const isWhole = manifest.shard !== undefined || sameRows(manifest.splits, config);
  return isWhole ? undefined : "is this dataset, but without some of its splits";
}

/** Whether splits have the rows that a config gives them. */
function sameRows(splits: Manifest["splits"] | readonly Split[], config: Config): boolean {
  const shape = (all: readonly { readonly name: string; readonly rows: number }[]) =>
    all.map(({ name, rows }) => `${name} ${rows}`).join();
  return shape(splits) === shape(splitsOf(config));
}

function differenceOfDivision(manifest: Manifest, { formats, scope }: Wanted): string | undefined {
  const { shard, rows_per_file: rowsPerFile = shard?.rows_per_file } = manifest;
  if (shard?.index !== scope.shard?.index || shard?.count !== scope.shard?.count) {
    return shard === undefined
      ? "is this dataset as a whole"
      : `is shard ${shard.index} of ${shard.count} of this dataset`;
  }
  const listed = new Set(manifest.files.map((file) => file.path));
  const tables = tablesOf({ formats, scope });
  // Files of the same names may have other rows.
  const isSame = rowsPerFile === scope.rowsPerFile && tables.every((path) => listed.has(path));
  return isSame ? undefined : "is this dataset in other files";
}

export function tablesOf({ formats, scope }: Omit<Wanted, "config">): string[] {
  const files = scope.parts ?? scope.splits.map(({ name }) => ({ split: name, index: 0, count: 1 }));
  const tables = formats.filter(({ isTable }) => isTable);
  return tables.flatMap(({ extension }) => files.map((file) => tablePath(file, extension)));
}

/** A dataset in a single file: its manifest, as a directory would have it, or how it differs from what was wanted. */
export type ExistingFile = { readonly manifest: Manifest } | { readonly difference: string };

/** Formats whose files state their config and digest. */
const STATING: readonly FormatName[] = ["parquet", "arrow", "npz", "json"];

/**
 * The dataset in a file that stands where one would be made: whether it is that one already. What the file states must
 * be what would be stated, and its data is read, and must be what is stated.
 * @param isThorough whether the data is compared with the config's, drawn anew, also where its digest tells all of
 *   it: then its time axis, too, is what it must be.
 * @returns undefined of a file that says nothing of itself: other people's, or of a format that has no place for it.
 *   Only the published pickle is known by its hash.
 */
export async function existingFile(
  path: string,
  config: Config,
  format: FormatEntry,
  isThorough: boolean,
  signal: AbortSignal | undefined,
): Promise<ExistingFile | undefined> {
  const stoppable = { ...(signal && { signal }) };
  try {
    const isStating = STATING.includes(format.name);
    if (!isStating) {
      const changed = changedKeys(configToJson(resolveConfig("published")), configToJson(config));
      if (format.name !== "pkl" || changed.length > 0) return undefined;
      if ((await hashFile(path, signal)).sha256 !== PUBLISHED_FILE) return undefined;
    }
    const dataset = await openDataset(path, stoppable);
    try {
      const isOurs = !isStating || dataset.metadata.config !== undefined;
      if (dataset.forms[0].format.name !== format.name || !isOurs) return undefined;
      const difference = isStating ? await statedProblem(dataset, config) : undefined;
      if (difference !== undefined) return { difference };
      return await compared(dataset, config, isStating, isThorough, stoppable);
    } finally {
      await dataset.close();
    }
  } catch (error) {
    // Nothing of ours that is whole.
    if (error instanceof FormatError || error instanceof FileError) return undefined;
    throw error;
  }
}

async function statedProblem({ metadata, forms }: OpenDataset, config: Config): Promise<string | undefined> {
  const [{ examples, format }] = forms;
  const changed = changedKeys(metadata.config!, configToJson(config));
  if (changed.length > 0) return `is a dataset with another ${changed.join(", ")}`;
  const { version, templates } = metadata;
  // Tables have a place for the version, and arrays for the templates.
  const isTrue =
    metadata.configDigest === (await configDigest(config)) &&
    metadata.t !== undefined &&
    (version !== undefined) === format.isTable &&
    sameMetadata(templates, format.isTable ? undefined : templatesOf(config)) &&
    examples.dtype === config.dtype &&
    sameRows(examples.splits, config) &&
    shapeProblem(examples, config) === undefined;
  return isTrue ? undefined : "is this dataset, but not as it would be written";
}

/** Reads the data of a file. @param isStating whether it is to be what its file states. */
async function compared(
  { path, metadata, forms: [form] }: OpenDataset,
  config: Config,
  isStating: boolean,
  isThorough: boolean,
  stoppable: { readonly signal?: AbortSignal },
): Promise<ExistingFile> {
  const damaged = { difference: "is this dataset, but its data is not what it says" };
  // The digest is of x as float32, and of the labels that are trained on.
  const tellsAll = config.dtype === "float32" && form.examples.columns.length === 2;
  const drawn = isStating && (isThorough || !tellsAll) ? await drawExamples(config, stoppable) : undefined;
  try {
    const expected = drawn && ({ examples: drawn, precision: "exact", description: "what would be made" } as const);
    const { digest, differences } = await readForm(form, expected ? [expected] : [], stoppable);
    const isStated = digest.digest === metadata.digest && differences.every(({ rows }) => rows === 0);
    if (isStating && !isStated) return damaged;
    if (drawn !== undefined && !sameMetadata(metadata.t, drawn.t)) return damaged;
    // Files of versions before 0.3 do not state it.
    const { standardisation: stated } = metadata;
    if (drawn !== undefined && stated && !sameMetadata(stated, drawn.standardisation)) return damaged;
    const [splits, templates] = [splitsOf(config), templatesOf(config)];
    const { t, version = VERSION } = metadata;
    const shape = { config, length: config.finalSeqLength, splits, t: t!, templates };
    const info = { ...(await datasetInfo(shape)), ...(stated && { standardisation: stated }), version };
    const file = { path, ...(await hashFile(path, stoppable.signal)) };
    return { manifest: manifestOf(info, digest, [form.format.name], [file], templates.y) };
  } catch (error) {
    if (error instanceof FormatError) return damaged;
    throw error;
  }
}
