import type { Config } from "../config/config.js";
import type { FormatEntry, StoredExamples, StoredMetadata } from "../formats/format.js";
import type { FileSource } from "./file-source.js";
import type { ManifestFile } from "./read-manifest.js";

/** A dataset on disk, open for reading. */
export interface OpenDataset {
  /** As the caller gave it. */
  readonly path: string;
  readonly kind: "directory" | "file";
  /** Absent where others made the directory, and for a single file. */
  readonly manifest?: ManifestFile;
  /** The same examples in each of its formats; at least one. */
  readonly forms: readonly [StoredForm, ...StoredForm[]];
  /** What its files and its manifest say of it together. */
  readonly metadata: StoredMetadata;
  /** What made it, if they say so. */
  readonly config?: Config;
  close(): Promise<void>;
}

/** A dataset in one format. */
export interface StoredForm {
  readonly format: FormatEntry;
  readonly files: readonly FileSource[];
  readonly examples: StoredExamples;
}
