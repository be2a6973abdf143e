import type { Stats } from "node:fs";
import { chmod, lstat, readdir, rmdir, unlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { isSplitName } from "../../config/split-names.js";
import { OTHER_ARRAYS, roleOf } from "../../formats/arrays.js";
import { FORMATS } from "../../formats/registry.js";
import { FileError } from "../errors.js";
import { MANIFEST_FILE, type Manifest } from "../manifest.js";
import { LITTER, statsAt } from "../paths.js";
import { readManifest } from "../read/read-manifest.js";
import { hashFile } from "../read/regular-file.js";
import { CARD_FILE, NoText, ownCardText, readCard } from "../write/card-file.js";

/** What mnist1d wrote in a directory, in the order in which it may go: the manifest, which proves the rest, at last. */
export interface OwnFiles {
  readonly manifest: Manifest | undefined;
  readonly files: readonly string[];
  /** The innermost first. */
  readonly folders: readonly string[];
}

export interface ProofOptions {
  /** What to call the directory in messages. */
  readonly name?: string;
  /** Which manifest says what is there; by default the directory's own. */
  readonly by?: Manifest | undefined;
  /** Whether a card that was edited is brought along, and not lost. */
  readonly keepsCard?: boolean;
  /** The entries that are looked at; by default all. Places of work in the directory are passed over then. */
  readonly among?: (name: string) => boolean;
  /** Whether the bytes are looked at, and not names alone. */
  readonly hashes?: boolean;
  /** A directory that must have the same files. What is the same file there, under two names, need not be hashed. */
  readonly alsoIn?: string;
  readonly signal?: AbortSignal | undefined;
}

/** Something in a directory is not ours, or not as we left it. */
export class NotOwn extends FileError {
  constructor(
    directory: string,
    /** What no manifest lists, or the files that are not what it says, by their paths; the first four. */
    readonly paths: readonly string[],
    readonly isChanged: boolean,
  ) {
    const some = `${paths.slice(0, 3).join(", ")}${paths.length > 3 ? ", …" : ""}`;
    super(
      directory,
      `has files that ${isChanged ? "are not what its manifest says" : "no manifest of mnist1d lists"} (${some})`,
      isChanged
        ? "What was changed is never replaced: remove it, or move it elsewhere."
        : "They are never replaced: choose another directory, or move them.",
    );
  }
}

/**
 * The one place that knows what may be removed or replaced: a regular file that the directory's manifest lists, by a
 * name that mnist1d gives, with the size and hash that it says; the manifest itself; and the card. No link is followed.
 * @throws NotOwn if anything else is there; FileError for what can't be read.
 */
export async function proveOwn(directory: string, options: ProofOptions = {}): Promise<OwnFiles> {
  const { name = directory, among = () => true, hashes = true } = options;
  const hasManifest = (await statsAt(join(directory, MANIFEST_FILE)))?.isFile() === true;
  const found = hasManifest ? await readManifest(directory).catch(() => undefined) : undefined;
  const manifest = "by" in options ? options.by : found?.manifest;
  const listed = new Map(manifest?.files.map((file) => [file.path, file]));
  const other = manifest?.files.find(({ path }) => !isOwnPath(path));
  if (other !== undefined) {
    const hint = "It is left alone, with what it lists: move it elsewhere.";
    throw new FileError(join(name, MANIFEST_FILE), `lists ${other.path}, a name that mnist1d gives no file`, hint);
  }
  const hasCard = await isCardOwn(directory, manifest, options.keepsCard === true);
  const isOwn = (path: string) => {
    if (path === MANIFEST_FILE) return manifest !== undefined;
    return path === CARD_FILE ? hasCard : listed.has(path) || LITTER.includes(path.slice(path.lastIndexOf("/") + 1));
  };
  const [files, folders, foreign]: [string[], string[], string[]] = [[], [], []];
  for await (const { path, kind } of walk(directory, among)) {
    if (kind === "folder") folders.unshift(path);
    else if (kind === "file" && isOwn(path)) files.push(path);
    else foreign.push(kind === "file" ? path : `${path}, ${kind}`);
    if (foreign.length > 3) break;
  }
  // Where nothing is replaced, empty folders are in nobody's way.
  if (foreign.length === 0 && manifest !== undefined) foreign.push(...folders.filter((folder) => folder !== "data"));
  if (foreign.length > 0) throw new NotOwn(name, foreign, false);
  const changed: string[] = [];
  for (const path of hashes ? files : []) {
    const entry = listed.get(path);
    if (entry !== undefined && !(await isAsListed(directory, entry, options))) changed.push(path);
  }
  if (changed.length > 0) throw new NotOwn(name, changed, true);
  return { manifest, files: manifestFirst(files).reverse(), folders };
}

/** The manifest says how far moves, or a removal, came: it goes first where things come, and last where they go. */
export function manifestFirst(paths: readonly string[]): string[] {
  const isManifest = (path: string) => Number(basename(path) === MANIFEST_FILE);
  return [...new Set(paths)].sort((a, b) => isManifest(b) - isManifest(a));
}

async function isAsListed(
  directory: string,
  { path, bytes, sha256 }: Manifest["files"][number],
  { alsoIn, signal }: ProofOptions,
): Promise<boolean> {
  const stats = await lstat(join(directory, path));
  if (!stats.isFile() || stats.size !== bytes) return false;
  if (alsoIn === undefined) return (await hashFile(join(directory, path), signal)).sha256 === sha256;
  const other = join(alsoIn, path);
  const otherStats = await statsAt(other);
  if (otherStats === undefined || !otherStats.isFile()) return false;
  if (isSameFile(stats, otherStats)) return true;
  for (const one of [join(directory, path), other]) if ((await hashFile(one, signal)).sha256 !== sha256) return false;
  return true;
}

export function isSameFile(a: Stats, b: Stats): boolean {
  return a.ino === b.ino && a.dev === b.dev && a.ino !== 0; // 0: a file system that has no numbers
}

/** Whether all that a manifest lists is in its directory, as it says, and nothing else. */
export async function isWhole(directory: string): Promise<boolean> {
  const own = await proveOwn(directory, { keepsCard: true }).catch(() => undefined);
  return own?.manifest?.files.every(({ path }) => own.files.includes(path)) === true;
}

/**
 * Removes what was proven, and nothing else, from a directory that nobody else works in: a folder that has more in it
 * stays, and is an error. That a folder was made read-only does not keep it.
 */
export async function removeOwn(directory: string, { files, folders }: OwnFiles): Promise<void> {
  for (const folder of ["", ...folders]) await chmod(join(directory, folder), 0o700).catch(() => {});
  for (const file of files) await unlink(join(directory, file));
  for (const folder of [...folders, ""]) await rmdir(join(directory, folder));
}

/**
 * All that is below a directory, by its path with `/`, folders before what is in them. Links are entries like others, and
 * it is none itself.
 */
export async function* walk(
  root: string,
  among: (name: string) => boolean = () => true,
): AsyncGenerator<{ path: string; kind: "file" | "folder" | "a link" | "no regular file" }> {
  if (!(await lstat(root)).isDirectory()) throw new FileError(root, "is no directory", "Move it elsewhere.");
  const folders = [""];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
      if (folder === "" && !among(entry.name)) continue;
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) folders.push(path);
      const other = entry.isSymbolicLink() ? "a link" : "no regular file";
      yield { path, kind: entry.isDirectory() ? "folder" : entry.isFile() ? "file" : other };
    }
  }
}

