// Names of shards: what has one is a shard's, and nothing else.
import { expect, it } from "vitest";
import { shardName, shardNamed } from "../../src/dataset/shard-path.js";

it("reads back the names that it gives", () => {
  for (const shard of [
    { index: 0, count: 1 },
    { index: 99_998, count: 99_999 },
  ]) {
    expect(shardNamed(shardName(shard))).toEqual(shard);
  }
});

it.each(["00003-of-00003", "00000-of-00000", "0-of-1", "00000-of-00001.tmp", "notes", ""])(
  "takes %j for none",
  (name) => {
    expect(shardNamed(name)).toBeUndefined();
  },
);
