import { existsSync } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { boolean } from "../config/kinds.js";
import { checkedOptions, text } from "../config/options.js";
import { type CardWarnings, readCard } from "../dataset/card-file.js";
import { checkCard } from "../dataset/check-repository.js";
import type { Progress } from "../dataset/draw-examples.js";
import { type Enclosing, enclosingRepository } from "../dataset/enclosing-repository.js";
import type { DatasetFile } from "../dataset/file-sink.js";
import type { Manifest } from "../dataset/manifest.js";
import { OutputError, outputErrorFrom } from "../dataset/output-error.js";
import { readManifest } from "../dataset/read-manifest.js";
import { updateRepositoryCard } from "../dataset/repository-card.js";
import { SHARDS_DIRECTORY } from "../dataset/shard-path.js";
import { isWorkedIn } from "../dataset/workplace/recover-target.js";
import { syncFolder } from "../dataset/workplace/sync-folder.js";
import { FormatError } from "../formats/format-error.js";
import { rowCount } from "../generate/examples.js";
import { workKinds } from "../generate/work-options.js";
import { addSidecars, withSidecars } from "./add-sidecars.js";
import { shardProblem } from "./check-shard.js";
import { type FoundShard, findShards, type Locate } from "./find-shards.js";
import { isMerged } from "./is-merged.js";
import { findRoom, makeRoom } from "./make-room.js";
import { MergeError, type MergeProblem } from "./merge-problem.js";
import { mergedManifest } from "./merged-manifest.js";
import { modelShard } from "./model-shard.js";

export interface MergeOptions {
  /** Whether a dataset that is in the place of the merged one may be replaced. */
  readonly force?: boolean;
  /** Told how many examples are checked, after each shard. */
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

export interface Merged extends CardWarnings {
  readonly manifest: Manifest;
  /** The files, with the manifest and the card; those that the manifest lists if it was merged before. */
  readonly files: readonly DatasetFile[];
  /** How many were merged; 0 if they had been before. */
  readonly shards: number;
}

/**
 * Makes a dataset of its shards: checks that each is there once, that they are of the same config and engine, and that
 * their files and data are what their manifests say; then moves the files to their places, and writes the manifest
 * last. Where it is cut off, the next merge goes on.
 *
 * @throws MergeError for shards that make no dataset; FormatError where there is none; OutputError for what can't be
 *   read or written; the signal's reason when aborted.
 */
export async function mergeShards(path: string, given: MergeOptions = {}): Promise<Merged> {
  const options = checkedOptions(given, { ...workKinds, force: boolean() });
  text.parse(path, "path");
  try {
    const repository = await enclosingRepository(path);
    const merged = await merge(path, options, repository);
    if (repository === undefined) return merged;
    return { ...(await updateRepositoryCard(repository.path)), ...merged };
  } catch (error) {
    // Another merge was faster, and moved what this one had before its eyes.
    const { code } = error as NodeJS.ErrnoException;
    const manifest = code === "ENOENT" ? (await readManifest(path).catch(() => undefined))?.manifest : undefined;
    if (manifest !== undefined && !existsSync(join(path, SHARDS_DIRECTORY))) return mergedBefore(manifest);
    throw outputErrorFrom(error, code === "ENOENT" && existsSync(path) ? join(path, SHARDS_DIRECTORY) : path);
  }
}

function mergedBefore(manifest: Manifest): Merged {
  return { manifest, files: manifest.files, shards: 0 };
}

async function merge(path: string, options: MergeOptions, repository: Enclosing | undefined): Promise<Merged> {
  const stats = await stat(path);
  if (!stats.isDirectory()) throw new OutputError(path, "is no directory", "Merge takes the directory of the whole.");
  const existing = (await readManifest(path))?.manifest;
  if (existing?.shard !== undefined) {
    const { index, count } = existing.shard;
    throw new FormatError(path, `is shard ${index} of ${count}`, "Merge takes the directory of the whole.");
  }
  const found = await findShards(path);
  if (found === undefined) {
    if (existing !== undefined) return mergedBefore(existing);
    throw new FormatError(path, "has no shards to merge", "generate --shard makes them.");
  }
  const { shards, problems } = found;
  // A merge that was cut off when all was in place, and only the shards' manifests were left.
  if (existing !== undefined && (await isMerged(path, existing, shards))) {
    await removeShards(path, shards);
    return mergedBefore(existing);
  }
  if (existing !== undefined && options.force !== true) {
    throw new OutputError(path, "has another dataset in it", "Use --force to replace it by the merged one.");
  }
  if (shards.length === 0 && problems.length === 0) {
    throw new MergeError(path, [{ shard: SHARDS_DIRECTORY, problem: "has no shard in it" }]);
  }
  await checkShards(path, shards, problems, options);
  const merged = withSidecars(await mergedManifest(shards.map((shard) => shard.manifest)), repository?.name);
  const room = await findRoom(path, shards, merged.sidecars);
  await readCard(path); // one that can't be read is in the way as well
  if (repository !== undefined) await checkCard(repository.path);
  await refuseIfWorkedIn(path, shards);
  options.signal?.throwIfAborted();
  await makeRoom(path, room);
  await moveFiles(path, shards);
  const added = await addSidecars(path, merged, room.replaced, repository !== undefined);
  await removeShards(path, shards);
  return { manifest: merged.manifest, shards: shards.length, ...added };
}

/** @throws MergeError */
async function checkShards(
  path: string,
  shards: readonly FoundShard[],
  known: readonly MergeProblem[],
  { onProgress, signal }: MergeOptions,
): Promise<void> {
  // A file that an earlier merge moved is in the dataset already.
  const locate: Locate = (shard, file) =>
    existsSync(join(shard.path, file)) ? join(shard.path, file) : join(path, file);
  const model = modelShard(shards);
  const total = shards.reduce((sum, shard) => sum + rowCount(shard.manifest.splits), 0);
  const problems = [...known];
  let done = 0;
  for (const shard of shards) {
    const problem = await shardProblem(shard, model!, locate, signal);
    if (problem !== undefined) problems.push({ shard: shard.name, problem });
    done += rowCount(shard.manifest.splits);
    onProgress?.({ phase: "reading", done, total });
  }
  if (problems.length === 0) return;
  throw new MergeError(
    path,
    problems.sort((a, b) => (a.shard < b.shard ? -1 : 1)),
  );
}

/**
 * Milliseconds without a change after which a run on another machine is taken for dead, such as one that was lost. Where
 * all shards are there it could only make one of them again; and while it lives it writes all the time.
 */
const SILENCE = 5 * 60 * 1000;

/** @throws OutputError while a run makes a shard, if only one that is there already: its place would go with the others. */
async function refuseIfWorkedIn(path: string, shards: readonly FoundShard[]): Promise<void> {
  for (const directory of [join(path, SHARDS_DIRECTORY), ...shards.map((shard) => shard.path)]) {
    if (!(await isWorkedIn(directory, SILENCE))) continue;
    const hint = "Wait until it has ended; if it was killed on another machine, five minutes.";
    throw new OutputError(directory, "another run is at work in it", hint);
  }
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

/** What is left of them, with the places of runs that were killed. */
async function removeShards(path: string, shards: readonly FoundShard[]): Promise<void> {
  await refuseIfWorkedIn(path, shards);
  await rm(join(path, SHARDS_DIRECTORY), { recursive: true });
}
