import { jsonText } from "../config/config-json.js";
import type { DatasetInfo } from "./format.js";
import { textFromNumber } from "./number-text.js";

/** How the keys of ours begin. */
export const PREFIX = "mnist1d.";

/** What Arrow and Parquet files say of themselves besides the digest, which is known at the end only. */
export function metadataOf(info: DatasetInfo): [key: string, value: string][] {
  const entries: [key: string, value: string | undefined][] = [
    ["mnist1d.version", info.version],
    ["mnist1d.config", info.config && jsonText(info.config)],
    ["mnist1d.config_digest", info.configDigest],
    ["mnist1d.t", info.t && jsonText(Array.from(info.t))],
  ];
  return entries.filter((entry): entry is [string, string] => entry[1] !== undefined);
}

/** The key of the digest of the whole dataset, also in a file that has one split of it. */
export const DIGEST_KEY = "mnist1d.digest";

/** Whether two pieces of metadata are the same, numbers to the last bit. */
export function sameMetadata(a: unknown, b: unknown): boolean {
  return exactText(a) === exactText(b);
}

function exactText(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) => {
    if (ArrayBuffer.isView(entry)) return Array.from(entry as Float64Array, textFromNumber);
    return typeof entry === "number" ? textFromNumber(entry) : entry;
  });
}
