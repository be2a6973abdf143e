/** Beside the shards: the manifest of a dataset that is replaced. While it is there, its files are to be removed. */
export const REPLACED_FILE = ".replaced.json";

/** Beside the shards: a file of the merged dataset, as it is written. */
export const UNFINISHED_FILE = ".unfinished";

/** What a merge leaves beside the shards when it is cut off. */
export const NOTES: readonly string[] = [REPLACED_FILE, UNFINISHED_FILE];
