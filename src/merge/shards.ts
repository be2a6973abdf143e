import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Dtype } from "../config/config.js";
import { ConfigError } from "../config/config-error.js";
import { configToJson } from "../config/config-json.js";
import { Mnist1dError } from "../config/mnist1d-error.js";
import { parseConfig } from "../config/parse-config.js";
import { FileError, isUnreadable } from "../dataset/errors.js";
import { engineVersion, type Manifest, statedOf } from "../dataset/manifest.js";
import { PlanError, planOutput } from "../dataset/output-plan.js";
import { isLitter, isWorkplaceName } from "../dataset/paths.js";
import { hashedExamples } from "../dataset/read/read-form.js";
import { NewerDataset, readManifest } from "../dataset/read/read-manifest.js";
import { FileSource } from "../dataset/read/regular-file.js";
import { SHARDS_DIRECTORY, type Shard, scopeOf, shardName, shardNamed } from "../dataset/scope.js";
import { changedKeys, tablesOf } from "../dataset/target/difference-from.js";
import { NotOwn, proveOwn } from "../dataset/target/own-files.js";
import { configDigest, type DatasetDigest } from "../digest/dataset-digest.js";
import { DigestError } from "../digest/split-hasher.js";
import type { FormatName } from "../formats/format.js";
import { FormatError } from "../formats/format-error.js";
import { claimedFormat, formatNamed } from "../formats/registry.js";
import { columnsOf } from "../generate/columns.js";
import { templatesOf } from "../generate/digit-templates.js";
import { rowCount, type Split } from "../generate/examples.js";
import type { WorkOptions } from "../generate/work-options.js";

/** Why shards are not merged. */
export interface MergeProblem {
  /** The name of the shard that it is about. */
  readonly shard: string;
  /** As a sentence after the name. */
  readonly problem: string;
}

/** Shards that do not make a dataset, or not a whole one. */
export class MergeError extends Mnist1dError {
  override readonly name = "MergeError";
  override readonly code = "ERR_MERGE";
  /** By the names of the shards. */
  readonly problems: readonly MergeProblem[];

  constructor(
    readonly path: string,
    problems: readonly MergeProblem[],
  ) {
    const sorted = [...problems].sort((a, b) => (a.shard < b.shard ? -1 : 1));
    super(
      `${path}: its shards make no dataset: ${sorted.map(({ shard, problem }) => `${shard} ${problem}`).join("; ")}`,
    );
    this.problems = sorted;
  }
}

export interface FoundShard extends Shard {
  readonly name: string;
  readonly path: string;
  readonly manifest: Manifest;
}

/**
 * The shards of a dataset in their order, what is there and is none or one of others, and which are missing.
 *
 * @throws FileError for what can't be read.
 */
export async function findShards(
  dataset: string,
): Promise<{ shards: FoundShard[]; problems: MergeProblem[]; missing: MergeProblem[] }> {
  const directory = join(dataset, SHARDS_DIRECTORY);
  // What a link leads to is elsewhere, and nothing there is ours to remove.
  if (!(await lstat(directory)).isDirectory()) throw new FileError(directory, "is no directory", "Move it elsewhere.");
  const names = (await readdir(directory)).filter((name) => !isLitter(name));
  const shards: FoundShard[] = [];
  const problems: MergeProblem[] = [];
  for (const name of names.sort()) {
    const shard = await foundShard(directory, name);
    if ("problem" in shard) problems.push(shard);
    else shards.push(shard);
  }
  const count = mostFrequent(shards, (shard) => shard.count)?.count ?? 0;
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
  const refused = (problem: string): MergeProblem => ({ shard: name, problem });
  if (shard === undefined) return refused("is no shard: remove it, or move it elsewhere");
  try {
    if (!(await lstat(path)).isDirectory()) return refused("is no directory");
    const manifest = (await readManifest(path))?.manifest;
    if (manifest === undefined) return refused("is incomplete: it has no manifest.json");
    if (manifest.shard === undefined) return refused("is no shard, but a whole dataset");
    const { index, count } = manifest.shard;
    if (index === shard.index && count === shard.count) return { ...shard, name, path, manifest };
    return refused(`is a duplicate of ${shardName({ index, count })}, by what its manifest says`);
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof FileError) || isUnreadable(error)) throw error;
    const what = error instanceof NewerDataset ? "can't be read" : "is damaged";
    return refused(`${what}: manifest.json ${error.problem}`);
  }
}

/** The first of those that have the most frequent key; of two as frequent the one with the larger key. */
function mostFrequent<T, Key extends string | number>(all: readonly T[], keyOf: (one: T) => Key): T | undefined {
  const groups = new Map<Key, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    if (!groups.get(key)?.push(one)) groups.set(key, [one]);
  }
  return [...groups].sort(([a, some], [b, others]) => others.length - some.length || (a < b ? 1 : -1))[0]?.[1][0];
}

/**
 * What is wrong with shards: each must fit the others, its files must be what its manifest says and no others, and the data in
 * them must have the digests that are there.
 *
 * @throws FileError for what can't be read; the signal's reason when aborted.
 */
