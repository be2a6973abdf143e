import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { isLitter } from "../dataset/foreign-files.js";
import type { Manifest } from "../dataset/manifest.js";
import { OutputError, outputErrorFrom } from "../dataset/output-error.js";
import { NewerDataset, readManifest } from "../dataset/read-manifest.js";
import { isUnreadable } from "../dataset/regular-file.js";
import type { Shard } from "../dataset/scope.js";
import { SHARDS_DIRECTORY, shardName, shardNamed } from "../dataset/shard-path.js";
import { FormatError } from "../formats/format-error.js";
import type { MergeProblem } from "./merge-problem.js";
import { NOTES } from "./notes.js";

/** A shard that is there, by its manifest. */
export interface FoundShard extends Shard {
  /** Name of its directory. */
  readonly name: string;
  readonly path: string;
  readonly manifest: Manifest;
}

/** The two places that a file of a shard may be in: its own, and the dataset's, if a merge was cut off. */
export type Locate = (shard: FoundShard, file: string) => string;

export interface FoundShards {
  /** In their order. */
  readonly shards: readonly FoundShard[];
  /** Why they are not one of each. */
  readonly problems: readonly MergeProblem[];
}

/**
 * The shards of a dataset; undefined if there is no place for any.
 *
 * @throws OutputError for what can't be read.
 */
export async function findShards(dataset: string): Promise<FoundShards | undefined> {
  const directory = join(dataset, SHARDS_DIRECTORY);
  const names = await namesIn(directory);
  if (names === undefined) return undefined;
  const shards: FoundShard[] = [];
  const problems: MergeProblem[] = [];
  for (const name of names.sort()) {
    const shard = await foundShard(directory, name);
    if ("problem" in shard) problems.push(shard);
    else shards.push(shard);
  }
  const count = mostFrequent(shards.map((shard) => shard.count));
  for (const { name, count: own } of shards) {
    if (own !== count) problems.push({ shard: name, problem: `is one of ${own}, and the others are of ${count}` });
  }
  const there = new Set([...shards.map(({ name }) => name), ...problems.map(({ shard }) => shard)]);
  for (let index = 0; index < count; index++) {
    const name = shardName({ index, count });
    if (!there.has(name)) problems.push({ shard: name, problem: "is missing" });
  }
  return { shards, problems };
}

async function namesIn(directory: string): Promise<string[] | undefined> {
  try {
    return (await readdir(directory)).filter((name) => !isLitter(name) && !NOTES.includes(name));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw outputErrorFrom(error, directory);
  }
}

async function foundShard(directory: string, name: string): Promise<FoundShard | MergeProblem> {
  const path = join(directory, name);
  const shard = shardNamed(name);
  if (shard === undefined) return { shard: name, problem: "is no shard: remove it, or move it elsewhere" };
  try {
    if (!(await lstat(path)).isDirectory()) return { shard: name, problem: "is no directory" };
    const manifest = (await readManifest(path))?.manifest;
    if (manifest === undefined) return { shard: name, problem: "is incomplete: it has no manifest.json" };
    if (manifest.shard === undefined) return { shard: name, problem: "is no shard, but a whole dataset" };
    const { index, count } = manifest.shard;
    if (index === shard.index && count === shard.count) return { ...shard, name, path, manifest };
    return { shard: name, problem: `is a duplicate of ${shardName({ index, count })}, by what its manifest says` };
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof OutputError) || isUnreadable(error)) throw error;
    const problem = `manifest.json ${error.problem}`;
    return {
      shard: name,
      problem: error instanceof NewerDataset ? `can't be read: ${problem}` : `is damaged: ${problem}`,
    };
  }
}

function mostFrequent(counts: readonly number[]): number {
  const votes = new Map<number, number>();
  for (const count of counts) votes.set(count, (votes.get(count) ?? 0) + 1);
  return [...votes].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}
