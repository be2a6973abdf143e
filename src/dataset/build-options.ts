import { ConfigError, show } from "../config/config-error.js";
import { boolean, integer, kind } from "../config/kinds.js";
import { MAX_SHARDS, MAX_WORKERS } from "../config/limits.js";
import { checkedOptions, type OptionKinds } from "../config/options.js";
import { parseDigest } from "../config/pinned-digest.js";
import type { Sink } from "../formats/format.js";
import { type WorkOptions, workKinds } from "../generate/work-options.js";
import type { Division, Shard } from "./scope.js";

/** What all have in common that write a dataset. */
export interface WriteOptions extends WorkOptions {
  /** The digest that the data must have: with another nothing is published. */
  readonly expectedDigest?: string;
  /** Where a stream goes: needed by plans of that kind only. */
  readonly stream?: Sink;
  /** Whether an earlier output at the target may be replaced. Files that mnist1d did not write never are. */
  readonly force?: boolean;
  /** Threads that draw and encode; 1 works without any. Default: all cores, where there is work for them. */
  readonly workers?: number;
}

export interface BuildOptions extends WriteOptions, Division {}

/** `sha256:` and 64 digits. */
export const digestKind = { parse: parseDigest };

const isFunction = (value: unknown) => typeof value === "function";

export const writeKinds: OptionKinds<WriteOptions> = {
  ...workKinds,
  expectedDigest: digestKind,
  stream: kind("a sink with write and close", {}, (value) => {
    const { write, close } = (value ?? {}) as Partial<Sink>;
    return isFunction(write) && isFunction(close);
  }),
  force: boolean(),
  workers: integer(1, MAX_WORKERS),
};

export const divisionKinds: OptionKinds<Division> = {
  rowsPerFile: integer(1),
  shard: { parse: checkedShard },
};

/** @throws ConfigError */
export function checkedShard(value: unknown, key = "shard"): Shard {
  const { index, count } = checkedOptions(value as Shard, { index: integer(0), count: integer(1, MAX_SHARDS) }, key);
  if (count === undefined) throw new ConfigError(`${key}.count`, "how many shards there are", show(count));
  return { index: integer(0, count - 1).parse(index, `${key}.index`), count };
}
