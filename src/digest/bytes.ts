// The digests are over little-endian bytes, and so are all formats; typed arrays have the platform's order.
if (new Uint8Array(Uint16Array.of(1).buffer)[0] !== 1) throw new Error("mnist1d needs a little-endian platform");

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

/** SHA-256 by the platform's Web Crypto: native speed, off the main thread in Node, the same in browsers. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await globalThis.crypto.subtle.digest("SHA-256", bytes));
}

export function hexFromBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function bytesFromHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}
