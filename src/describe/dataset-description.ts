import type { Dtype } from "../config/config.js";
import type { JsonObject } from "../config/config-json.js";
import type { SplitName } from "../generate/examples.js";

/** What is known of a finished dataset of Parquet files, for the texts that tell others of it. */
export interface DatasetDescription {
  /** Of the dataset among others in a repository; `mnist1d` of one that stands alone. */
  readonly name: string;
  /** The full config; null for data of others, of which nobody knows it. */
  readonly config: JsonObject | null;
  /** `sha256:…` of the config; null without one. */
  readonly configDigest: string | null;
  /** `sha256:…` of the data, in whatever format. */
  readonly digest: string;
  /** Of this product, which wrote it. */
  readonly version: string;
  /** Points per example. */
  readonly length: number;
  readonly dtype: Dtype;
  /** Whether there is a column `y_clean`, the labels before label noise. */
  readonly hasCleanLabels: boolean;
  /** All labels, ascending. */
  readonly classes: readonly number[];
  /** Time of each point; absent where nobody knows it. */
  readonly t?: readonly number[];
  /** Train before test; one of them may have no rows, and has a file all the same. */
  readonly splits: readonly SplitDescription[];
}

export interface SplitDescription {
  readonly name: SplitName;
  readonly rows: number;
  /** Digest of its rows, hexadecimal. */
  readonly sha256: string;
  /** Its Parquet files, in the order of their rows; at least one. */
  readonly files: readonly FileDescription[];
}

export interface FileDescription {
  /** In the dataset's directory, with `/`. */
  readonly path: string;
  readonly bytes: number;
  /** Of the whole file, hexadecimal. */
  readonly sha256: string;
}
