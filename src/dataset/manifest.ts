import { type JsonObject, jsonText } from "../config/config-json.js";
import type { DatasetDigest } from "../digest/dataset-digest.js";
import type { DatasetInfo, FormatName } from "../formats/format.js";
import { joinNumbers } from "../formats/number-text.js";
import type { DatasetFile } from "./file-sink.js";
import type { Division } from "./scope.js";

export const MANIFEST_FILE = "manifest.json";

/** Raised when a reader of an earlier version could misunderstand a manifest. */
export const MANIFEST_VERSION = 1;

/** Versions of the engines: the bits of a version never change. */
export const ENGINE_VERSIONS: Readonly<Record<string, string>> = { reference: "reference-v1", blocked: "blocked-v1" };

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
  /** Only for a part of a dataset, which its splits, files and digests are of. */
  readonly shard?: ManifestShard;
  readonly formats: readonly FormatName[];
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}

/** Which part of a dataset a shard is. */
export interface ManifestShard {
  /** From 0. */
  readonly index: number;
  readonly count: number;
  /** Rows of a file, if they were asked for. */
  readonly rows_per_file?: number;
  /** Only for float64: of each split the block digests over float64 x, which the whole's digest will be made of. */
  readonly x_float64_blocks?: Readonly<Record<string, readonly string[]>>;
}

/**
 * @param classes all labels.
 * @param division how the dataset is divided, if it is.
 */
export function manifestOf(
  info: DatasetInfo,
  digest: DatasetDigest,
  formats: readonly FormatName[],
  files: readonly DatasetFile[],
  classes: readonly number[],
  division: Division = {},
): Manifest {
  const { shard, rowsPerFile } = division;
  const { xFloat64Blocks } = digest;
  return {
    manifest_version: MANIFEST_VERSION,
    generator: { name: "mnist1d", version: info.version, engine: engineVersion(info.config) },
    config: info.config ?? null,
    ...(info.configDigest !== undefined && { config_digest: info.configDigest }),
    digest: digest.digest,
    length: info.length,
    dtype: info.dtype,
    classes,
    ...(info.hasCleanLabels && { clean_labels: true }),
    ...(info.t && { t: Array.from(info.t) }),
    ...(rowsPerFile !== undefined && shard === undefined && { rows_per_file: rowsPerFile }),
    splits: digest.splits,
    ...(digest.xFloat64 && { x_float64: digest.xFloat64 }),
    ...(shard && {
      shard: {
        index: shard.index,
        count: shard.count,
        ...(rowsPerFile !== undefined && { rows_per_file: rowsPerFile }),
        ...(xFloat64Blocks && { x_float64_blocks: xFloat64Blocks }),
      },
    }),
    formats,
    files,
  };
}

/** The engine that makes the data of a config, which states it where it is not the default; null without one. */
export function engineVersion(config: JsonObject | undefined): string | null {
  if (config === undefined) return null;
  const { engine = "reference" } = config as { readonly engine?: string };
  return ENGINE_VERSIONS[engine] ?? engine;
}

/** The text of a manifest: one top-level key a line, and one file, split or parameter a line below. */
export function manifestText(manifest: Manifest): string {
  const lines = Object.entries(manifest).map(([key, value]) => `  "${key}": ${valueText(value)}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}

function valueText(value: unknown): string {
  // The sign of a zero, which JSON.stringify drops.
  if (Array.isArray(value) && typeof value[0] === "number") return `[${joinNumbers(value, 0, value.length)}]`;
  if (Array.isArray(value) && typeof value[0] === "object") {
    return `[\n${value.map((entry) => `    ${jsonText(entry)}`).join(",\n")}\n  ]`;
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const lines = Object.entries(value).map(([key, entry]) => `    "${key}": ${jsonText(entry)}`);
    return `{\n${lines.join(",\n")}\n  }`;
  }
  return jsonText(value);
}
