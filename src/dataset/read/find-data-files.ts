import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { MAX_CONFIG_BYTES, MAX_FILES_OF_SPLIT } from "../../config/limits.js";
import { isSplitName, SPLITS_TEXT, type SplitName } from "../../config/split-names.js";
import type { FormatName } from "../../formats/format.js";
import { FormatError } from "../../formats/format-error.js";
import { printable } from "../../formats/printable.js";
import { claimedFormat } from "../../formats/registry.js";
import { splitOfPath, splitWords, unclearSplit } from "../../formats/split-name.js";
import { FileError, NOT_UTF8 } from "../errors.js";
import { MANIFEST_FILE } from "../manifest.js";
import { countText } from "../readable-numbers.js";
import { FileSource, readRegular } from "./regular-file.js";

/** Directories below that are looked into: data/, or the train/ and test/ of a converted Hugging Face dataset. */
const MAX_DEPTH = 3;

/** Most files of a dataset that has no manifest to say how many it has. */
export const MAX_FILES: number = 2 * MAX_FILES_OF_SPLIT;

const SIDECARS =
  /^(manifest|croissant|dataset_infos?|dataset_dict|state|metadata|package|package-lock|tsconfig)\.json$/;

/** Whether a file stands beside data and is none, as JSON of Hugging Face's libraries and of Croissant does. */
export function isSidecar(name: string): boolean {
  return SIDECARS.test(name);
}

/**
 * Whether a name is that of what other programs work with, be it a file or a folder full of them: of Spark and Hive (`_temporary`,
 * `_metadata`), archives of macOS (`__MACOSX`), Office and editors (`~$train.csv`, `#train.csv#`), and what `map` and
 * `filter` of Hugging Face's Dataset write beside its data.
 */
