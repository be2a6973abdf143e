import { lstat } from "node:fs/promises";
import { ConfigError } from "../config/config-error.js";
import { configToJson } from "../config/config-json.js";
import { parseConfig } from "../config/parse-config.js";
import { changedKeys, tablesOf } from "../dataset/difference-from.js";
import { foreignFiles } from "../dataset/foreign-files.js";
import { hashFile } from "../dataset/hash-file.js";
import { engineVersion, MANIFEST_FILE } from "../dataset/manifest.js";
import { OutputError } from "../dataset/output-error.js";
import { PlanError, planOutput } from "../dataset/output-plan.js";
import { isUnreadable } from "../dataset/regular-file.js";
import { scopeOf } from "../dataset/scope.js";
import { configDigest } from "../digest/config-digest.js";
import { formatNamed } from "../formats/registry.js";
import { digitTemplates } from "../generate/digit-templates.js";
import type { Split } from "../generate/examples.js";
import { dataProblem } from "./check-shard-data.js";
import type { FoundShard, Locate } from "./find-shards.js";

/**
 * What is wrong with a shard; undefined if nothing is: it fits the others, its files are what its manifest says and no
 * others, and the data in them has the digests that are there.
 *
 * @param model a shard that it is to fit.
 *
 * @throws OutputError for what can't be read; the signal's reason when aborted.
 */
export async function shardProblem(
  shard: FoundShard,
  model: FoundShard,
  locate: Locate,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const foreign = differenceOf(shard, model);
  if (foreign !== undefined) return `is foreign: it has another ${foreign} than ${model.name}`;
  const damage =
    (await manifestProblem(shard)) ??
    (await filesProblem(shard, locate, signal)) ??
    (await dataProblem(shard, locate, signal));
  return damage && `is damaged: ${damage}`;
}

/** In what a shard differs from another of the same dataset: nothing may. */
function differenceOf({ manifest }: FoundShard, { manifest: other }: FoundShard): string | undefined {
  const [changed] = changedKeys(manifest.config ?? {}, other.config ?? {});
  if (changed !== undefined) return changed;
  if (manifest.generator.engine !== other.generator.engine) return "engine";
  // With another division each has other rows.
  if (manifest.shard?.rows_per_file !== other.shard?.rows_per_file) return "--rows-per-file";
  const keys = ["config_digest", "length", "dtype", "classes", "t", "formats"] as const;
  return keys.find((key) => JSON.stringify(manifest[key]) !== JSON.stringify(other[key]));
}

/** What is wrong with what a manifest states, for this shard of this config. */
async function manifestProblem({ manifest, index, count }: FoundShard): Promise<string | undefined> {
  const { rows_per_file: rowsPerFile } = manifest.shard!;
  const wrong = (key: string) => `manifest.json: ${key} is not what it must be`;
  try {
    const config = parseConfig(manifest.config);
    if ((await configDigest(config)) !== manifest.config_digest) return wrong("config, or config_digest,");
    if (manifest.generator.engine !== engineVersion(configToJson(config))) return wrong("generator");
    if (JSON.stringify((config.templates ?? digitTemplates).y) !== JSON.stringify(manifest.classes))
      return wrong("classes");
    const plan = planOutput("./", manifest.formats);
    const division = { shard: { index, count }, ...(rowsPerFile !== undefined && { rowsPerFile }) };
    const scope = scopeOf(config, plan, division);
    const shape = (splits: readonly Split[]) => JSON.stringify(splits.map(({ name, rows }) => [name, rows]));
    if (shape(manifest.splits as readonly Split[]) !== shape(scope.splits)) return wrong("splits");
    const formats = manifest.formats.map(formatNamed);
    const listed = manifest.files.map(({ path }) => path);
    return listed.sort().join() === tablesOf({ formats, scope }).sort().join() ? undefined : wrong("files");
  } catch (error) {
    if (error instanceof ConfigError || error instanceof PlanError) return `manifest.json: ${error.message}`;
    throw error;
  }
}

/** What is wrong with the files, by their bytes. */
async function filesProblem(shard: FoundShard, locate: Locate, signal?: AbortSignal): Promise<string | undefined> {
  const { files } = shard.manifest;
  const ours = new Set([MANIFEST_FILE, ...files.map(({ path }) => path)]);
  const [foreign] = await foreignFiles(shard.path, ours);
  if (foreign !== undefined) return `${foreign} is in it, which its manifest does not list`;
  for (const file of files) {
    // A link would be moved, and then lead elsewhere.
    const stats = await lstat(locate(shard, file.path)).catch(() => undefined);
    if (stats !== undefined && !stats.isFile()) return `${file.path} is no regular file`;
    const found = await hashFile(locate(shard, file.path), signal).catch(asProblem);
    if (typeof found === "string") return `${file.path}: ${found}`;
    if (found.sha256 !== file.sha256 || found.bytes !== file.bytes) return `${file.path} is not what its manifest says`;
  }
  return undefined;
}

function asProblem(error: unknown): string {
  if (!(error instanceof OutputError) || isUnreadable(error)) throw error;
  return error.problem;
}
