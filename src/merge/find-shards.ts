import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Manifest } from "../dataset/manifest.js";
import { OutputError } from "../dataset/output-error.js";
import { isLitter } from "../dataset/own-files.js";
import { NewerDataset, readManifest } from "../dataset/read-manifest.js";
import { isUnreadable } from "../dataset/regular-file.js";
import type { Shard } from "../dataset/scope.js";
import { SHARDS_DIRECTORY, shardName, shardNamed } from "../dataset/shard-path.js";
import { FormatError } from "../formats/format-error.js";
import type { MergeProblem } from "./merge-problem.js";

/** A shard that is there, by its manifest. */
export interface FoundShard extends Shard {
  /** Name of its directory. */
  readonly name: string;
  readonly path: string;
  readonly manifest: Manifest;
}

export interface FoundShards {
  /** In their order. */
  readonly shards: readonly FoundShard[];
  /** What is there and is none, or one of others. */
  readonly problems: readonly MergeProblem[];
  readonly missing: readonly MergeProblem[];
}

/**
 * The shards of a dataset.
 *
 * @throws OutputError for what can't be read.
 */
export async function findShards(dataset: string): Promise<FoundShards> {
  const directory = join(dataset, SHARDS_DIRECTORY);
  // What a link leads to is elsewhere, and nothing there is ours to remove.
  if (!(await lstat(directory)).isDirectory())
    throw new OutputError(directory, "is no directory", "Move it elsewhere.");
  const names = (await readdir(directory)).filter((name) => !isLitter(name));
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
  const all = Array.from({ length: count }, (_, index) => shardName({ index, count }));
  const missing = all.filter((name) => !there.has(name)).map((shard) => ({ shard, problem: "is missing" }));
  return { shards, problems, missing };
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
