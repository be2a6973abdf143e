import type { Dtype } from "../config/config.js";
import type { DatasetDescription, SplitDescription } from "../describe/dataset-description.js";
import type { SplitName } from "../generate/examples.js";
import type { Manifest } from "./manifest.js";

/** The name of a dataset that stands alone. */
const ALONE = "mnist1d";

/**
 * What there is to say of a dataset; undefined of one without Parquet files, or without examples, which nobody loads.
 *
 * @param name of the dataset in its repository.
 */
export function describeDataset(manifest: Manifest, name = ALONE): DatasetDescription | undefined {
  const splits = manifest.splits.map((split): SplitDescription => {
    const files = manifest.files.filter(
      ({ path }) => path.startsWith(`data/${split.name}-`) && path.endsWith(".parquet"),
    );
    return { name: split.name as SplitName, rows: split.rows, sha256: split.sha256, files };
  });
  const isThere = splits.every(({ files }) => files.length > 0) && splits.some(({ rows }) => rows > 0);
  if (!isThere || manifest.shard !== undefined) return undefined;
  return {
    name,
    config: manifest.config,
    configDigest: manifest.config_digest ?? null,
    digest: manifest.digest,
    version: manifest.generator.version,
    length: manifest.length,
    dtype: manifest.dtype as Dtype,
    hasCleanLabels: manifest.clean_labels === true,
    classes: [...new Set(manifest.classes)].sort((a, b) => a - b),
    ...(manifest.t && { t: manifest.t }),
    splits,
  };
}
