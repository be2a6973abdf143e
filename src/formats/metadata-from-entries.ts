import type { JsonObject } from "../config/config-json.js";
import type { Moments } from "../numeric/pairwise-sum.js";
import type { StoredMetadata } from "./format.js";
import { FormatError } from "./format-error.js";
import { PREFIX } from "./metadata.js";
import { printable } from "./printable.js";
import { parseJson } from "./text/json-text.js";

/**
 * What the key-values of an Arrow or Parquet file say of its dataset. Those of others are passed over.
 *
 * @param length points per example, if that is known.
 * @throws FormatError
 */
export function metadataFromEntries(
  entries: Iterable<readonly [key: string, value: string]>,
  length: number | undefined,
  path: string,
): StoredMetadata {
  const own = new Map<string, string>();
  for (const [key, value] of entries) {
    if (own.has(key)) throw new FormatError(path, `has metadata ${printable(key)} twice`);
    if (key.startsWith(PREFIX)) own.set(key, value);
  }
  const known = ["t", ...TEXTS].map((name) => PREFIX + name);
  const unknown = [...own.keys()].find((key) => !known.includes(key));
  if (unknown !== undefined) {
    const version = own.get(`${PREFIX}version`);
    const hint = version === undefined ? undefined : `mnist1d ${printable(version)} wrote it: one as new may know it.`;
    throw new FormatError(path, `has metadata ${printable(unknown)}, which nothing is known of`, hint);
  }
  const t = own.get(`${PREFIX}t`);
  return {
    ...metadataFromTexts(own, path, PREFIX),
    ...(t !== undefined && { t: timesFromText(t, length, `${path}: ${PREFIX}t`) }),
  };
}

/** What is said of a dataset as texts, by their names in a file. */
export const TEXTS: readonly string[] = ["config", "config_digest", "version", "digest", "standardisation"];

/** @param prefix of the names. @throws FormatError for a config that is no JSON object; nothing else of it is checked. */
export function metadataFromTexts(texts: ReadonlyMap<string, string>, path: string, prefix = ""): StoredMetadata {
  const [configText, configDigest, version, digest, moments] = TEXTS.map((name) => texts.get(prefix + name));
  const config = configText === undefined ? {} : parseJson(configText, `${path}: ${prefix}config`);
  if (typeof config !== "object" || config === null || Array.isArray(config)) {
    throw new FormatError(`${path}: ${prefix}config`, "is not a JSON object");
  }
  return {
    ...(configText !== undefined && { config: config as JsonObject }),
    ...(configDigest !== undefined && { configDigest }),
    ...(version !== undefined && { version }),
    ...(digest !== undefined && { digest }),
    ...(moments !== undefined && { standardisation: momentsFromText(moments, `${path}: ${prefix}standardisation`) }),
  };
}

function momentsFromText(text: string, path: string): Moments {
  return momentsFrom(parseJson(text, path), path);
}

/** @throws FormatError unless it is an object with two finite numbers. */
export function momentsFrom(value: unknown, path: string): Moments {
  const { mean, std, ...others } = Object(value) as Record<string, unknown>;
  if (Number.isFinite(mean) && Number.isFinite(std) && Object.keys(others).length === 0) {
    return { mean: mean as number, std: std as number };
  }
  throw new FormatError(path, "is not an object with the numbers mean and std");
}

function timesFromText(text: string, length: number | undefined, path: string): Float64Array {
  const values = parseJson(text, path);
  if (!Array.isArray(values) || !values.every((value) => typeof value === "number" && Number.isFinite(value))) {
    throw new FormatError(path, "is not an array of numbers");
  }
  if (length !== undefined && values.length !== length) {
    throw new FormatError(path, `has ${values.length} values, and an example ${length} points`);
  }
  return Float64Array.from(values as number[]);
}
