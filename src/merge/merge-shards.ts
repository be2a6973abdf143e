import { existsSync } from "node:fs";
import { rmdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { boolean } from "../config/kinds.js";
import { checkedOptions, text } from "../config/options.js";
import { FileError, fileErrorFrom } from "../dataset/errors.js";
import { MANIFEST_FILE, type Manifest } from "../dataset/manifest.js";
import { succeeds, undefinedIfMissing } from "../dataset/paths.js";
import { dataFilesIn, MAX_FILES } from "../dataset/read/find-data-files.js";
import { readManifest } from "../dataset/read/read-manifest.js";
import {
  checkCard,
  type Enclosing,
  enclosingRepository,
  updateRepositoryCard,
} from "../dataset/repository/repository.js";
import { SHARDS_DIRECTORY } from "../dataset/scope.js";
import { isOwnPath } from "../dataset/target/own-files.js";
import { VERSION } from "../dataset/version.js";
import { CARD_FILE } from "../dataset/write/card-file.js";
import { pictureOf } from "../dataset/write/card-picture.js";
import { completeDirectory, type Published } from "../dataset/write/publish-dataset.js";
import { isWorkedIn, recoverIn, recoverTarget } from "../dataset/write/recover-target.js";
import { Staging } from "../dataset/write/staging.js";
import { digestOfBlocks, type SplitBlocks } from "../digest/dataset-digest.js";
import { FormatError } from "../formats/format-error.js";
import type { SplitName } from "../generate/examples.js";
import { type WorkOptions, workKinds } from "../generate/work-options.js";
import { type FoundShard, findShards, MergeError, shardProblems } from "./shards.js";

export interface MergeOptions extends WorkOptions {
  /** Whether a dataset that is in the place of the merged one may be replaced. */
  readonly force?: boolean;
}

/** What was merged; of what had been before, with the files that its manifest lists. */
export interface Merged extends Published {
  /** How many were merged; 0 if they had been before. */
  readonly shards: number;
  /** The directory of the shards, if there is more in it than shards: then it stays. */
  readonly leftBehind?: string;
}

/**
 * Makes a dataset of its shards: checks that each is there once, that they are of the same config and engine, and that
 * their files and data are what their manifests say; then gives the files a second name in the dataset, which appears as
 * whole as one that is made at once, and removes the shards. Where it is cut off, the next merge goes on.
 *
 * @throws MergeError for shards that make no dataset; FormatError where there is none; FileError for what can't be
 *   read or written, and while another merge is at work; the signal's reason when aborted.
 */
export async function mergeShards(path: string, given: MergeOptions = {}): Promise<Merged> {
  const options = checkedOptions(given, { ...workKinds, force: boolean() });
  text.parse(path, "path");
  try {
    if (!(await stat(path)).isDirectory()) {
      throw new FileError(path, "is no directory", "Merge takes the directory of the whole.");
    }
    const repository = await enclosingRepository(path);
    await recoverTarget(path);
    const existing = await existingManifest(path);
    if (!existsSync(join(path, SHARDS_DIRECTORY))) {
      if (existing !== undefined) return mergedBefore(existing);
      throw new FormatError(path, "has no shards to merge", "generate --shard makes them.");
    }
    const staging = await Staging.open(path, "inside alone");
    const merged = await staging.use(() => merge(path, options, repository, staging));
    return repository === undefined ? merged : { ...(await updateRepositoryCard(repository.path)), ...merged };
  } catch (error) {
    throw fileErrorFrom(error, path);
  }
}

async function existingManifest(path: string): Promise<Manifest | undefined> {
  const existing = (await readManifest(path))?.manifest;
  if (existing?.shard === undefined) return existing;
  const { index, count } = existing.shard;
  throw new FormatError(path, `is shard ${index} of ${count}`, "Merge takes the directory of the whole.");
}

function mergedBefore(manifest: Manifest): Merged {
  return { manifest, files: manifest.files, shards: 0 };
}

async function merge(
  path: string,
  options: MergeOptions,
  repository: Enclosing | undefined,
  staging: Staging,
): Promise<Merged> {
  const existing = await existingManifest(path);
  const found = await findShards(path).catch(undefinedIfMissing);
  if (found === undefined && existing !== undefined) return mergedBefore(existing); // by another merge, in this moment
  const { shards, problems, missing } = found ?? { shards: [], problems: [], missing: [] };
  // A merge that was cut off when all was in place, and some shards were left.
  if (existing !== undefined && problems.length === 0 && shards.every((shard) => isMerged(existing, shard))) {
    await staging.markPublished();
    return { ...mergedBefore(existing), ...(await retireShards(path, shards, staging)) };
  }
  if (existing !== undefined && options.force !== true) {
    throw new FileError(path, "has another dataset in it", "Use --force to replace it by the merged one.");
  }
  if (shards.length === 0 && problems.length === 0) {
    throw new MergeError(path, [{ shard: SHARDS_DIRECTORY, problem: "has no shard in it" }]);
  }
  const wrong = [...problems, ...missing, ...(await shardProblems(shards, options))];
  if (wrong.length > 0) throw new MergeError(path, wrong);
  const replaced = new Set(
    (existing?.files ?? [])
      .map((file) => file.path)
      .filter(isOwnPath)
      .map(topName),
  );
  await refuseStray(path, replaced, existing?.files.length ?? 0);
  if (repository !== undefined) await checkCard(repository.path);
  await refuseIfWorkedIn(path, shards);
  const manifest = await mergedManifest(shards.map((shard) => shard.manifest));
  options.signal?.throwIfAborted();
  for (const shard of shards) {
    for (const file of shard.manifest.files) await staging.adopt(file, join(shard.path, file.path));
  }
  const complete = await completeDirectory(
    staging,
    () => ({ ...manifest, files: staging.files() }),
    {
      path: repository === undefined ? path : join(repository.path, repository.name),
      ...(repository && { repository: repository.path }),
    },
    await pictureOf(manifest, options),
  );
  const manifestName = existing === undefined ? [] : [MANIFEST_FILE];
  await staging.publishDirectory(complete.checkReplaced, [...manifestName, CARD_FILE, ...replaced]);
  return {
    manifest: complete.manifest,
    files: complete.files,
    shards: shards.length,
    ...(complete.leftAlone && { leftAlone: complete.leftAlone }),
    ...(await retireShards(path, shards, staging)),
  };
}

/** Whether a dataset has the files of a shard. */
function isMerged(existing: Manifest, { manifest }: FoundShard): boolean {
  const hashes = new Map(existing.files.map(({ path, sha256 }) => [path, sha256]));
  return (
    manifest.config_digest === existing.config_digest &&
    manifest.files.every(({ path, sha256 }) => hashes.get(path) === sha256)
  );
}

function topName(path: string): string {
  return path.split("/")[0]!;
}

/** @throws FileError if other programs would read more along with the dataset. */
async function refuseStray(path: string, replaced: ReadonlySet<string>, most: number): Promise<void> {
  const stray = (await dataFilesIn(path, most + MAX_FILES)).find((file) => !replaced.has(topName(file)));
  if (stray === undefined) return;
  throw new FileError(join(path, stray), "is in the way, and no manifest lists it", "Move it elsewhere.");
}

/**
 * Milliseconds without a change after which a run on another machine is taken for dead, such as one that was lost. Where
 * all shards are there it could only make one of them again; and while it lives it writes all the time.
 */
const SILENCE = 5 * 60 * 1000;

/** @throws FileError while a run makes a shard, if only one that is there already: it would come back after the merge. */
async function refuseIfWorkedIn(path: string, shards: readonly FoundShard[]): Promise<void> {
  const directory = join(path, SHARDS_DIRECTORY);
  await recoverIn(directory, (name) => join(directory, name), SILENCE);
  for (const place of [directory, ...shards.map((shard) => shard.path)]) {
    if (place !== directory) await recoverIn(place, (name) => (name === "." ? place : undefined), SILENCE);
    if (!(await isWorkedIn(place, SILENCE))) continue;
    const hint = "Wait until it has ended; if it was killed on another machine, five minutes.";
    throw new FileError(place, "another run is at work in it", hint);
  }
}

/** Removes shards whose files are in the dataset. What else is among them stays. */
async function retireShards(
  path: string,
  shards: readonly FoundShard[],
  staging: Staging,
): Promise<Pick<Merged, "leftBehind">> {
  for (const shard of shards) await staging.retire(shard.path);
  const directory = join(path, SHARDS_DIRECTORY);
  return (await succeeds(rmdir(directory))) ? {} : { leftBehind: directory };
}

/** The manifest of the dataset that shards are of: what it would be had it been made at once. @param shards in order. */
async function mergedManifest(shards: readonly Manifest[]): Promise<Manifest> {
  const first = shards[0]!;
  const { digest, splits, xFloat64, columns } = await digestOfBlocks(
    first.length,
    first.splits.map(({ name }) => splitOf(name as SplitName, shards)),
  );
  // In the order of keys that a dataset made at once has.
  const { shard, x_float64: _, columns: __, splits: ___, files: ____, formats, ...stated } = first;
  const { rows_per_file } = shard!;
  // Shards of version 0.1.0 do not state it.
  const standardisation = shards.find((one) => one.standardisation !== undefined)?.standardisation;
  const files = shards.flatMap((shard) => shard.files).sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    ...stated,
    generator: { ...stated.generator, version: VERSION },
    digest,
    ...(standardisation && { standardisation }),
    ...(rows_per_file !== undefined && { rows_per_file }),
    splits,
    ...(xFloat64 && { x_float64: xFloat64 }),
    ...(columns && { columns }),
    formats,
    files,
  };
}

/** The blocks of all shards: each but the last of a split ends with a whole one. */
function splitOf(name: SplitName, shards: readonly Manifest[]): SplitBlocks {
  const parts = shards.flatMap(({ splits }) => splits.filter((split) => split.name === name));
  const blocks = shards.map(({ shard }) => shard?.column_blocks ?? {});
  // A shard of an earlier version has fewer.
  const names = Object.keys(blocks[0]!).filter((column) => blocks.every((own) => Object.hasOwn(own, column)));
  const columns = names.map((column) => [column, blocks.flatMap((own) => own[column]![name] ?? [])]);
  const wide = shards.flatMap(({ shard }) => shard?.x_float64_blocks?.[name] ?? []);
  return {
    name,
    rows: parts.reduce((sum, { rows }) => sum + rows, 0),
    blocks: parts.flatMap(({ blocks }) => blocks),
    ...(shards[0]!.dtype === "float64" && { float64Blocks: wide }),
    ...(columns.length > 0 && { columnBlocks: Object.fromEntries(columns) }),
  };
}
