/** Bytes in an array of some dimensions, as MNIST's files have them. */
export interface IdxBytes {
  readonly shape: readonly number[];
  /** In C order. A view. */
  readonly values: Uint8Array;
}

/** A file that is none of IDX, or not one of bytes. The message goes on after the file's name. */
export class IdxError extends Error {
  override readonly name = "IdxError";
}

/** The type of unsigned bytes. */
const BYTES = 8;

/**
 * Reads an IDX file: two zeros, the type, the number of dimensions, each as a big-endian integer, and the values.
 * @throws IdxError
 * @see https://yann.lecun.org/exdb/mnist/
 */
export function parseIdx(file: Uint8Array): IdxBytes {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const dimensions = file[3] ?? 0;
  const start = 4 + 4 * dimensions;
  if (file.length < 4 || file[0] !== 0 || file[1] !== 0 || dimensions === 0 || file.length < start) {
    throw new IdxError("is no IDX file, which begins with two zeros, a type and a number of dimensions");
  }
  if (file[2] !== BYTES) throw new IdxError(`is an IDX file of the type ${file[2]}, not of bytes (${BYTES})`);
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const count = shape.reduce((product, length) => product * length, 1);
  const found = file.length - start;
  if (found !== count) throw new IdxError(`says that it has ${shape.join(" × ")} bytes, and has ${found}`);
  return { shape, values: file.subarray(start) };
}
