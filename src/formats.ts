/** Datasets as files in memory, wherever JavaScript runs: `mnist1d` makes them, `mnist1d/node` writes them to a disk. */
export { type EncodedFile, encode } from "./dataset/write/encode.js";
export type { FormatName } from "./formats/format.js";
