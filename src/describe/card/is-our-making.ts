import { DIGEST_PATTERN } from "../../config/pinned-digest.js";

const KEYS = ["config_name", "default", "description", "data_files"];
const INFO_KEYS = ["config_name", "features", "splits", "download_size", "dataset_size"];
const COLUMNS = ["x", "y", "y_clean"];
const DIGEST = new RegExp(DIGEST_PATTERN);

/** Whether an item of `configs` is entirely as mnist1d wrote it, for a dataset that is there no longer. */
export function isOurMaking(name: string | undefined, value: unknown): boolean {
  if (!hasOnly(value, KEYS)) return false;
  const description = value.get("description");
  const files = value.get("data_files");
  return (
    (!value.has("default") || value.get("default") === true) &&
    (description === undefined || DIGEST.test(String(description))) &&
    isListOf(files, (file) => {
      if (!hasOnly(file, ["split", "path"])) return false;
      const split = file.get("split");
      return (split === "train" || split === "test") && file.get("path") === `${name}/data/${split}-*.parquet`;
    })
  );
}

/** Whether an item of `dataset_info` has nothing that mnist1d does not write. */
export function isOurInfo(value: unknown): boolean {
  return (
    hasOnly(value, INFO_KEYS) &&
    isListOf(value.get("features"), (feature) => feature instanceof Map && COLUMNS.includes(feature.get("name"))) &&
    isListOf(value.get("splits"), (split) => hasOnly(split, ["name", "num_bytes", "num_examples"]))
  );
}

function hasOnly(value: unknown, keys: readonly string[]): value is Map<string, unknown> {
  return value instanceof Map && [...value.keys()].every((key) => keys.includes(key));
}

function isListOf(value: unknown, isOne: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isOne);
}
