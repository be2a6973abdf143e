import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../config/config.js";
import { configToJson, type JsonObject } from "../config/config-json.js";
import type { FormatEntry } from "../formats/format.js";
import { tablePath } from "../formats/table.js";
import { dataFilesIn, MAX_FILES } from "./find-data-files.js";
import { hashFile } from "./hash-file.js";
import { engineVersion, type Manifest } from "./manifest.js";
import type { Scope } from "./scope.js";

/** A dataset that would be made. */
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

/** The keys of two configs that do not say the same. */
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
  return engine === engineVersion(json) ? undefined : `is of the engine ${engine}`;
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

/** The files of tables that a dataset has. */
export function tablesOf({ formats, scope }: Omit<Wanted, "config">): string[] {
  const files = scope.parts ?? scope.splits.map(({ name }) => ({ split: name, index: 0, count: 1 }));
  const tables = formats.filter(({ isTable }) => isTable);
  return tables.flatMap(({ extension }) => files.map((file) => tablePath(file, extension)));
}
