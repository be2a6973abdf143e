import { join } from "node:path";
import type { Dtype } from "../config/config.js";
import { FileSource } from "../dataset/file-source.js";
import { createDigest, type DatasetDigest } from "../digest/dataset-digest.js";
import { DigestError } from "../digest/digest-error.js";
import { FormatError } from "../formats/format-error.js";
import { claimedFormat, formatNamed } from "../formats/registry.js";
import { bothSplits, type Split } from "../generate/examples.js";
import type { FoundShard } from "./find-shards.js";

/** What is wrong with the data in the files of a shard: each format has what the digests are of. */
export async function dataProblem(shard: FoundShard, signal?: AbortSignal): Promise<string | undefined> {
  for (const format of shard.manifest.formats) {
    const problem = await formatProblem(shard, format, signal);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

async function formatProblem(
  shard: FoundShard,
  format: FoundShard["manifest"]["formats"][number],
  signal?: AbortSignal,
): Promise<string | undefined> {
  const { manifest } = shard;
  const dtype = manifest.dtype as Dtype;
  const paths = manifest.files.map(({ path }) => path).filter((path) => claimedFormat(path) === format);
  const splits = bothSplits(manifest.splits as readonly Split[]);
  const sources: FileSource[] = [];
  try {
    for (const path of paths.sort()) sources.push(await FileSource.open(join(shard.path, path), path, signal));
    const digest = createDigest(manifest.length, splits, dtype);
    if (sources.length > 0) {
      const examples = await (await formatNamed(format).load()).decode(sources, dtype);
      for await (const chunk of examples.chunks({ reuse: true })) {
        signal?.throwIfAborted();
        await digest.update(chunk);
      }
    }
    return sameDigest(await digest.finish(), shard) ? undefined : `the data in ${format} has another digest`;
  } catch (error) {
    // Other rows than the manifest says have no digest that it could have.
    if (error instanceof DigestError) return `the data in ${format} has another digest (${error.message})`;
    if (!(error instanceof FormatError)) throw error;
    return error.message;
  } finally {
    for (const source of sources) await source.close();
  }
}

function sameDigest(digest: DatasetDigest, { manifest }: FoundShard): boolean {
  const wide = manifest.shard?.x_float64_blocks;
  return (
    digest.digest === manifest.digest &&
    JSON.stringify(digest.splits) === JSON.stringify(manifest.splits) &&
    JSON.stringify(digest.xFloat64) === JSON.stringify(manifest.x_float64) &&
    JSON.stringify(digest.xFloat64Blocks) === JSON.stringify(wide)
  );
}
