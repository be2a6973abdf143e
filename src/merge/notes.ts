import { MANIFEST_FILE } from "../dataset/manifest.js";

/** Beside the shards: the manifest of a dataset that is replaced. While it is there, its files are to be removed. */
export const REPLACED_FILE = ".replaced.json";

/** Beside the shards: the manifest of the merged dataset, as it is written. */
export const UNFINISHED_FILE = `.${MANIFEST_FILE}`;

/** What a merge leaves beside the shards when it is cut off. */
export const NOTES: readonly string[] = [REPLACED_FILE, UNFINISHED_FILE];
