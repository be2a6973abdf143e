import { existsSync } from "node:fs";
import { readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { dataFilesIn, MAX_FILES } from "../dataset/find-data-files.js";
import { hashFile } from "../dataset/hash-file.js";
import { MANIFEST_FILE, type Manifest } from "../dataset/manifest.js";
import { OutputError } from "../dataset/output-error.js";
import { parseManifest, readManifest } from "../dataset/read-manifest.js";
import { SHARDS_DIRECTORY } from "../dataset/shard-path.js";
import type { Sidecar } from "../dataset/sidecars.js";
import { checkRoom } from "./add-sidecars.js";
import type { FoundShard } from "./find-shards.js";
import { REPLACED_FILE } from "./notes.js";

/** What is to be removed for a merged dataset. */
export interface Room {
  /** The manifest of a dataset that is replaced. */
  readonly replaced: Manifest | undefined;
  /** Files of a dataset that is replaced, by their paths in it. */
  readonly files: readonly string[];
  /** Whether its manifest is still there, and says that it is whole. */
  readonly hasManifest: boolean;
}

/**
 * Makes sure that nothing is where the files of shards go, and no other data beside them, but for a dataset that may be
 * replaced. Changes nothing.
 *
 * @throws OutputError
 */
export async function findRoom(
  path: string,
  shards: readonly FoundShard[],
  sidecars: readonly Sidecar[],
): Promise<Room> {
  const existing = (await readManifest(path))?.manifest;
  const old = existing ?? (await replacedManifest(path));
  const listed = new Set(old?.files.map((file) => file.path));
  const coming = new Set<string>();
  const moved = new Set<string>();
  for (const shard of shards) {
    for (const { path: file, sha256 } of shard.manifest.files) {
      coming.add(file);
      const target = join(path, file);
      await refuseFile(dirname(target));
      // What was moved there before a merge was cut off stays.
      if (!existsSync(join(shard.path, file))) moved.add(file);
      else if (existsSync(target) && !listed.has(file) && !(await hasHash(target, sha256))) throw inTheWay(target);
    }
  }
  await checkRoom(path, sidecars, listed);
  const stray = (await dataFilesIn(path, listed.size + coming.size + MAX_FILES)).find(
    (file) => !listed.has(file) && !coming.has(file),
  );
  if (stray !== undefined) throw inTheWay(join(path, stray));
  return { replaced: old, files: [...listed].filter((file) => !moved.has(file)), hasManifest: existing !== undefined };
}

/** Removes a dataset that is replaced. Its manifest goes first, so that what is half gone is not taken for a whole. */
export async function makeRoom(path: string, { files, hasManifest }: Room): Promise<void> {
  if (hasManifest) await rename(join(path, MANIFEST_FILE), join(path, SHARDS_DIRECTORY, REPLACED_FILE));
  for (const file of files) await rm(join(path, file), { force: true });
}

async function replacedManifest(path: string) {
  const replaced = join(path, SHARDS_DIRECTORY, REPLACED_FILE);
  return existsSync(replaced) ? parseManifest(await readFile(replaced, "utf8"), replaced) : undefined;
}

/** @throws OutputError if there is a file where a directory goes. */
async function refuseFile(directory: string): Promise<void> {
  const stats = await stat(directory).catch(() => undefined);
  if (stats !== undefined && !stats.isDirectory()) throw inTheWay(directory);
}

/** A shard that was made again after a merge was cut off has what was moved before. */
async function hasHash(path: string, sha256: string): Promise<boolean> {
  return (await hashFile(path).catch(() => undefined))?.sha256 === sha256;
}

function inTheWay(path: string): OutputError {
  return new OutputError(path, "is in the way, and no manifest lists it", "Move it elsewhere.");
}
