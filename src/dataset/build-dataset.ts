import { checkedOptions } from "../config/options.js";
import { type ConfigOptions, resolveConfig } from "../config/parse-config.js";
import type { DatasetInfo } from "../formats/format.js";
import { rowCount } from "../generate/examples.js";
import { type BlockRequest, prepareExamples } from "../parallel/prepare-blocks.js";
import { type BuildOptions, divisionKinds, writeKinds } from "./build-options.js";
import { checkMemory } from "./check-memory.js";
import { checkSpace } from "./check-space.js";
import { checkTarget } from "./check-target.js";
import { datasetInfo } from "./dataset-info.js";
import { drawExamples } from "./draw-examples.js";
import { inEnclosingRepository } from "./enclosing-repository.js";
import { checkPlan, checkSink, type OutputPlan } from "./output-plan.js";
import { type Published, publishDataset } from "./publish-dataset.js";
import { type Shard, scopeOf } from "./scope.js";
import { shardPlan } from "./shard-path.js";
import { checkSidecars } from "./sidecars.js";

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
 * @throws ConfigError for a parameter or an option that is not what it must be; OutputError for what cannot be written; GenerateError
 *   for a config that does not fit in memory or overflows; DigestMismatch; the signal's reason when aborted.
 */
export async function buildDataset(
  parameters: ConfigOptions,
  planned: OutputPlan,
  given: BuildOptions = {},
): Promise<Built> {
  const options = checkedOptions(given, { ...writeKinds, ...divisionKinds });
  const { force = false, onProgress, expectedDigest, stream, signal, rowsPerFile, shard } = options;
  const division = { ...(rowsPerFile !== undefined && { rowsPerFile }), ...(shard && { shard }) };
  const config = resolveConfig(parameters);
  checkPlan(planned);
  checkSink(planned, stream);
  checkMemory(config);
  // A shard is no dataset that a card could have; the merge looks for itself.
  const plan = shard === undefined ? await inEnclosingRepository(planned) : planned;
  const scope = scopeOf(config, plan, division);
  const { splits, ranges, parts } = scope;
  const target = shard === undefined ? plan : shardPlan(plan, shard);
  const upToDate = await checkTarget(config, plan, force, division, { ...(signal && { signal }) });
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
  return { info, ...published, ...(shard && { shard }), times };
}
