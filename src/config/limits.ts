// How large a dataset can be: the same when it is made, written and read, so that what is written can be read. Readers need
// these bounds against files that announce anything.

/** The largest seed, and the most that NumPy's `choice` draws from. */
export const MAX_UINT32 = 0xffffffff;

/** Points per example: 16 MB of float64, which is the largest chunk. */
export const MAX_POINTS: number = 1 << 21;

/** Templates: each becomes an array of its own. */
export const MAX_CLASSES: number = 1 << 16;

/** Values of all templates together. */
export const MAX_TEMPLATE_VALUES: number = 1 << 21;

/** Shifted test splits: more than anybody will look at, and each is drawn anew. */
export const MAX_SHIFTS = 1000;

/** A config as JSON text. Without templates it has 300. */
export const MAX_CONFIG_BYTES = 16_000_000;

/** A config is two or three levels deep; who walks one may use a call for each. */
export const MAX_JSON_DEPTH = 32;

/**
 * What a file of Parquet or Arrow says of itself: the longest config and time axis (22 bytes a point), as they are and
 * once more in base 64, and some 500 bytes for each part of the file.
 */
export const MAX_METADATA_BYTES: number = 1 << 28;

/** A row of text: 25 bytes for each point, and a comma. */
export const MAX_ROW_BYTES: number = 1 << 26;

/** Files of one split, in names with five digits. */
export const MAX_FILES_OF_SPLIT = 99_999;

/** 67 bytes for each block of 4,096 examples: this is a manifest of 30 billion, and of as much text as fits a string. */
export const MAX_MANIFEST_BYTES = 500_000_000;

/** More shards than their names have digits for. */
export const MAX_SHARDS = 99_999;

/** More threads than any machine has cores: each takes 20 MB. */
export const MAX_WORKERS = 512;
