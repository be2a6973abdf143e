import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { FormatName } from "../formats/format.js";
import { FormatError } from "../formats/format-error.js";
import { claimedFormat } from "../formats/sniff.js";
import { OutputError } from "./output-error.js";

/** Directories below that are looked into: data/, or the train/ and test/ of a converted Hugging Face dataset. */
const MAX_DEPTH = 3;

/** More files than any dataset has that is not ours; ours say how many they are. */
export const MAX_FILES = 10_000;

/** JSON files that stand beside data and are none: those of Hugging Face's libraries, and of Croissant. */
const SIDECARS =
  /^(manifest|croissant|dataset_infos?|dataset_dict|state|metadata|package|package-lock|tsconfig)\.json$/;

/** Whether a file stands beside data, and is none, whatever its extension says. */
export function isSidecar(name: string): boolean {
  return SIDECARS.test(name);
}

/**
 * The files of the one dataset in a directory without a manifest, by their paths in it, sorted.
 *
 * @throws FormatError if there is none, or more than one.
 */
export async function findDataFiles(directory: string): Promise<string[]> {
  const paths = await dataFilesIn(directory);
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
  checkNumbers(directory, files);
  if (format !== "npy" && files.length > 1) checkSplits(directory, files);
  return files;
}

/**
 * All files that look like data, by their paths in a directory: what other programs may read along with the listed ones.
 *
 * @param most of them: more are those of no dataset.
 * @throws FormatError
 */
export function dataFilesIn(directory: string, most = MAX_FILES): Promise<string[]> {
  return dataFiles(directory, "", MAX_DEPTH, most);
}

async function dataFiles(directory: string, below: string, depth: number, most: number): Promise<string[]> {
  const paths: string[] = [];
  for (const entry of await readdir(join(directory, below), { withFileTypes: true })) {
    if (entry.name.startsWith(".") || isSidecar(entry.name)) continue;
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    const isWanted = (entry.isDirectory() && depth > 1) || claimedFormat(entry.name) !== undefined;
    if (isWanted && entry.name.includes("\ufffd")) throw new OutputError(join(directory, path), ...NOT_UTF8);
    if (entry.isDirectory() && depth > 1) {
      for (const file of await dataFiles(directory, path, depth - 1, most)) paths.push(file);
    } else if (!entry.isDirectory() && claimedFormat(entry.name) !== undefined) paths.push(path);
    if (paths.length > most) throw new FormatError(directory, `has more than ${most} files of data`);
  }
  return paths;
}

/** Node reads such bytes as U+FFFD, under which nothing is found. */
export const NOT_UTF8 = ["has a name that is not UTF-8", "Rename it."] as const;

/** Several tables are one dataset if their names say which split they are of. */
function checkSplits(directory: string, files: readonly string[]): void {
  const shards = files.map((path) => /^(?:.*[^a-z])?(train|test)(?:[^a-z].*)?$/i.exec(path)?.[1]?.toLowerCase());
  const unnamed = files[shards.indexOf(undefined)];
  if (unnamed !== undefined) {
    const problem = `holds several datasets (${files[0]}, ${files[1]}): nothing says how they belong together`;
    throw new FormatError(directory, problem, "Name one of its files.");
  }
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
