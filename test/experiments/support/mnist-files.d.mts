/** An IDX file of bytes. */
export function idxOf(shape: readonly number[], values: Uint8Array): Buffer;

/** Writes MNIST's digits of the package `mnist` as two IDX files. @returns the path of the images. */
export function writeMnist(folder: string): string;
