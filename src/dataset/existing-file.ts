import type { Config } from "../config/config.js";
import { configToJson } from "../config/config-json.js";
import { resolveConfig } from "../config/parse-config.js";
import { presets } from "../config/presets.js";
import { configDigest } from "../digest/config-digest.js";
import { createDigest, type DatasetDigest } from "../digest/dataset-digest.js";
import { PUBLISHED_FILE } from "../digest/known-digests.js";
import type { DatasetInfo, FormatEntry, FormatName, StoredExamples } from "../formats/format.js";
import { FormatError } from "../formats/format-error.js";
import { sameMetadata } from "../formats/metadata.js";
import { digitTemplates } from "../generate/digit-templates.js";
import { bothSplits, splitsOf } from "../generate/examples.js";
import type { WorkOptions } from "../generate/work-options.js";
import { changedKeys } from "./difference-from.js";
import { hashFile } from "./hash-file.js";
import { type Manifest, manifestOf } from "./manifest.js";
import { openDataset } from "./open-dataset.js";
import { OutputError } from "./output-error.js";
import { sameExamples } from "./same-examples.js";
import type { OpenDataset } from "./stored-dataset.js";
import { VERSION } from "./version.js";

/** A dataset in a single file: its manifest, as a directory would have it, or how it differs from what was wanted. */
export type ExistingFile = { readonly manifest: Manifest } | { readonly difference: string };

/** Formats whose files state their config and digest. */
const STATING: readonly FormatName[] = ["parquet", "arrow", "npz", "json"];

/**
 * The dataset in a file that stands where one would be made: whether it is that one already. What the file states must be
 * what would be stated, and its data is read, and must be what is stated.
 *
 * @param isThorough whether the data is compared with the config's, drawn anew, also where its digest tells all of it: then
 *   its time axis, too, is what it must be.
 * @returns undefined of a file that says nothing of itself: other people's, or of a format that has no place for it. Only
 *   the published pickle is known by its hash.
 */
export async function existingFile(
  path: string,
  config: Config,
  format: FormatEntry,
  isThorough: boolean,
  work: WorkOptions,
): Promise<ExistingFile | undefined> {
  try {
    const isStating = STATING.includes(format.name);
    if (!isStating && !(await isPublished(path, config, format, work))) return undefined;
    const dataset = await openDataset(path, { ...(work.signal && { signal: work.signal }) });
    try {
      if (dataset.forms[0].format.name !== format.name) return undefined;
      if (!isStating) return await withData(dataset, config, work, () => true);
      if (dataset.metadata.config === undefined) return undefined;
      const difference = await statedDifference(dataset, config);
      if (difference !== undefined) return { difference };
      return await withData(dataset, config, work, (digest) => isStated(dataset, config, digest, isThorough, work));
    } finally {
      await dataset.close();
    }
  } catch (error) {
    // Nothing of ours that is whole.
    if (error instanceof FormatError || error instanceof OutputError) return undefined;
    throw error;
  }
}

/** Whether a file is the original's, which would be made byte for byte. */
async function isPublished(
  path: string,
  config: Config,
  { name }: FormatEntry,
  { signal }: WorkOptions,
): Promise<boolean> {
  const published = configToJson(resolveConfig(presets.published));
  if (name !== "pkl" || changedKeys(published, configToJson(config)).length > 0) return false;
  return (await hashFile(path, signal)).sha256 === PUBLISHED_FILE;
}

/** How a file differs by what it states, and by its shapes. */
async function statedDifference({ metadata, forms }: OpenDataset, config: Config): Promise<string | undefined> {
  const [{ examples, format }] = forms;
  const changed = changedKeys(metadata.config!, configToJson(config));
  if (changed.length > 0) return `is a dataset with another ${changed.join(", ")}`;
  const { version, templates } = metadata;
  // Tables have a place for the version, and arrays for the templates.
  const isTrue =
    metadata.configDigest === (await configDigest(config)) &&
    metadata.t !== undefined &&
    (version !== undefined) === format.isTable &&
    sameMetadata(templates, format.isTable ? undefined : (config.templates ?? digitTemplates)) &&
    sameMetadata(shapeOf(examples), {
      length: config.finalSeqLength,
      dtype: config.dtype,
      splits: splitsOf(config),
      hasCleanLabels: config.labelNoise !== undefined,
    });
  return isTrue ? undefined : "is this dataset, but not as it would be written";
}

function shapeOf({ length, dtype, splits, hasCleanLabels }: StoredExamples): object {
  return { length, dtype, splits: splits.map(({ name, rows }) => ({ name, rows })), hasCleanLabels };
}

/** Whether data with this digest is what its file states. */
async function isStated(
  { metadata, forms }: OpenDataset,
  config: Config,
  digest: string,
  isThorough: boolean,
  work: WorkOptions,
): Promise<boolean> {
  const [{ examples }] = forms;
  if (digest !== metadata.digest) return false;
  // It is of x as float32, and of the labels that are trained on.
  const tellsAll = config.dtype === "float32" && !examples.hasCleanLabels;
  return (tellsAll && !isThorough) || sameExamples(examples, metadata.t, config, work);
}

/** Reads the data. @param isRight whether it is what was wanted, by its digest. */
async function withData(
  { path, metadata, forms }: OpenDataset,
  config: Config,
  { signal }: WorkOptions,
  isRight: (digest: string) => Promise<boolean> | boolean,
): Promise<ExistingFile> {
  const [{ examples, format }] = forms;
  const damaged = { difference: "is this dataset, but its data is not what it says" };
  try {
    const digest = await digestOf(examples);
    if (!(await isRight(digest.digest))) return damaged;
    const info: DatasetInfo = {
      config: configToJson(config),
      configDigest: await configDigest(config),
      version: metadata.version ?? VERSION,
      length: examples.length,
      dtype: config.dtype,
      splits: splitsOf(config),
      ...(metadata.t && { t: metadata.t }),
      hasCleanLabels: examples.hasCleanLabels,
    };
    const file = { path, ...(await hashFile(path, signal)) };
    const classes = (config.templates ?? digitTemplates).y;
    return { manifest: manifestOf(info, digest, [format.name], [file], classes) };
  } catch (error) {
    if (error instanceof FormatError) return damaged;
    throw error;
  }
}

async function digestOf(examples: StoredExamples): Promise<DatasetDigest> {
  const digest = createDigest(examples.length, bothSplits(examples.splits), examples.dtype);
  for await (const chunk of examples.chunks({ reuse: true })) await digest.update(chunk);
  return digest.finish();
}
