import type { StoredMetadata } from "./format.js";
import { FormatError } from "./format-error.js";
import { PREFIX } from "./metadata.js";
import { printable } from "./printable.js";
import { configFromText } from "./stored-config.js";
import { parseJson } from "./text/json-value.js";

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
  const take = (name: string): string | undefined => {
    const value = own.get(PREFIX + name);
    own.delete(PREFIX + name);
    return value;
  };
  const config = take("config");
  const configDigest = take("config_digest");
  const version = take("version");
  const digest = take("digest");
  const t = take("t");
  const [unknown] = own.keys();
  if (unknown !== undefined) {
    const hint = version === undefined ? undefined : `mnist1d ${printable(version)} wrote it: one as new may know it.`;
    throw new FormatError(path, `has metadata ${printable(unknown)}, which nothing is known of`, hint);
  }
  return {
    ...(config !== undefined && { config: configFromText(config, `${path}: ${PREFIX}config`) }),
    ...(configDigest !== undefined && { configDigest }),
    ...(version !== undefined && { version }),
    ...(digest !== undefined && { digest }),
    ...(t !== undefined && { t: timesFromText(t, length, `${path}: ${PREFIX}t`) }),
  };
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
