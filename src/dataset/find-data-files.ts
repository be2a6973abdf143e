import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { MAX_CONFIG_BYTES, MAX_FILES_OF_SPLIT } from "../config/limits.js";
import type { FormatName } from "../formats/format.js";
import { FormatError } from "../formats/format-error.js";
import { printable } from "../formats/printable.js";
import { claimedFormat } from "../formats/registry.js";
import { splitOfPath, splitWords, unclearSplit } from "../formats/split-name.js";
import type { SplitName } from "../generate/examples.js";
import { FileSource } from "./file-source.js";
import { MANIFEST_FILE } from "./manifest.js";
import { NOT_UTF8, OutputError } from "./output-error.js";
import { readRegular } from "./regular-file.js";

/** Directories below that are looked into: data/, or the train/ and test/ of a converted Hugging Face dataset. */
const MAX_DEPTH = 3;

/** Most files of a dataset that has no manifest to say how many it has. */
export const MAX_FILES = 2 * MAX_FILES_OF_SPLIT;

/** JSON files that stand beside data and are none: those of Hugging Face's libraries, and of Croissant. */
const SIDECARS =
  /^(manifest|croissant|dataset_infos?|dataset_dict|state|metadata|package|package-lock|tsconfig)\.json$/;

/** Whether a file stands beside data, and is none, whatever its extension says. */
export function isSidecar(name: string): boolean {
  return SIDECARS.test(name);
}

/**
 * Names of files that other programs work with, and of folders full of them: of Spark and Hive (`_temporary`, `_metadata`),
 * archives of macOS (`__MACOSX`), Office and editors (`~$train.csv`, `#train.csv#`), and what `map` and `filter` of Hugging
 * Face's Dataset write beside its data.
 */
const WORKING_FILE = /^[._~#]|^cache-[0-9a-f]{8,}(_\d+_of_\d+)?\.arrow$/;

/** Whether a file, or a folder, is what another program works with, whatever its extension says. */
export function isWorkingFile(name: string): boolean {
  return WORKING_FILE.test(name);
}

/** The data of a directory without a manifest. */
export interface DataFiles {
  /** In the directory, sorted. */
  readonly paths: readonly string[];
  /** Of which split all of it is, where what saved it says so. */
  readonly split?: SplitName;
}

/**
 * The files of the one dataset in a directory without a manifest.
 *
 * @throws FormatError if there is none, or more than one.
 */
export async function findDataFiles(directory: string): Promise<DataFiles> {
  const saved = await savedFiles(directory);
  const paths =
    saved?.files ?? (await dataAmong(directory, await dataFiles(directory, "", MAX_DEPTH, MAX_FILES, true)));
  const formats = new Map<FormatName, string[]>();
  for (const path of paths.sort()) {
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
  const inner = files
    .map((file) => dirname(dirname(file)))
    .find((at) => existsSync(join(directory, at, MANIFEST_FILE)));
  if (inner !== undefined) {
    const problem = `has a dataset in ${inner}/, and is none itself`;
    throw new FormatError(directory, problem, `Name it: ${join(directory, inner)}`);
  }
  checkNumbers(directory, files);
  if (saved !== undefined) return { paths: files, ...savedSplit(directory, saved.split) };
  if (format !== "npy" && files.length > 1) checkSplits(directory, files);
  return { paths: files };
}

/** The same without configs and other JSON that is no dataset, where there is something else. */
async function dataAmong(directory: string, paths: readonly string[]): Promise<string[]> {
  const data: string[] = [];
  for (const path of paths) {
    const isJson = paths.length > 1 && claimedFormat(path) === "json";
    if (!isJson || !(await isBesideData(join(directory, path)))) data.push(path);
  }
  return data;
}

async function isBesideData(path: string): Promise<boolean> {
  // Loaded here: who writes looks for names alone.
  const { contentOf } = await import("../formats/sniff.js");
  const file = await FileSource.open(path);
  try {
    return (await contentOf(file)).isBesideData === true;
  } finally {
    await file.close();
  }
}

/**
 * All files that look like data, by their paths in a directory: what other programs may read along with the listed ones.
 *
 * @param most of them: more are those of no dataset.
 * @throws FormatError
 */
export function dataFilesIn(directory: string, most = MAX_FILES): Promise<string[]> {
  return dataFiles(directory, "", MAX_DEPTH, most, false);
}

/** @param isSearch whether a dataset is looked for, not whatever could be taken for a part of one. */
async function dataFiles(
  directory: string,
  below: string,
  depth: number,
  most: number,
  isSearch: boolean,
): Promise<string[]> {
  const paths: string[] = [];
  const splits = isSearch ? await savedSplits(join(directory, below)) : undefined;
  for (const entry of await readdir(join(directory, below), { withFileTypes: true })) {
    if (entry.name.startsWith(".") || isSidecar(entry.name)) continue;
    if (isSearch && (isWorkingFile(entry.name) || splits?.includes(entry.name) === false)) continue;
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    const isWanted = (entry.isDirectory() && depth > 1) || claimedFormat(entry.name) !== undefined;
    if (isWanted && entry.name.includes("\ufffd")) throw new OutputError(join(directory, path), ...NOT_UTF8);
    if (entry.isDirectory() && depth > 1) {
      const saved = isSearch ? await savedFiles(join(directory, path)) : undefined;
      const inner = saved?.files.map((file) => `${path}/${file}`);
      for (const file of inner ?? (await dataFiles(directory, path, depth - 1, most, isSearch))) paths.push(file);
    } else if (!entry.isDirectory() && claimedFormat(entry.name) !== undefined) paths.push(path);
    if (paths.length > most) throw new FormatError(directory, `has more than ${most} files of data`);
  }
  return paths;
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
  const [split, other] = typeof name === "string" ? splitWords(name) : [];
  if (split === undefined) return {};
  if (split !== "other" && other === undefined) return { split };
  const hint = "Save it as one of these: DatasetDict(train=dataset).save_to_disk(folder).";
  throw new FormatError(folder, `was saved as the split ${printable(String(name))}, not train or test`, hint);
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
function checkSplits(directory: string, files: readonly string[]): void {
  const ofSplit = new Map<string, string[]>();
  for (const path of files) {
    const split = splitOfPath(path);
    if (split === undefined) {
      const problem = `holds several datasets (${files[0]}, ${files[1]}): nothing says how they belong together`;
      throw new FormatError(directory, problem, "Name one of its files.");
    }
    if (split !== "train" && split !== "test") throw unclearSplit(join(directory, path), path);
    ofSplit.set(split, [...(ofSplit.get(split) ?? []), path]);
  }
  for (const [split, [first, ...others]] of ofSplit) {
    const stranger = others.find((path) => seriesOf(path) !== seriesOf(first!)) ?? copyAmong([first!, ...others]);
    if (stranger === undefined) continue;
    const problem = `has several files of ${split} (${stranger === first ? others[0] : first}, ${stranger}), and not as the numbered parts of one`;
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

/** The first file that is named as a copy of another. */
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