export async function shardProblems(
  shards: readonly FoundShard[],
  { onProgress, signal }: WorkOptions,
): Promise<MergeProblem[]> {
  // Most of them are like the one that the others are to fit, so that a foreign one is named, and not the rest.
  const model = mostFrequent(shards, ({ manifest: { config, generator, formats } }) =>
    JSON.stringify({ config, engine: generator.engine, formats }),
  );
  const total = shards.reduce((sum, shard) => sum + rowCount(shard.manifest.splits), 0);
  const problems: MergeProblem[] = [];
  let done = 0;
  for (const shard of shards) {
    const problem = await shardProblem(shard, model!, signal);
    if (problem !== undefined) problems.push({ shard: shard.name, problem });
    done += rowCount(shard.manifest.splits);
    onProgress?.({ phase: "reading", done, total });
  }
  return problems;
}

/** @param model a shard that it is to fit. */
async function shardProblem(
  shard: FoundShard,
  model: FoundShard,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const foreign = differenceOf(shard, model);
  if (foreign !== undefined) return `is foreign: it has another ${foreign} than ${model.name}`;
  const damage =
    (await manifestProblem(shard)) ?? (await filesProblem(shard, signal)) ?? (await dataProblem(shard, signal));
  return damage && `is damaged: ${damage}`;
}

/** In what a shard differs from another of the same dataset: nothing may. */
function differenceOf({ manifest }: FoundShard, { manifest: other }: FoundShard): string | undefined {
  const [changed] = changedKeys(manifest.config ?? {}, other.config ?? {});
  if (changed !== undefined) return changed;
  if (manifest.generator.engine !== other.generator.engine) return "engine";
  // With another division each has other rows.
  if (manifest.shard?.rows_per_file !== other.shard?.rows_per_file) return "--rows-per-file";
  // Version 0.1.0 did not state it.
  const statesMoments = manifest.standardisation !== undefined && other.standardisation !== undefined;
  const moments = statesMoments ? (["standardisation"] as const) : [];
  const keys = ["config_digest", "length", "dtype", "classes", "t", ...moments, "formats"] as const;
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
    if (JSON.stringify(templatesOf(config).y) !== JSON.stringify(manifest.classes)) return wrong("classes");
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
async function filesProblem(shard: FoundShard, signal: AbortSignal | undefined): Promise<string | undefined> {
  try {
    const { files } = await proveOwn(shard.path, { among: (name) => !isWorkplaceName(name), signal });
    const missing = shard.manifest.files.find(({ path }) => !files.includes(path));
    return missing && `${missing.path}: no such file or directory`;
  } catch (error) {
    if (!(error instanceof NotOwn)) throw error;
    const [path] = error.paths;
    return error.isChanged
      ? `${path} is not what its manifest says`
      : `${path} is in it, which its manifest does not list`;
  }
}

/** What is wrong with the data in the files: in each format it must have the digests that are stated. */
async function dataProblem(shard: FoundShard, signal: AbortSignal | undefined): Promise<string | undefined> {
  const { digest, splits, x_float64: xFloat64, columns, shard: part } = shard.manifest;
  const { x_float64_blocks: xFloat64Blocks, column_blocks: columnBlocks } = part!;
  const stated = JSON.stringify({ digest, splits, xFloat64, xFloat64Blocks, columns, columnBlocks });
  for (const format of shard.manifest.formats) {
    try {
      const { digest, splits, xFloat64, xFloat64Blocks, ...further } = await digestIn(shard, format, signal);
      const ofColumns = {
        columns: statedOf(further.columns, columns),
        columnBlocks: statedOf(further.columnBlocks, columnBlocks),
      };
      if (JSON.stringify({ digest, splits, xFloat64, xFloat64Blocks, ...ofColumns }) === stated) continue;
      return `the data in ${format} has another digest`;
    } catch (error) {
      // Other rows than the manifest says have no digest that it could have.
      if (error instanceof DigestError) return `the data in ${format} has another digest (${error.message})`;
      if (!(error instanceof FormatError)) throw error;
      return error.message;
    }
  }
  return undefined;
}

/** The digests of the data in one format. A shard of few rows may have no file. */
async function digestIn(
  { path: folder, manifest }: FoundShard,
  format: FormatName,
  signal: AbortSignal | undefined,
): Promise<DatasetDigest> {
  const { length, splits, files } = manifest as Manifest & { splits: readonly Split[] };
  const dtype = manifest.dtype as Dtype;
  const paths = files.map(({ path }) => path).filter((path) => claimedFormat(path) === format);
  const sources: FileSource[] = [];
  try {
    for (const path of paths.sort()) sources.push(await FileSource.open(join(folder, path), path, signal));
    const decoded = sources.length > 0 && (await (await formatNamed(format).load()).decode(sources, dtype));
    const chunks = decoded === false ? () => [] : decoded.chunks;
    const columns = columnsOf(parseConfig(manifest.config));
    const { hashed, digest } = hashedExamples({ length, dtype, splits, columns, chunks });
    for await (const _ of hashed.chunks()) signal?.throwIfAborted();
    return await digest();
  } finally {
    for (const source of sources) await source.close();
  }
}
