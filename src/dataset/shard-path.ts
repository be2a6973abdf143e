import { join } from "node:path";
import { text } from "../config/options.js";
import { partName } from "../formats/table.js";
import { checkedShard } from "./build-options.js";
import type { OutputPlan } from "./output-plan.js";
import type { Shard } from "./scope.js";

/** Where the shards of a dataset are until they are merged: hidden, so that nobody takes one for the dataset. */
export const SHARDS_DIRECTORY = ".shards";

const SHARD_NAME = /^(\d{5})-of-(\d{5})$/;

/** The name of a shard's directory: 00003-of-00008. */
export function shardName(shard: Shard): string {
  return partName(shard);
}

/** The shard that has a name; undefined for other names. */
export function shardNamed(name: string): Shard | undefined {
  const [, index, count] = SHARD_NAME.exec(name) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  return shard.index < shard.count ? shard : undefined;
}

/** The directory of a shard of the dataset at a path. @throws ConfigError */
export function shardPath(dataset: string, shard: Shard): string {
  return join(text.parse(dataset, "dataset"), SHARDS_DIRECTORY, shardName(checkedShard(shard)));
}

/** The plan for one shard of the dataset that a plan is for. */
export function shardPlan(plan: OutputPlan, shard: Shard): OutputPlan {
  return plan.kind === "directory" ? { ...plan, path: shardPath(plan.path, shard) } : plan;
}
