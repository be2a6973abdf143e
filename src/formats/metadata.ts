import type { DatasetInfo } from "./format.js";

/** What Arrow and Parquet files say of themselves besides the digest, which is known at the end only. */
export function metadataOf(info: DatasetInfo): [key: string, value: string][] {
  return [
    ["mnist1d.version", info.version],
    ["mnist1d.config", JSON.stringify(info.config)],
    ["mnist1d.t", JSON.stringify(Array.from(info.t))],
  ];
}

/** The key of the digest of the whole dataset, also in a file that has one split of it. */
export const DIGEST_KEY = "mnist1d.digest";
