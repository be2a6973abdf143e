import type { FoundShard } from "./find-shards.js";

/** The shard that the others are to fit: one that most of them are like, so that a foreign one is named, and not the rest. */
export function modelShard(shards: readonly FoundShard[]): FoundShard | undefined {
  const kinds = new Map<string, FoundShard[]>();
  for (const shard of shards) {
    const { config, generator, formats } = shard.manifest;
    const kind = JSON.stringify({ config, engine: generator.engine, formats });
    kinds.set(kind, [...(kinds.get(kind) ?? []), shard]);
  }
  return [...kinds.values()].sort((a, b) => b.length - a.length)[0]?.[0];
}
