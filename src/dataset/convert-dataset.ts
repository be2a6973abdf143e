import type { Dtype } from "../config/config.js";
import { configToJson } from "../config/config-json.js";
import { oneOf } from "../config/kinds.js";
import { checkedOptions } from "../config/options.js";
import { configDigest } from "../digest/dataset-digest.js";
import { alignChunks } from "../formats/align-chunks.js";
import type { DatasetInfo } from "../formats/format.js";
import { templatesOf } from "../generate/digit-templates.js";
import { withTrainAndTest } from "../generate/examples.js";
import { type BlockRequest, prepareChunks } from "../parallel/prepare-blocks.js";
import { DigestMismatch } from "./errors.js";
import { checkPlan, type OutputPlan } from "./output-plan.js";
import { type OpenDataset, openDataset } from "./read/open-dataset.js";
import { inEnclosingRepository } from "./repository/repository.js";
import { checkSpace } from "./resources.js";
import { checkTarget } from "./target/check-target.js";
import { VERSION } from "./version.js";
import {
  checkSidecars,
  type Published,
  publishDataset,
  type WriteOptions,
  writeKinds,
} from "./write/publish-dataset.js";

export interface ConvertOptions extends WriteOptions {
  /** Element type of x in the output. Default: what is stored. */
  readonly dtype?: Dtype;
}

export interface Converted extends Published {
  /** Milliseconds. */
  readonly time: number;
}

/**
 * Writes a dataset that is on disk in other formats, all or nothing: values bit for bit, and everything that is known
 * of it. If its digest is stored with it, the data must have it.
 * @throws ConfigError for an option that is not what it must be; DigestMismatch; FormatError for an input that is no
 *   dataset, or damaged; FileError; the signal's reason when aborted.
 */
export async function convertDataset(
  path: string,
  planned: OutputPlan,
  given: ConvertOptions = {},
): Promise<Converted> {
  const options = checkedOptions(given, { ...writeKinds, dtype: oneOf("float32", "float64") });
  const { force = false, dtype, expectedDigest, ...others } = options;
  checkPlan(planned, options.stream);
  const start = performance.now();
  const plan = await inEnclosingRepository(planned);
  const dataset = await openDataset(path, { ...(options.signal && { signal: options.signal }) });
  try {
    await checkTarget(undefined, plan, force, {}, options.signal);
    const [{ examples }] = dataset.forms;
    const info = await infoOf(dataset, dtype);
    checkSidecars(plan);
    await checkSpace(info, plan);
    const isWhole = examples.splits.length === info.splits.length;
    const stored = isWhole ? dataset.metadata.digest : undefined;
    const expected = expectedDigest ?? stored;
    const { columns = {}, x_float64 } = dataset.manifest?.manifest ?? {};
    const { x_clean_float64, ...narrow } = columns;
    const wide = { ...(x_float64 && { x_float64 }), ...(x_clean_float64 && { x_clean_float64 }) };
    // Data that is what its own file says is not what was wanted.
    if (expected !== undefined && stored !== undefined && expected !== stored)
      throw new DigestMismatch(expected, stored);
    const source = { ...info, chunks: (type: Dtype) => alignChunks(examples, type) };
    const blocks = (request: BlockRequest) => prepareChunks(source, request, options);
    const published = await publishDataset({ info, blocks }, plan, {
      ...others,
      ...(expected !== undefined && { expectedDigest: expected }),
      expectedColumns: { ...narrow, ...(info.dtype === "float64" && wide) },
      replaces: force,
    });
    return { ...published, time: performance.now() - start };
  } finally {
    await dataset.close();
  }
}

/** What the output's formats are told: everything that the input says. */
async function infoOf({ forms, metadata, config }: OpenDataset, dtype: Dtype | undefined): Promise<DatasetInfo> {
  const [{ examples }] = forms;
  // What is rounded to float32 is what the same config gives in float32. The reverse is not so.
  const made = config && (dtype === "float32" ? { ...config, dtype } : config);
  const templates = metadata.templates ?? (made && templatesOf(made));
  return {
    ...(made && { config: configToJson(made), configDigest: await configDigest(made) }),
    version: VERSION,
    length: examples.length,
    dtype: dtype ?? examples.dtype,
    splits: withTrainAndTest(examples.splits),
    ...(metadata.t && { t: metadata.t }),
    ...(templates && { templates }),
    ...(metadata.standardisation && { standardisation: metadata.standardisation }),
    columns: examples.columns,
  };
}
