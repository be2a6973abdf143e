import { ConfigError } from "../config/config-error.js";
import { parseConfig } from "../config/parse-config.js";
import { statedDifference } from "../dataset/difference-from.js";
import { FileSource } from "../dataset/file-source.js";
import { hashFile } from "../dataset/hash-file.js";
import { OutputError } from "../dataset/output-error.js";
import { PlanError, planOutput } from "../dataset/output-plan.js";
import { scopeOf } from "../dataset/scope.js";
import { createDigest, type DatasetDigest } from "../digest/dataset-digest.js";
import { FormatError } from "../formats/format-error.js";
import { formatNamed } from "../formats/registry.js";
import { claimedFormat } from "../formats/sniff.js";
import { bothSplits, type Split } from "../generate/examples.js";
import type { FoundShard } from "./find-shards.js";

/** The two places that a file of a shard may be in: its own, and the dataset's, if a merge was cut off. */
export type Locate = (shard: FoundShard, file: string) => string;

/**
 * What is wrong with a shard, beside another that it is to fit; undefined if nothing is: its files are what its manifest
 * says, and the data in them has the digests that are there.
 *
 * @throws OutputError for what can't be read; the signal's reason when aborted.
 */
export async function shardProblem(
  shard: FoundShard,
  first: FoundShard,
  locate: Locate,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const foreign = differenceOf(shard, first);
  if (foreign !== undefined) return `is foreign: it has another ${foreign} than ${first.name}`;
  const wrong = scopeProblem(shard);
  if (wrong !== undefined) return `is damaged: manifest.json: ${wrong}`;
  for (const file of shard.manifest.files) {
    const found = await hashFile(locate(shard, file.path), signal).catch(asProblem);
    if (typeof found === "string") return `is damaged: ${file.path}: ${found}`;
    if (found.sha256 !== file.sha256) return `is damaged: ${file.path} is not what its manifest says`;
  }
  for (const format of shard.manifest.formats) {
    const problem = await dataProblem(shard, format, locate, signal);
    if (problem !== undefined) return `is damaged: ${problem}`;
  }
  return undefined;
}

/** In what a shard differs from another of the same dataset: nothing may. */
function differenceOf({ manifest }: FoundShard, { manifest: other }: FoundShard): string | undefined {
  const config = [...new Set([...Object.keys(manifest.config ?? {}), ...Object.keys(other.config ?? {})])].find(
    (key) => JSON.stringify(manifest.config?.[key]) !== JSON.stringify(other.config?.[key]),
  );
  if (config !== undefined) return config;
  if (manifest.generator.version !== other.generator.version) return "version of mnist1d";
  const keys = ["generator", "config_digest", "length", "dtype", "classes", "t", "formats"] as const;
  return keys.find((key) => JSON.stringify(manifest[key]) !== JSON.stringify(other[key]));
}

/** What is wrong with the rows and files that a manifest states, for this shard of this config. */
function scopeProblem({ manifest, index, count }: FoundShard): string | undefined {
  const { rows_per_file: rowsPerFile } = manifest.shard!;
  try {
    const config = parseConfig(manifest.config);
    const plan = planOutput("./", manifest.formats);
    const division = { shard: { index, count }, ...(rowsPerFile !== undefined && { rowsPerFile }) };
    const scope = scopeOf(config, plan, division);
    const rows = (splits: readonly { readonly rows: number }[]) => splits.map((split) => split.rows).join();
    if (rows(manifest.splits) !== rows(scope.splits)) return "splits are not those of this shard";
    const formats = manifest.formats.map(formatNamed);
    return statedDifference(manifest, { config, formats, scope }) && "files are not those of this shard";
  } catch (error) {
    if (error instanceof ConfigError || error instanceof PlanError) return error.message;
    throw error;
  }
}

/** What is wrong with the data in the files of a format. */
async function dataProblem(
  shard: FoundShard,
  format: FoundShard["manifest"]["formats"][number],
  locate: Locate,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const { manifest } = shard;
  const paths = manifest.files.map(({ path }) => path).filter((path) => claimedFormat(path) === format);
  const splits = bothSplits(manifest.splits as readonly Split[]);
  const sources: FileSource[] = [];
  try {
    for (const path of paths.sort()) sources.push(await FileSource.open(locate(shard, path), path));
    const digest = createDigest(manifest.length, splits, manifest.dtype as "float32" | "float64");
    if (sources.length > 0) {
      const examples = await (await formatNamed(format).load()).decode(sources);
      for await (const chunk of examples.chunks()) {
        signal?.throwIfAborted();
        await digest.update(chunk);
      }
    }
    return sameDigest(await digest.finish(), shard) ? undefined : `the data of ${paths.join(", ")} has another digest`;
  } catch (error) {
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
    JSON.stringify(digest.xFloat64Blocks) === JSON.stringify(wide)
  );
}

function asProblem(error: unknown): string {
  if (error instanceof OutputError) return error.problem;
  throw error;
}