async function isCardOwn(directory: string, manifest: Manifest | undefined, keepsCard: boolean): Promise<boolean> {
  try {
    const text = await readCard(directory);
    return keepsCard || (manifest !== undefined && text === ownCardText(manifest));
  } catch (error) {
    // No file, or no text: nothing that could be brought along.
    if (keepsCard && error instanceof NoText) throw error;
    return false;
  }
}

const TABLES = FORMATS.filter(({ isTable }) => isTable).map(({ extension }) => extension.slice(1));

/** The names that mnist1d gives. A manifest that lists others proves nothing of them. */
const OWN_PATHS = new RegExp(
  `^(manifest\\.json|croissant\\.json|samples\\.svg|README\\.md|mnist1d\\.(npz|json)|mnist1d_data\\.pkl|` +
    `data/[a-z0-9_]+-\\d{5,}-of-\\d{5,}\\.(${TABLES.join("|")}))$`,
);

export function isOwnPath(path: string): boolean {
  const [, array] = /^(\w+)\.npy$/.exec(path) ?? [];
  if (array !== undefined) return OTHER_ARRAYS.includes(array) || roleOf(array) !== undefined;
  const [, split = "train"] = /^data\/(.*)-\d{5,}-of-/.exec(path) ?? [];
  return OWN_PATHS.test(path) && isSplitName(split);
}