export function isWorkingFile(name: string): boolean {
  return /^[._~#]|^cache-[0-9a-f]{8,}(_\d+_of_\d+)?\.arrow$/.test(name);
}

/** A file that looks like data. */
export interface DataFile {
  /** In its directory, with `/`. */
  readonly path: string;
  /** The split that it is of, where what saved it says so. */
  readonly split?: SplitName;
}

/**
 * The files of the one dataset in a directory without a manifest, sorted by their paths.
 * @throws FormatError if there is none, or more than one.
 */
export async function findDataFiles(directory: string): Promise<readonly DataFile[]> {
  const saved = await savedFiles(directory);
  const own = saved && savedSplit(directory, saved.split);
  const all =
    saved?.files.map((path) => ({ path, ...own })) ??
    (await dataAmong(directory, await dataFiles(directory, "", MAX_DEPTH, MAX_FILES, true)));
  const paths = all.sort((a, b) => (a.path < b.path ? -1 : 1)).map(({ path }) => path);
  refuseSeveral(directory, paths);
  const formats = new Map<FormatName, string[]>();
  for (const path of paths) {
    const format = claimedFormat(path)!;
    formats.set(format, [...(formats.get(format) ?? []), path]);
  }
  const [found, other] = [...formats];
  if (found === undefined) {
    const isEmpty = (await readdir(directory)).length === 0;
    throw new FormatError(directory, isEmpty ? "is an empty directory" : "has no dataset in it");
  }
  if (other !== undefined) {
    const problem = `holds several datasets, or one in several formats (${found[1][0]}, ${other[1][0]}), and no manifest`;
    throw new FormatError(directory, problem, "Name one of its files.");
  }
  const [format, files] = found;
  checkNumbers(directory, files);
  if (saved === undefined && format !== "npy" && all.length > 1) checkSplits(directory, all);
  return all;
}

/** Names of datasets that a message lists. */
const MOST_NAMES = 3;

/** A repository of datasets, or whatever folder they are in, is none itself. @throws FormatError */
function refuseSeveral(directory: string, paths: readonly string[]): void {
  const folders = new Set(paths.flatMap(foldersOf));
  const [first, ...others] = [...folders].filter((folder) => existsSync(join(directory, folder, MANIFEST_FILE)));
  if (first === undefined) return;
  if (others.length === 0) {
    const problem = `has a dataset in ${first}/, and is none itself`;
    throw new FormatError(directory, problem, `Name it: ${join(directory, first)}`);
  }
  const names = [first, ...others.slice(0, MOST_NAMES - 1)].join(", ");
  const more = others.length < MOST_NAMES ? "" : ", …";
  const problem = `has ${countText(others.length + 1)} datasets in it (${names}${more}), and is none itself`;
  throw new FormatError(directory, problem, `Name one: ${join(directory, first)}`);
}

/** The folders that a path leads through: of `a/data/x.csv` `a/data` and `a`. */
function foldersOf(path: string): string[] {
  const folder = dirname(path);
  return folder === "." ? [] : [...foldersOf(folder), folder];
}

/** The same without configs and other JSON that is no dataset, where there is something else. */
async function dataAmong(directory: string, files: readonly DataFile[]): Promise<DataFile[]> {
  // Loaded here: who writes looks for names alone.
  const { contentOf } = await import("../../formats/sniff.js");
  const data: DataFile[] = [];
  for (const file of files) {
    if (files.length === 1 || claimedFormat(file.path) !== "json") data.push(file);
    else {
      const source = await FileSource.open(join(directory, file.path));
      const { isBesideData } = await contentOf(source).finally(() => source.close());
      if (isBesideData !== true) data.push(file);
    }
  }
  return data;
}

/**
 * All files that look like data, by their paths in a directory: what other programs may read along with the listed
 * ones.
 * @param most of them: more are those of no dataset.
 * @throws FormatError
 */
export async function dataFilesIn(directory: string, most: number = MAX_FILES): Promise<string[]> {
  return (await dataFiles(directory, "", MAX_DEPTH, most, false)).map(({ path }) => path);
}

/** @param isSearch whether a dataset is looked for, not whatever could be taken for a part of one. */
async function dataFiles(
  directory: string,
  below: string,
  depth: number,
  most: number,
  isSearch: boolean,
): Promise<DataFile[]> {
  const files: DataFile[] = [];
  const splits = isSearch ? await savedSplits(join(directory, below)) : undefined;
  for (const entry of await readdir(join(directory, below), { withFileTypes: true })) {
    if (entry.name.startsWith(".") || isSidecar(entry.name)) continue;
    if (isSearch && (isWorkingFile(entry.name) || splits?.includes(entry.name) === false)) continue;
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    const isData = claimedFormat(entry.name) !== undefined;
    const isFolder = entry.isDirectory() && depth > 1;
    if ((isFolder || isData) && entry.name.includes("\ufffd")) throw new FileError(join(directory, path), ...NOT_UTF8);
    if (isFolder) {
      const saved = isSearch ? await savedFiles(join(directory, path)) : undefined;
      // The folder has the name of the split, which may have been a part of another when it was loaded.
      const split = splits !== undefined && isSplitName(entry.name) ? { split: entry.name } : {};
      const inner = saved?.files.map((file) => ({ path: `${path}/${file}`, ...split }));
      for (const file of inner ?? (await dataFiles(directory, path, depth - 1, most, isSearch))) files.push(file);
    } else if (isData && !entry.isDirectory()) files.push({ path });
    if (files.length > most) throw new FormatError(directory, `has more than ${most} files of data`);
  }
  return files;
}

/** What `save_to_disk` of Hugging Face's Dataset left in a folder; undefined if it is none of its. @throws FormatError */
async function savedFiles(folder: string): Promise<{ files: string[]; split: unknown } | undefined> {
  const state = await jsonOf(join(folder, "state.json"));
  const listed = state?._data_files;
  if (!Array.isArray(listed)) return undefined;
  const { _indices_data_files: indices = state!._indices_files } = state!;
  if (Array.isArray(indices) && indices.length > 0) {
    const hint = "Save it again after flatten_indices().";
    throw new FormatError(folder, "was saved with an index of its rows beside them, which is not read", hint);
  }
  const files = listed.map((file: { filename?: unknown } | null) => String(file?.filename));
  const there = await readdir(folder);
  const missing = files.find((file) => !there.includes(file) || claimedFormat(file) === undefined);
  if (missing !== undefined) throw new FormatError(folder, `has no ${missing}, which its state.json lists`);
  return { files, split: state!._split };
}

/** The split that a saved Dataset says it is of: a name of theirs (`test`, `train[:80%]`), or none. @throws FormatError for another. */
function savedSplit(folder: string, name: unknown): { split?: SplitName } {
  if (typeof name !== "string") return {};
  const whole = name.replace(/\[[^[\]]*\]$/, "");
  if (isSplitName(whole)) return { split: whole };
  const [split, other] = splitWords(name);
  if (split === undefined) return {};
  if (other === undefined) return { split };
  const hint = "Save it as one of these: DatasetDict(train=dataset).save_to_disk(folder).";
  throw new FormatError(folder, `was saved as the split ${printable(name)}, not ${SPLITS_TEXT}`, hint);
}

/** The folders of a saved DatasetDict; undefined if a folder is none. @throws FormatError */
async function savedSplits(folder: string): Promise<string[] | undefined> {
  const splits = (await jsonOf(join(folder, "dataset_dict.json")))?.splits;
  if (!Array.isArray(splits)) return undefined;
  const there = await readdir(folder);
  const missing = splits.find((split) => !there.includes(split));
  if (missing !== undefined) throw new FormatError(folder, `has no ${missing}/, which its dataset_dict.json lists`);
  return splits;
}

async function jsonOf(path: string): Promise<Record<string, unknown> | undefined> {
  try {
    return JSON.parse((await readRegular(path, MAX_CONFIG_BYTES, "state of a dataset")).toString()) ?? undefined;
  } catch {
    // None of theirs.
    return undefined;
  }
}

/** Several tables are one dataset if their names say which split they are of, and those of each split are one series. */
function checkSplits(directory: string, files: readonly DataFile[]): void {
  const bySplit = new Map<SplitName, string[]>();
  for (const { path, split = splitOfPath(path) } of files) {
    if (split === undefined) {
      const [first, second] = files as readonly [DataFile, DataFile];
      const problem = `holds several datasets (${first.path}, ${second.path}): nothing says how they belong together`;
      throw new FormatError(directory, problem, "Name one of its files.");
    }
    if (split === "unclear") throw unclearSplit(join(directory, path));
    bySplit.set(split, [...(bySplit.get(split) ?? []), path]);
  }
  for (const [split, own] of bySplit) {
    const stranger = own.find((path) => seriesOf(path) !== seriesOf(own[0]!)) ?? copyAmong(own);
    if (stranger === undefined) continue;
    const problem = `has several files of ${split} (${own[stranger === own[0] ? 1 : 0]}, ${stranger}), and not as the numbered parts of one`;
    throw new FormatError(directory, problem, "Remove what is a copy, or name the file that is meant.");
  }
}

/** What the numbered files of a split have in common. Files whose names say nothing are together by their folder. */
function seriesOf(path: string): string {
  const [folder, name] = [dirname(path), basename(path)];
  if (splitWords(name).size === 0) return folder;
  // A browser's copies have their numbers in parentheses; the hash in a name of the Hub is another in each file.
  return join(folder, name.replace(/(?<![(a-z0-9])[0-9a-f]{8,}(?![a-z0-9])|(?<![(\d])\d+/gi, "#"));
}

/** How file managers, browsers and services that synchronise name a copy. */
const COPY = /( ?\(\d+\)| ?-? ?copy( ?\(?\d+\)?)?|^copy of | ?\([^)]*conflicted copy[^)]*\)|\.sync-conflict-[^.]*)/i;

function copyAmong(paths: readonly string[]): string | undefined {
  const original = (path: string) => join(dirname(path), basename(path).replace(COPY, ""));
  return paths.find(
    (path) => original(path) !== path && paths.some((other) => other !== path && original(other) === original(path)),
  );
}

/** Files that say which of how many they are must all be there. */
function checkNumbers(directory: string, files: readonly string[]): void {
  for (const path of files) {
    const [, stem, number, count] = /^(.*-)(\d{5})-of-(\d{5})(?=\.)/.exec(path) ?? [];
    if (stem === undefined) continue;
    const here = files.filter((file) => file.startsWith(stem)).length;
    if (here !== Number(count)) {
      throw new FormatError(directory, `has ${here} of the ${Number(count)} files that ${path} is one of`);
    }
    if (Number(number) >= Number(count)) throw new FormatError(directory, `has a file ${path}, which no series has`);
  }
}
