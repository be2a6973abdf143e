/** The memory of a typed array, as bytes; not a copy. */
export function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** Labels as 64-bit integers, which the digest is over and every format stores. */
export function int64FromLabels(labels: Int32Array | readonly number[]): BigInt64Array {
  const words = new Int32Array(labels.length * 2);
  for (let i = 0; i < labels.length; i++) {
    words[2 * i] = labels[i]!;
    words[2 * i + 1] = labels[i]! >> 31; // sign extension
  }
  return new BigInt64Array(words.buffer);
}
