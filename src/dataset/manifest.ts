import { type JsonObject, jsonText } from "../config/config-json.js";
import type { Manifest } from "../describe/manifest.js";
import type { DatasetDigest } from "../digest/dataset-digest.js";
import type { DatasetInfo, FormatName } from "../formats/format.js";
import { joinNumbers } from "../formats/text/number-text.js";
import type { Division } from "./scope.js";
import type { DatasetFile } from "./write/file-sink.js";

export type { Manifest, ManifestShard } from "../describe/manifest.js";

export const MANIFEST_FILE = "manifest.json";

/** Raised when a reader of an earlier version could misunderstand a manifest. */
export const MANIFEST_VERSION = 1;

/** Versions of the engines: the bits of a version never change. */
export const ENGINE_VERSIONS: Readonly<Record<string, string>> = { reference: "reference-v1", blocked: "blocked-v1" };

/** @param classes all labels. @param division how the dataset is divided, if it is. */
export function manifestOf(
  info: DatasetInfo,
  digest: DatasetDigest,
  formats: readonly FormatName[],
  files: readonly DatasetFile[],
  classes: readonly number[],
  division: Division = {},
): Manifest {
  const { shard, rowsPerFile } = division;
  const { xFloat64Blocks, columnBlocks } = digest;
  const hasCleanLabels = info.columns.some(({ field }) => field === "yClean");
  return {
    manifest_version: MANIFEST_VERSION,
    generator: { name: "mnist1d", version: info.version, engine: engineVersion(info.config) },
    config: info.config ?? null,
    ...(info.configDigest !== undefined && { config_digest: info.configDigest }),
    digest: digest.digest,
    length: info.length,
    dtype: info.dtype,
    classes,
    ...(hasCleanLabels && { clean_labels: true }),
    ...(info.t && { t: Array.from(info.t) }),
    ...(info.standardisation && { standardisation: info.standardisation }),
    ...(rowsPerFile !== undefined && shard === undefined && { rows_per_file: rowsPerFile }),
    splits: digest.splits,
    ...(digest.xFloat64 && { x_float64: digest.xFloat64 }),
    ...(digest.columns && { columns: digest.columns }),
    ...(shard && {
      shard: {
        index: shard.index,
        count: shard.count,
        ...(rowsPerFile !== undefined && { rows_per_file: rowsPerFile }),
        ...(xFloat64Blocks && { x_float64_blocks: xFloat64Blocks }),
        ...(columnBlocks && { column_blocks: columnBlocks }),
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

/** Digests of columns that manifests of earlier versions do not have, nor those of float32 data. */
const LATER: readonly string[] = ["y_clean", "x_clean_float64"];

/** What was found of columns, as a manifest states it, which may be of an earlier version: without what that did not keep. */
export function statedOf<T>(
  found: Readonly<Record<string, T>> = {},
  stated: Readonly<Record<string, T>> = {},
): Readonly<Record<string, T>> | undefined {
  const known = Object.entries(found).filter(([name]) => !LATER.includes(name) || Object.hasOwn(stated, name));
  return known.length > 0 ? Object.fromEntries(known) : undefined;
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

/** The distinct labels of a dataset. */
export class LabelSet {
  readonly #known: readonly number[];
  readonly #labels: Set<number>;
  /** Whether one from 0 to 255 was met: looking there costs a tenth of asking the set. */
  readonly #met = new Uint8Array(256);

  /** @param known those that are known before any example is. */
  constructor(known: readonly number[] = []) {
    this.#known = known;
    this.#labels = new Set(known);
  }

  addAll(y: Int32Array): void {
    for (let row = 0; row < y.length; row++) {
      const label = y[row]!;
      if (this.#met[label] === 1) continue;
      this.#labels.add(label);
      this.#met[label] = 1; // no effect beyond it
    }
  }

  /** The known ones as they were given, if there are no others; else all, sorted. */
  list(): readonly number[] {
    const knowsAll = this.#known.length > 0 && this.#labels.size === new Set(this.#known).size;
    return knowsAll ? this.#known : [...this.#labels].sort((a, b) => a - b);
  }
}
