import { configToJson, type JsonObject } from "../../../src/config/config-json.js";
import { parseConfig } from "../../../src/config/parse-config.js";
import type { CardConfig } from "../../../src/describe/card/card.js";
import type { Manifest } from "../../../src/describe/manifest.js";
import type { SplitName } from "../../../src/generate/examples.js";

/** A split, and its files. */
export interface SplitFacts extends Pick<Manifest, "files"> {
  readonly name: SplitName;
  readonly rows: number;
}

/** What tests change of a dataset. */
export interface Facts {
  readonly config: JsonObject | null;
  readonly configDigest: string;
  readonly digest: string;
  readonly length: number;
  readonly dtype: "float32" | "float64";
  readonly hasCleanLabels: boolean;
  readonly classes: readonly number[];
  readonly splits: readonly SplitFacts[];
  /** Names of the columns beyond x, y and y_clean. */
  readonly columns: readonly string[];
}

/** The default dataset as its manifest has it, or a changed one. */
export function description(changes: Partial<Facts> = {}): Manifest {
  const {
    config = configToJson(parseConfig({})),
    configDigest = `sha256:${"c".repeat(64)}`,
    digest = `sha256:${"d".repeat(64)}`,
    length = 40,
    dtype = "float32",
    hasCleanLabels = false,
    classes = [0, 1, 2],
    splits = [split("train", 4000), split("test", 1000)],
    columns = [],
  } = changes;
  return {
    manifest_version: 1,
    generator: { name: "mnist1d", version: "0.1.0", engine: null },
    config,
    ...(config !== null && { config_digest: configDigest }),
    digest,
    length,
    dtype,
    classes,
    ...(hasCleanLabels && { clean_labels: true }),
    splits: splits.map(({ name, rows }) => ({ name, rows, sha256: "0".repeat(64), blocks: [] })),
    ...(columns.length > 0 && { columns: Object.fromEntries(columns.map((name) => [name, {}])) }),
    formats: ["parquet"],
    files: splits.flatMap(({ files }) => files),
  };
}

/** @param files how many it is in. */
export function split(name: SplitFacts["name"], rows: number, files = 1): SplitFacts {
  const five = (n: number) => String(n).padStart(5, "0");
  const paths = Array.from({ length: files }, (_, i) => `data/${name}-${five(i)}-of-${five(files)}.parquet`);
  return { name, rows, files: paths.map((path) => ({ path, bytes: 100, sha256: "f".repeat(64) })) };
}

/** A dataset of a repository. */
export function config(name: string, changes: Partial<Facts> = {}): CardConfig {
  return { name, folder: `${name}/`, dataset: description(changes) };
}
