import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type LeftAlone, readCard } from "../dataset/card-file.js";
import { MANIFEST_FILE, type Manifest, manifestText } from "../dataset/manifest.js";
import { OutputError, outputErrorFrom } from "../dataset/output-error.js";
import { parseManifest, readManifest } from "../dataset/read-manifest.js";
import { SHARDS_DIRECTORY } from "../dataset/shard-path.js";
import type { Sidecar } from "../dataset/sidecars.js";
import { syncFolder } from "../dataset/workplace/sync-folder.js";
import { FormatError } from "../formats/format-error.js";
import { addSidecars, checkRoom, withSidecars } from "./add-sidecars.js";
import { type Locate, shardProblem } from "./check-shard.js";
import { type FoundShard, findShards } from "./find-shards.js";
import { MergeError, type MergeProblem } from "./merge-problem.js";
import { mergedManifest, writeInOneStep } from "./merged-manifest.js";

export interface MergeOptions {
  /** Whether a dataset that is in the place of the merged one may be replaced. */
  readonly force?: boolean;
  /** Told how many shards are checked. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface Merged {
  readonly manifest: Manifest;
  /** How many were merged; 0 if they had been before. */
  readonly shards: number;
  /** A card that could not be brought up to date. */
  readonly leftAlone?: LeftAlone;
}

/**
 * Makes a dataset of its shards: checks that each is there once, that they are of the same config and version, and that
 * their files and data are what their manifests say; then moves the files to their places, and writes the manifest
 * last. Where it is cut off, the next merge goes on.
 *
 * @throws MergeError for shards that make no dataset; FormatError where there is none; OutputError for what can't be
 *   read or written; the signal's reason when aborted.
 */
export async function mergeShards(path: string, options: MergeOptions = {}): Promise<Merged> {
  try {
    return await merge(path, options);
  } catch (error) {
    throw outputErrorFrom(error, path);
  }
}

async function merge(path: string, { force = false, onProgress, signal }: MergeOptions): Promise<Merged> {
  const existing = (await readManifest(path))?.manifest;
  const found = await findShards(path);
  if (found === undefined) {
    if (existing !== undefined) return { manifest: existing, shards: 0 };
    if (!existsSync(path)) throw new OutputError(path, "no such file or directory");
    throw new FormatError(path, "has no shards to merge", "generate --shard makes them.");
  }
  const { shards } = found;
  // A merge that was cut off when all was in place, and only the shards' manifests were left.
  if (existing !== undefined && (await isMerged(path, existing, found.shards))) {
    await rm(join(path, SHARDS_DIRECTORY), { recursive: true });
    return { manifest: existing, shards: 0 };
  }
  if (existing !== undefined && !force) {
    throw new OutputError(path, "has another dataset in it", "Use --force to replace it by the merged one.");
  }
  if (shards.length === 0) throw new MergeError(path, [{ shard: SHARDS_DIRECTORY, problem: "has no shard in it" }]);

  // A file that an earlier merge moved is in the dataset already.
  const locate: Locate = (shard, file) =>
    existsSync(join(shard.path, file)) ? join(shard.path, file) : join(path, file);
  const problems: MergeProblem[] = [...found.problems];
  for (const [done, shard] of shards.entries()) {
    const problem = await shardProblem(shard, shards[0]!, locate, signal);
    if (problem !== undefined) problems.push({ shard: shard.name, problem });
    onProgress?.(done + 1, shards.length);
  }
  if (problems.length > 0)
    throw new MergeError(
      path,
      problems.sort((a, b) => (a.shard < b.shard ? -1 : 1)),
    );
  const merged = withSidecars(await mergedManifest(shards.map((shard) => shard.manifest)));
  signal?.throwIfAborted();
  const replaced = await makeRoom(path, shards, merged.sidecars);
  await moveFiles(path, shards);
  const leftAlone = await addSidecars(path, merged, replaced);
  await writeInOneStep(path, MANIFEST_FILE, manifestText(merged.manifest));
  await rm(join(path, SHARDS_DIRECTORY), { recursive: true });
  return { manifest: merged.manifest, shards: shards.length, ...(leftAlone && { leftAlone }) };
}

async function isMerged(path: string, existing: Manifest, shards: readonly FoundShard[]): Promise<boolean> {
  const isWhole = shards.every(({ manifest }) => manifest.config_digest === existing.config_digest);
  const areMoved = shards.every((shard) =>
    shard.manifest.files.every((file) => !existsSync(join(shard.path, file.path))),
  );
  if (!isWhole || !areMoved) return false;
  return existing.files.every((file) => existsSync(join(path, file.path)));
}

/** Where the manifest of a dataset that is replaced goes: while it is there, its files are to be removed. */
const REPLACED_FILE = ".replaced.json";

/**
 * Makes sure that nothing is where the files go, and removes a dataset that is replaced, but for its card.
 *
 * @returns the manifest of that dataset.
 * @throws OutputError
 */
async function makeRoom(
  path: string,
  shards: readonly FoundShard[],
  sidecars: readonly Sidecar[],
): Promise<Manifest | undefined> {
  const replaced = join(path, SHARDS_DIRECTORY, REPLACED_FILE);
  const existing = (await readManifest(path))?.manifest;
  const old =
    existing ?? (existsSync(replaced) ? parseManifest(await readFile(replaced, "utf8"), replaced) : undefined);
  const listed = new Set(old?.files.map((file) => file.path));
  for (const shard of shards) {
    for (const { path: file } of shard.manifest.files) {
      const isInTheWay = existsSync(join(path, file)) && existsSync(join(shard.path, file)) && !listed.has(file);
      if (isInTheWay)
        throw new OutputError(join(path, file), "is in the way, and no manifest lists it", "Move it elsewhere.");
    }
  }
  await checkRoom(path, sidecars, listed);
  await readCard(path); // one that can't be read is in the way as well
  if (old === undefined) return undefined;
  if (existing !== undefined) await rename(join(path, MANIFEST_FILE), replaced);
  for (const file of listed) {
    // What was moved there before a merge was cut off stays.
    const isMoved = shards.some(
      (shard) => shard.manifest.files.some((own) => own.path === file) && !existsSync(join(shard.path, file)),
    );
    if (!isMoved) await rm(join(path, file), { force: true });
  }
  return old;
}

async function moveFiles(path: string, shards: readonly FoundShard[]): Promise<void> {
  const directories = new Set<string>();
  for (const shard of shards) {
    for (const { path: file } of shard.manifest.files) {
      const target = join(path, file);
      if (!directories.has(dirname(target))) await mkdir(dirname(target), { recursive: true });
      directories.add(dirname(target));
      if (existsSync(join(shard.path, file))) await rename(join(shard.path, file), target);
    }
  }
  for (const directory of directories) await syncFolder(directory);
}
