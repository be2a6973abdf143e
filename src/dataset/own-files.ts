import type { Dirent, Stats } from "node:fs";
import { chmod, lstat, readdir, rmdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import { CARD_FILE, NoText, ownCardText, readCard } from "./card-file.js";
import { hashFile } from "./hash-file.js";
import { MANIFEST_FILE, type Manifest } from "./manifest.js";
import { OutputError } from "./output-error.js";
import { isOwnPath } from "./own-paths.js";
import { readManifest } from "./read-manifest.js";
import { undefinedIfMissing } from "./undefined-if-missing.js";
import { isWorkplaceName } from "./workplace/workplace.js";

/** What file managers leave behind, and make anew. */
const LITTER = [".DS_Store", "Thumbs.db", "desktop.ini"];

/** Whether something of this name is nobody's data. (Places of work are those of runs that will say for themselves what is in their way.) */
export function isLitter(name: string): boolean {
  return isWorkplaceName(name) || LITTER.includes(name);
}

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
export class NotOwn extends OutputError {
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
 * The one place that knows what may be removed or replaced: a regular file that the directory's manifest lists, by a name
 * that mnist1d gives, with the size and hash that it says; the manifest itself; and the card. No link is followed.
 *
 * @throws NotOwn if anything else is there; OutputError for what can't be read.
 */
export async function proveOwn(directory: string, options: ProofOptions = {}): Promise<OwnFiles> {
  const { name = directory, among = () => true, hashes = true } = options;
  const manifest = "by" in options ? options.by : await ownManifest(directory);
  const listed = new Map(manifest?.files.map((file) => [file.path, file]));
  const other = manifest?.files.find(({ path }) => !isOwnPath(path));
  if (other !== undefined) {
    const hint = "It is left alone, with what it lists: move it elsewhere.";
    throw new OutputError(join(name, MANIFEST_FILE), `lists ${other.path}, a name that mnist1d gives no file`, hint);
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
  return { manifest, files: manifestLast(files), folders };
}

function manifestLast(paths: readonly string[]): string[] {
  return [...paths].sort((a, b) => Number(a === MANIFEST_FILE) - Number(b === MANIFEST_FILE));
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
  const otherStats = await lstat(other).catch(undefinedIfMissing);
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

export interface WalkedEntry {
  /** In the directory, with `/`. */
  readonly path: string;
  readonly kind: "file" | "folder" | "a link" | "no regular file";
}

/** All that is below a directory, folders before what is in them. Links are entries like others, and it is none itself. */
export async function* walk(root: string, among: (name: string) => boolean = () => true): AsyncGenerator<WalkedEntry> {
  if (!(await lstat(root)).isDirectory()) throw new OutputError(root, "is no directory", "Move it elsewhere.");
  const folders = [""];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
      if (folder === "" && !among(entry.name)) continue;
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) folders.push(path);
      yield { path, kind: kindOf(entry) };
    }
  }
}

function kindOf(entry: Dirent): WalkedEntry["kind"] {
  if (entry.isDirectory()) return "folder";
  if (entry.isFile()) return "file";
  return entry.isSymbolicLink() ? "a link" : "no regular file";
}

/** The manifest of a directory; undefined if there is none that can be relied on. */
async function ownManifest(directory: string): Promise<Manifest | undefined> {
  const stats = await lstat(join(directory, MANIFEST_FILE)).catch(undefinedIfMissing);
  if (stats?.isFile() !== true) return undefined;
  return (await readManifest(directory).catch(() => undefined))?.manifest;
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
