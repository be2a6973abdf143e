import { randomBytes } from "node:crypto";
import { mkdir, open, rm, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RunIdentity } from "./run-identity.js";
import { syncFolder } from "./sync-folder.js";

/** The name of a place of work: a directory beside the target of a run, or inside it. */
const WORKPLACE_NAME = /^\.mnist1d-[0-9a-f]{12}\.tmp$/;

export function isWorkplaceName(name: string): boolean {
  return WORKPLACE_NAME.test(name);
}

/** Not named after the target, whose name may be as long as names can be. */
export function newWorkplaceName(): string {
  return `.mnist1d-${randomBytes(6).toString("hex")}.tmp`;
}

/** What is in a place of work. */
export const OWNER_FILE = "owner.json";
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

/** What a run is about to do: from here on its output is complete, and what is half done can be ended or undone. */
export interface Commit extends Owner {
  /** What moves into a target that stays the directory it is, the manifest first; absent where it is taken as a whole. */
  readonly names?: readonly string[];
  /** SHA-256 of the manifest: then the one in the target can be known. */
  readonly manifest?: string;
}

/**
 * Makes a place. What it is for is written at once: a place that says nothing may be somebody's who is about to. That this
 * is on the disk is not waited for: a power cut may cost it, and a place without a mark then stays for a day.
 */
export async function createWorkplace(path: string, owner: Owner): Promise<void> {
  await mkdir(path);
  await writeFile(join(path, OWNER_FILE), textOf(owner), { flag: "wx" });
  await mkdir(join(path, NEW_FOLDER));
}

/** Writes the mark, and waits until it is on the disk: nothing may move before. */
export async function markCommitted(path: string, commit: Commit): Promise<void> {
  const file = await open(join(path, COMMIT_FILE), "wx");
  try {
    await file.writeFile(textOf(commit));
    await file.sync();
  } finally {
    await file.close();
  }
  await syncFolder(path);
}

/**
 * Removes a place whose publication is done, or undone: without its mark it is worth nothing to anybody. What says whose
 * it is goes last, so that the next run knows what to do with the rest if this is cut off.
 */
export async function removeWorkplace(path: string): Promise<void> {
  await unlink(join(path, COMMIT_FILE)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
  for (const folder of [OLD_FOLDER, NEW_FOLDER, ""]) await rm(join(path, folder), { recursive: true, force: true });
}

function textOf(note: Owner): string {
  return `${JSON.stringify(note)}\n`;
}
