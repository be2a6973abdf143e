import { type ConfigOptions, resolveConfig } from "../config/parse-config.js";
import type { DatasetInfo } from "../formats/format.js";
import { rowCount } from "../generate/examples.js";
import { type BlockRequest, prepareExamples } from "../parallel/prepare-blocks.js";
import { checkMemory } from "./check-memory.js";
import { checkSpace } from "./check-space.js";
import { checkTarget } from "./check-target.js";
import { datasetInfo } from "./dataset-info.js";
import { type DrawOptions, drawExamples } from "./draw-examples.js";
import { inEnclosingRepository } from "./enclosing-repository.js";
import type { OutputPlan } from "./output-plan.js";
import { type Published, type PublishOptions, publishDataset } from "./publish-dataset.js";
import { type Division, type Shard, scopeOf } from "./scope.js";
import { shardPlan } from "./shard-path.js";
import { checkSidecars } from "./sidecars.js";

export interface BuildOptions extends DrawOptions, Division, Pick<PublishOptions, "expectedDigest" | "stream"> {
  /** Whether an earlier output at the target may be replaced. Files that mnist1d did not write never are. */
  readonly force?: boolean;
  /** Threads that draw and encode; 1 works without any. Default: all cores, where there is work for them. */
  readonly workers?: number;
}

/** What was made. */
export interface Built extends Published {
  readonly info: DatasetInfo;
  /** The part that it is, if it is no whole dataset: digest and files are its own. */
  readonly shard?: Shard;
  /**
   * Milliseconds until the writing began, and from then on. The blocked engine only calibrates before: its examples are
   * drawn while they are written.
   */
  readonly times: { readonly generating: number; readonly writing: number };
}

/**
 * Makes a dataset and writes it where the plan says, all or nothing. What already is this dataset is made anew:
 * `checkTarget` tells beforehand. A shard goes into a directory of its own below that of the plan (`shardPath`),
 * until all shards are there and are merged. One that takes the place of a dataset in a repository of several belongs to
 * that repository, as by `planInRepository`.
 *
 * @throws ConfigError for a parameter that is not what it must be; OutputError for what cannot be written; GenerateError
 *   for a config that does not fit in memory or overflows; DigestMismatch; the signal's reason when aborted.
 */
export async function buildDataset(
  parameters: ConfigOptions,
  given: OutputPlan,
  options: BuildOptions = {},
): Promise<Built> {
  const { force = false, onProgress, expectedDigest, stream, signal } = options;
  const config = resolveConfig(parameters);
  checkMemory(config);
  // A shard is no dataset that a card could have; the merge looks for itself.
  const plan = options.shard === undefined ? await inEnclosingRepository(given) : given;
  const scope = scopeOf(config, plan, options);
  const { splits, ranges, parts } = scope;
  const target = options.shard === undefined ? plan : shardPlan(plan, options.shard);
  const upToDate = await checkTarget(config, plan, force, options, { ...(signal && { signal }) });
  checkSidecars(plan);
  await checkSpace({ rows: rowCount(splits), length: config.finalSeqLength, dtype: config.dtype }, plan);
  const start = performance.now();
  const examples = await drawExamples(config, options);
  const drawn = performance.now();
  const info = { ...(await datasetInfo(examples)), splits, ...(parts && { parts }) };
  const blocks = (request: BlockRequest) => prepareExamples(examples, ranges, splits, request, options);
  const published = await publishDataset({ info, blocks }, target, {
    ...(expectedDigest !== undefined && { expectedDigest }),
    ...(stream && { stream }),
    ...(signal && { signal }),
    division: scope,
    replaces: force || upToDate !== undefined,
    ...(!force && upToDate && plan.kind === "file" && { replacesOnly: upToDate.files[0]!.sha256 }),
    onWritten: (done, total) => onProgress?.({ phase: "writing", done, total }),
  });
  const times = { generating: drawn - start, writing: performance.now() - drawn };
  return { info, ...published, ...(options.shard && { shard: options.shard }), times };
}
