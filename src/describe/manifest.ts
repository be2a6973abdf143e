import { namesByLabel } from "../config/config.js";
import type { JsonObject } from "../config/config-json.js";
import { parseConfig } from "../config/parse-config.js";
import type { FormatName } from "../formats/format.js";
import { COLUMNS, type Column } from "../generate/columns.js";

/** manifest.json: what a dataset is, what made it, and what its files must be. */
export interface Manifest {
  readonly manifest_version: number;
  /** The engine is null where others made the data. */
  readonly generator: { readonly name: "mnist1d"; readonly version: string; readonly engine: string | null };
  /** Null for data of others, of which nobody knows the config; then there is no `config_digest`. */
  readonly config: JsonObject | null;
  readonly config_digest?: string;
  readonly digest: string;
  readonly length: number;
  readonly dtype: string;
  readonly classes: readonly number[];
  /** There, and true, where there are true labels beside those with noise. */
  readonly clean_labels?: boolean;
  /** Time of each point, which tables of text have no place for. */
  readonly t?: readonly number[];
  /** What x was standardised by; not in datasets of versions before 0.3, nor in those of others. */
  readonly standardisation?: { readonly mean: number; readonly std: number };
  /** Rows of each file of a split but its last, of a whole dataset that was made so; of a part see `shard`. */
  readonly rows_per_file?: number;
  readonly splits: readonly {
    readonly name: string;
    readonly rows: number;
    readonly sha256: string;
    readonly blocks: readonly string[];
  }[];
  /** Only for float64: per split the digest over float64 x. */
  readonly x_float64?: Readonly<Record<string, string>>;
  /**
   * Of columns beyond x and y, by name: per split the digest over their values alone, signals as float32. `y_clean`, and
   * of float64 data `x_clean_float64`, are not in manifests of before 0.3.
   */
  readonly columns?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Only for a part of a dataset, which its splits, files and digests are of. */
  readonly shard?: ManifestShard;
  readonly formats: readonly FormatName[];
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}

/** The picture of a card, beside it. */
export const PICTURE_FILE = "samples.svg";

/** Classes in it at most, those of the lowest labels. */
export const PICTURE_CLASSES = 10;

/** Which part of a dataset a shard is. */
export interface ManifestShard {
  /** From 0. */
  readonly index: number;
  readonly count: number;
  /** Rows of a file, if they were asked for. */
  readonly rows_per_file?: number;
  /** Only for float64: of each split the block digests over float64 x, which the whole's digest will be made of. */
  readonly x_float64_blocks?: Readonly<Record<string, readonly string[]>>;
  /** The same of the columns that have digests of their own. */
  readonly column_blocks?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** A split with its Parquet files, in the order of their rows. */
export type ParquetSplit = Pick<Manifest["splits"][number], "name" | "rows"> & Pick<Manifest, "files">;

export function parquetSplits({ splits, files }: Manifest): ParquetSplit[] {
  return splits.map(({ name, rows }) => {
    const own = files.filter(({ path }) => path.startsWith(`data/${name}-`) && path.endsWith(".parquet"));
    return { name, rows, files: own };
  });
}

/** Hugging Face's library can't load a split without rows. */
export function loadedSplits(manifest: Manifest): ParquetSplit[] {
  return parquetSplits(manifest).filter(({ rows }) => rows > 0);
}

/** Whether it loads a dataset: a whole one, which has Parquet files of all splits, and examples. */
export function isLoadable(manifest: Manifest): boolean {
  const isThere = parquetSplits(manifest).every(({ files }) => files.length > 0);
  return isThere && loadedSplits(manifest).length > 0 && manifest.shard === undefined;
}

/** All labels, ascending. */
export function labelsOf({ classes }: Manifest): number[] {
  return [...new Set(classes)].sort((a, b) => a - b);
}

/** The name of each label; undefined unless the config has one for each that there is. */
export function namesOf(manifest: Manifest): ReadonlyMap<number, string> | undefined {
  if (manifest.config === null) return undefined;
  const names = namesByLabel(parseConfig(manifest.config));
  return labelsOf(manifest).every((label) => names.has(label)) ? names : undefined;
}

/** The columns of its tables, in their order. */
export function columnsIn({ clean_labels: hasCleanLabels, columns = {} }: Manifest): Column[] {
  return COLUMNS.filter(({ field, name }) => {
    if (field === "yClean") return hasCleanLabels;
    return field === "x" || field === "y" || Object.hasOwn(columns, name);
  });
}
