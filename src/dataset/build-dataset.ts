import type { Config } from "../config/config.js";
import { boolean } from "../config/kinds.js";
import { checkedOptions, type OptionKinds } from "../config/options.js";
import { type ConfigOptions, resolveConfig } from "../config/parse-config.js";
import type { PresetName } from "../config/presets.js";
import type { DatasetDigest } from "../digest/dataset-digest.js";
import { wholeRanges } from "../generate/examples.js";
import { drawExamples } from "../generate/generate.js";
import type { WorkOptions } from "../generate/work-options.js";
import { type BlockRequest, prepareExamples } from "../parallel/prepare-blocks.js";
import { FileError } from "./errors.js";
import type { Manifest } from "./manifest.js";
import { checkPlan, type OutputPlan } from "./output-plan.js";
import { inEnclosingRepository, updateRepositoryCard } from "./repository/repository.js";
import { checkMemory, checkSpace, sizeOf } from "./resources.js";
import { type Division, divisionKinds, scopeOf, shardPlan } from "./scope.js";
import { checkTarget } from "./target/check-target.js";
import { datasetInfo } from "./write/encode.js";
import {
  checkSidecars,
  encodeAll,
  type Published,
  publishDataset,
  type WriteOptions,
  writeKinds,
} from "./write/publish-dataset.js";
import { NotRemoved } from "./write/staging.js";

export interface BuildOptions extends WriteOptions, Division {
  /**
   * Whether the card of a repository gets the dataset at once, which is the default. Whoever puts many there calls
   * `updateRepositoryCard` when all are made: each time it reads what is in the repository.
   */
  readonly updatesCard?: boolean;
}

const buildKinds: OptionKinds<BuildOptions> = { ...writeKinds, ...divisionKinds, updatesCard: boolean() };

/** What was asked for was there already: nothing was written, and the files are those that the manifest lists. */
export interface UpToDate extends Published {
  readonly kind: "up-to-date";
  /** As of what is made. */
  readonly plan: OutputPlan;
}

export interface Built extends Published {
  readonly kind: "built";
  /** The given one; of a dataset that a repository had already, the one of its place there. */
  readonly plan: OutputPlan;
  /**
   * Milliseconds until the writing began, and from then on. The blocked engine only calibrates before: its examples are
   * drawn while they are written.
   */
  readonly times: { readonly generating: number; readonly writing: number };
}

/**
 * Makes a dataset and writes it where the plan says, all or nothing, unless that very dataset is there already. A shard
 * goes into a directory of its own below that of the plan (`shardPath`), until all shards are there and are merged. A
 * dataset that takes the place of one in a repository of several belongs to that repository, as by `planInRepository`.
 * @throws ConfigError for a parameter or an option that is not what it must be; PlanError for a division that there
 *   can't be; FileError for what cannot be written, and for what is there and is not to be replaced: without `force`
 *   anything, with it all that mnist1d did not write; GenerateError for a config that does not fit in memory or
 *   overflows; DigestMismatch; the signal's reason when aborted.
 */
export async function buildDataset(
  parameters: ConfigOptions | PresetName,
  planned: OutputPlan,
  given: BuildOptions = {},
): Promise<UpToDate | Built> {
  const options = checkedOptions(given, buildKinds);
  const { force = false, expectedDigest, stream, signal, shard, updatesCard } = options;
  const config = resolveConfig(parameters);
  checkPlan(planned, stream);
  // A shard is no dataset that a card could have; the merge looks for itself.
  const plan = shard === undefined ? await inEnclosingRepository(planned) : planned;
  const scope = scopeOf(config, plan, options);
  const there = () => checkTarget(config, plan, force, options, signal);
  const isWanted = (manifest: Manifest) => expectedDigest === undefined || manifest.digest === expectedDigest;

  const existing = await there();
  if (existing !== undefined && isWanted(existing)) return upToDate(existing, plan, updatesCard);
  checkMemory(config, plan);
  const { splits, ranges, parts } = scope;
  checkSidecars(plan);
  await checkSpace(sizeOf(config, splits), plan);
  const start = performance.now();
  try {
    const examples = await drawExamples(config, options);
    const drawn = performance.now();
    const info = { ...(await datasetInfo(examples)), splits, ...(parts && { parts }) };
    const blocks = (request: BlockRequest) => prepareExamples(examples, ranges, splits, request, options);
    const target = shard === undefined ? plan : shardPlan(plan, shard);
    const replaces = force || (existing !== undefined && plan.kind === "directory");
    const published = await publishDataset({ info, blocks }, target, { ...options, division: scope, replaces });
    return {
      kind: "built",
      plan,
      ...published,
      times: { generating: drawn - start, writing: performance.now() - drawn },
    };
  } catch (error) {
    if (!(error instanceof FileError) || error instanceof NotRemoved) throw error;
    // Another run may have been faster with the same, and then nothing is amiss.
    const meanwhile = await there().catch(() => undefined);
    if (meanwhile === undefined || !isWanted(meanwhile)) throw error;
    return upToDate(meanwhile, plan, updatesCard);
  }
}

async function upToDate(manifest: Manifest, plan: OutputPlan, updatesCard = true): Promise<UpToDate> {
  const found = { kind: "up-to-date", plan, manifest, files: manifest.files } as const;
  if (plan.kind !== "directory" || plan.repository === undefined || !updatesCard) return found;
  // The dataset is there, and its entry in the card perhaps not: a run may have been killed between the two.
  return { ...found, ...(await updateRepositoryCard(plan.repository)) };
}

/**
 * The digest of the data that a config gives, which is made in memory and not written.
 * @throws GenerateError if it is too large to be made here, or not finite; the signal's reason when aborted.
 */
export async function digestOfConfig(config: Config, options: WorkOptions = {}): Promise<DatasetDigest> {
  checkMemory(config);
  const examples = await drawExamples(config, options);
  const { splits } = examples;
  const blocks = (request: BlockRequest) => prepareExamples(examples, wholeRanges(splits), splits, request, options);
  const stoppable = options.signal ? { signal: options.signal } : {};
  return (await encodeAll({ info: await datasetInfo(examples), blocks }, [], false, stoppable)).digest;
}
