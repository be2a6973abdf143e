import type { Config, Dtype } from "../config/config.js";
import { configToJson } from "../config/config-json.js";
import { oneOf } from "../config/kinds.js";
import { checkedOptions } from "../config/options.js";
import { configDigest } from "../digest/config-digest.js";
import { alignChunks } from "../formats/align-chunks.js";
import type { DatasetInfo } from "../formats/format.js";
import { digitTemplates } from "../generate/digit-templates.js";
import { bothSplits, rowCount } from "../generate/examples.js";
import { type BlockRequest, prepareChunks } from "../parallel/prepare-blocks.js";
import { type WriteOptions, writeKinds } from "./build-options.js";
import { checkSpace } from "./check-space.js";
import { checkTarget } from "./check-target.js";
import { DigestMismatch } from "./digest-mismatch.js";
import { inEnclosingRepository } from "./enclosing-repository.js";
import { openDataset } from "./open-dataset.js";
import { checkPlan, checkSink, type OutputPlan } from "./output-plan.js";
import { type Published, publishDataset } from "./publish-dataset.js";
import { checkSidecars } from "./sidecars.js";
import type { OpenDataset } from "./stored-dataset.js";
import { VERSION } from "./version.js";

export interface ConvertOptions extends WriteOptions {
  /** Element type of x in the output. Default: what is stored. */
  readonly dtype?: Dtype;
}

/** What was converted. */
export interface Converted extends Published {
  readonly info: DatasetInfo;
  /** Milliseconds. */
  readonly time: number;
}

/**
 * Writes a dataset that is on disk in other formats, all or nothing: values bit for bit, and everything that is known of
 * it. If its digest is stored with it, the data must have it.
 *
 * @throws ConfigError for an option that is not what it must be; DigestMismatch; FormatError for an input that is no dataset, or damaged; OutputError; the signal's reason when aborted.
 */
export async function convertDataset(
  path: string,
  planned: OutputPlan,
  given: ConvertOptions = {},
): Promise<Converted> {
  const options = checkedOptions(given, { ...writeKinds, dtype: oneOf("float32", "float64") });
  const { force = false, dtype, onProgress, workers: _, expectedDigest, ...others } = options;
  checkPlan(planned);
  checkSink(planned, options.stream);
  const start = performance.now();
  const plan = await inEnclosingRepository(planned);
  const dataset = await openDataset(path, { ...(options.signal && { signal: options.signal }) });
  try {
    await checkTarget(undefined, plan, force);
    const [{ examples }] = dataset.forms;
    const info = await infoOf(dataset, dtype);
    checkSidecars(plan);
    await checkSpace({ ...info, rows: rowCount(info.splits) }, plan);
    const isWhole = examples.splits.length === 2;
    const stored = isWhole ? dataset.metadata.digest : undefined;
    const expected = expectedDigest ?? stored;
    // Data that is what its own file says is not what was wanted.
    if (expected !== undefined && stored !== undefined && expected !== stored)
      throw new DigestMismatch(expected, stored);
    const source = { ...info, chunks: (type: Dtype) => alignChunks(examples, type) };
    const blocks = (request: BlockRequest) => prepareChunks(source, request, options);
    const published = await publishDataset({ info, blocks }, plan, {
      ...others,
      ...(expected !== undefined && { expectedDigest: expected }),
      replaces: force,
      onWritten: (done, total) => onProgress?.({ phase: "writing", done, total }),
    });
    return { info, ...published, time: performance.now() - start };
  } finally {
    await dataset.close();
  }
}

/** What the output's formats are told: everything that the input says. */
async function infoOf({ forms, metadata, config }: OpenDataset, dtype: Dtype | undefined): Promise<DatasetInfo> {
  const [{ examples }] = forms;
  const made = config && withDtype(config, dtype);
  const templates = metadata.templates ?? (made && (made.templates ?? digitTemplates));
  return {
    ...(made && { config: configToJson(made), configDigest: await configDigest(made) }),
    version: VERSION,
    length: examples.length,
    dtype: dtype ?? examples.dtype,
    splits: bothSplits(examples.splits),
    ...(metadata.t && { t: metadata.t }),
    ...(templates && { templates }),
    hasCleanLabels: examples.hasCleanLabels,
  };
}

/** What is rounded to float32 is what the same config gives in float32. The reverse is not so. */
function withDtype(config: Config, dtype: Dtype | undefined): Config {
  return dtype === "float32" ? { ...config, dtype } : config;
}
