import { createHash, randomBytes } from "node:crypto";
import { lstat, mkdir, open, readdir, readFile, rename, rmdir, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isOwnPath } from "../own-paths.js";
import { isThere } from "../undefined-if-missing.js";
import type { RunIdentity } from "./run-identity.js";
import { syncFolder } from "./sync-folder.js";

/** The name of a place of work: a directory beside the target of a run, or inside it. */
const WORKPLACE_NAME = /^\.mnist1d-[0-9a-f]{12}\.tmp$/;

export function isWorkplaceName(name: string): boolean {
  return WORKPLACE_NAME.test(name);
}

/** Not named after the target, whose name may be as long as names can be. */
export function newWorkplaceName(): string {
  return workplaceName(randomBytes(6));
}

/** The name that the place of a run has which must be the only one at a target. */
export function claimName(target: string): string {
  return workplaceName(createHash("sha256").update(target).digest().subarray(0, 6));
}

function workplaceName(bytes: Buffer): string {
  return `.mnist1d-${bytes.toString("hex")}.tmp`;
}

/** What is in a place of work. */
export const OWNER_FILE = "owner.json";
/** The mark of a run whose output is complete, and about to move: what is half done can be ended or undone. */
export const COMMIT_FILE = "commit.json";
/** The output, as it is written. */
export const NEW_FOLDER = "new";
/** The dataset that is replaced, from the moment that it leaves the target. */
export const OLD_FOLDER = "old";

/** Which run works in a place, and what for. */
export interface Owner extends RunIdentity {
  /** The target's name in the directory that the place is in; "." if it is that directory itself. */
  readonly target: string;
}

/** A place of work, by what is written in it. */
export interface Workplace {
  readonly path: string;
  /** Absent if it can't be read: the run was killed while it wrote that, or it is no run's. */
  readonly owner?: Owner;
  readonly isCommitted: boolean;
  /** A note that no run writes, or that asks for what none does. It is not obeyed, and its place is left alone. */
  readonly foreignNote?: string;
  /** What is in it. */
  readonly names: readonly string[];
}

/** The places of work in a directory; none in one that is not there, or that nobody may list. */
export async function findWorkplaces(directory: string): Promise<Workplace[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory() && isWorkplaceName(entry.name));
  return Promise.all(names.map(({ name }) => readWorkplace(join(directory, name))));
}

export async function readWorkplace(path: string): Promise<Workplace> {
  // Of another user's place nobody here knows what is in it.
  const unknown = ({ code }: NodeJS.ErrnoException) => (code === "ENOENT" ? [] : ["unknown"]);
  const names = (await readdir(path).catch(unknown)).sort();
  const mark = await readNote(join(path, COMMIT_FILE));
  const note = mark === undefined ? await readNote(join(path, OWNER_FILE)) : mark;
  if (note === "foreign")
    return { path, names, isCommitted: false, foreignNote: mark === "foreign" ? COMMIT_FILE : OWNER_FILE };
  return { path, names, ...(note && { owner: note }), isCommitted: mark !== undefined };
}

/** No note is longer. */
const MAX_NOTE_BYTES = 100_000;

/** Undefined for one that is not there, or only half. */
async function readNote(path: string): Promise<Owner | "foreign" | undefined> {
  const stats = await lstat(path).catch(() => undefined);
  if (stats === undefined) return undefined;
  if (!stats.isFile() || stats.size > MAX_NOTE_BYTES) return "foreign";
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, "utf8"));
  } catch {
    return undefined;
  }
  return isOwner(value) ? value : "foreign";
}

function isOwner(value: unknown): value is Owner {
  const { host, pid, boot, namespace, started, target, names } = (value ?? {}) as Record<string, unknown>;
  const isTextOrAbsent = [boot, namespace, started].every((text) => text === undefined || typeof text === "string");
  return (
    typeof host === "string" &&
    Number.isSafeInteger(pid) &&
    (pid as number) > 0 &&
    isTextOrAbsent &&
    typeof target === "string" &&
    // Version 0.1.0 said what moves.
    (names === undefined || (Array.isArray(names) && names.every((name) => name === "data" || isOwnPath(name))))
  );
}

/** More runs than ever take an empty place for a dead one's at once. */
const MOST_TRIES = 100;

/**
 * Makes a place, which nobody else may enter. What it is for is written at once; until then another run takes it for that
 * of a run that was killed, and removes it: then there is a next try. That the note is on the disk is not waited for.
 */
export async function createWorkplace(directory: string, owner: Owner): Promise<string> {
  for (let tries = 1; ; tries++) {
    const path = join(directory, newWorkplaceName());
    await mkdir(path, { mode: 0o700 });
    try {
      await writeFile(join(path, OWNER_FILE), textOf(owner), { flag: "wx" });
      await mkdir(join(path, NEW_FOLDER));
      return path;
    } catch (error) {
      await unlink(join(path, OWNER_FILE)).catch(() => {});
      await rmdir(path).catch(() => {});
      if ((error as NodeJS.ErrnoException).code !== "ENOENT" || tries === MOST_TRIES) throw error;
    }
  }
}

/** Removes a place that has nothing but the beginning of a note in it. With anything more it stays. */
export async function removeUnsigned(path: string): Promise<void> {
  const isNoted = (await readNote(join(path, OWNER_FILE))) !== undefined; // meanwhile
  if (!isNoted) await unlink(join(path, OWNER_FILE)).catch(() => {});
  await rmdir(path).catch(() => {});
}

/** Takes the one name that there is for a run that must be alone at its target. @returns undefined if another run has it */
export async function claim(place: string, directory: string, target: string): Promise<string | undefined> {
  const path = join(directory, claimName(target));
  try {
    await rename(place, path); // with its note in it, so that there is no moment in which it says nothing
    return path;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isTaken = code === "ENOTEMPTY" || code === "EEXIST" || (await isThere(path));
    if (isTaken) return undefined;
    throw error;
  }
}

/** Writes the mark, and waits until it is on the disk: nothing may move before. */
export async function markCommitted(path: string, owner: Owner): Promise<void> {
  const file = await open(join(path, COMMIT_FILE), "wx");
  try {
    await file.writeFile(textOf(owner));
    await file.sync();
  } finally {
    await file.close();
  }
  await syncFolder(path);
}

function textOf(note: Owner): string {
  return `${JSON.stringify(note)}\n`;
}
