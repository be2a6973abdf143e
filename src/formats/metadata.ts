import { jsonText } from "../config/config-json.js";
import type { DatasetInfo } from "./format.js";

/** How the keys of ours begin. */
export const PREFIX = "mnist1d.";

/** What Arrow and Parquet files say of themselves besides the digest, which is known at the end only. */
export function metadataOf(info: DatasetInfo): [key: string, value: string][] {
  const entries: [key: string, value: string | undefined][] = [
    ["mnist1d.version", info.version],
    ["mnist1d.config", info.config && jsonText(info.config)],
    ["mnist1d.config_digest", info.configDigest],
    ["mnist1d.t", info.t && jsonText(Array.from(info.t))],
    ["mnist1d.standardisation", info.standardisation && jsonText(info.standardisation)],
  ];
  return entries.filter((entry): entry is [string, string] => entry[1] !== undefined);
}

/** The key of the digest of the whole dataset, also in a file that has one split of it. */
export const DIGEST_KEY = "mnist1d.digest";

/** Whether two pieces of metadata are the same, with their keys in the same order, and numbers to the last bit. */
export function sameMetadata(a: unknown, b: unknown): boolean {
  const [one, other] = [itemsOf(a), itemsOf(b)];
  if (one === undefined || other === undefined) return Object.is(a, b);
  if (one.length !== other.length || isList(a) !== isList(b)) return false;
  for (let i = 0; i < one.length; i++) if (!sameMetadata(one[i], other[i])) return false;
  return true;
}

/** The elements of a list, or the entries of an object; undefined of what has none. */
function itemsOf(value: unknown): ArrayLike<unknown> | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return isList(value) ? value : Object.entries(value).filter(([, entry]) => entry !== undefined);
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}
