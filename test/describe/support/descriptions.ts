import { configToJson } from "../../../src/config/config-json.js";
import { parseConfig } from "../../../src/config/parse-config.js";
import type { CardConfig } from "../../../src/describe/card/card-config.js";
import type { DatasetDescription, SplitDescription } from "../../../src/describe/dataset-description.js";

/** The default dataset as a description has it, or a changed one. */
export function description(changes: Partial<DatasetDescription> = {}): DatasetDescription {
  return {
    name: "mnist1d",
    config: configToJson(parseConfig({})),
    configDigest: `sha256:${"c".repeat(64)}`,
    digest: `sha256:${"d".repeat(64)}`,
    version: "0.1.0",
    length: 40,
    dtype: "float32",
    hasCleanLabels: false,
    classes: [0, 1, 2],
    splits: [split("train", 4000), split("test", 1000)],
    ...changes,
  };
}

/** @param files how many it is in. */
export function split(name: SplitDescription["name"], rows: number, files = 1): SplitDescription {
  const five = (n: number) => String(n).padStart(5, "0");
  const paths = Array.from({ length: files }, (_, i) => `data/${name}-${five(i)}-of-${five(files)}.parquet`);
  return {
    name,
    rows,
    sha256: "0".repeat(64),
    files: paths.map((path) => ({ path, bytes: 100, sha256: "f".repeat(64) })),
  };
}

/** A dataset of a repository. */
export function config(name: string, changes: Partial<DatasetDescription> = {}): CardConfig {
  return { name, folder: `${name}/`, dataset: description({ name, ...changes }) };
}
