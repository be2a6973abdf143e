import type { Manifest } from "../dataset/manifest.js";
import { VERSION } from "../dataset/version.js";
import { digestOfBlocks, type SplitBlocks } from "../digest/dataset-digest.js";
import type { SplitName } from "../generate/examples.js";

const SPLIT_NAMES: readonly SplitName[] = ["train", "test"];

/** The manifest of the dataset that shards are of: what it would be had it been made at once. @param shards in order. */
export async function mergedManifest(shards: readonly Manifest[]): Promise<Manifest> {
  const first = shards[0]!;
  const { digest, splits, xFloat64 } = await digestOfBlocks(
    first.length,
    SPLIT_NAMES.map((name) => splitOf(name, shards)),
  );
  // In the order of keys that a dataset made at once has.
  const { shard, x_float64: _, splits: __, files: ___, formats, ...stated } = first;
  const { rows_per_file } = shard!;
  const files = shards.flatMap((shard) => shard.files).sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    ...stated,
    generator: { ...stated.generator, version: VERSION },
    digest,
    ...(rows_per_file !== undefined && { rows_per_file }),
    splits,
    ...(xFloat64 && { x_float64: xFloat64 }),
    formats,
    files,
  };
}

/** The blocks of all shards: each but the last of a split ends with a whole one. */
function splitOf(name: SplitName, shards: readonly Manifest[]): SplitBlocks {
  const parts = shards.flatMap(({ splits }) => splits.filter((split) => split.name === name));
  const wide = shards.flatMap(({ shard }) => shard?.x_float64_blocks?.[name] ?? []);
  return {
    name,
    rows: parts.reduce((sum, { rows }) => sum + rows, 0),
    blocks: parts.flatMap(({ blocks }) => blocks),
    ...(shards[0]!.dtype === "float64" && { float64Blocks: wide }),
  };
}
