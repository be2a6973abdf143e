import { gunzipSync } from "node:zlib";
import { decompressZstd, loadZstd } from "../compression/zstd.js";
import { Damage } from "../damage.js";
import type { Codec } from "./metadata.js";

/** A way to compress pages. */
export interface Decompressor {
  /** Bytes that one byte can become at most. */
  readonly maxRatio: number;
  /** To be awaited before the first page. */
  load?(): Promise<void>;
  /** @param size of what it must become. @throws Damage */
  decompress(input: Uint8Array, size: number): Uint8Array;
}

/** The codecs that are supported. */
export const DECOMPRESSORS: Readonly<Partial<Record<Codec, Decompressor>>> = {
  // At best 64 bytes from 3.
  SNAPPY: { maxRatio: 22, decompress: unsnappy },
  // At best 258 bytes from 2 bits.
  GZIP: { maxRatio: 1032, decompress: gunzip },
  // At best 128 kB from 4 bytes.
  ZSTD: { maxRatio: 32_768, load: loadZstd, decompress: decompressZstd },
};

function gunzip(input: Uint8Array, size: number): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = gunzipSync(input, { maxOutputLength: Math.max(1, size) });
  } catch (error) {
    throw new Damage(`has gzip data that does not decompress: ${error instanceof Error ? error.message : error}`);
  }
  if (bytes.length !== size) throw new Damage(`has gzip data of ${bytes.length} bytes, not ${size}`);
  return bytes;
}

/** Up to this length a loop is faster than a call. */
const SHORT = 24;

/**
 * Decompresses a Snappy block. Written here because decoders in JavaScript trust what
 * they read: a length that goes negative in one of them sends it back, for ever.
 *
 * @throws Damage
 * @see https://github.com/google/snappy/blob/main/format_description.txt
 */
function unsnappy(input: Uint8Array, expected: number): Uint8Array {
  let from = 0;
  let to = 0;
  const bytes = (count: number): number => {
    let value = 0;
    for (let i = 0; i < count; i++) value += input[from + i]! * 2 ** (8 * i);
    from += count;
    if (from > input.length) throw new Damage("has Snappy data that is cut off");
    return value;
  };
  const fits = (length: number): void => {
    if (length > output.length - to) throw new Damage("has Snappy data of more bytes than it says");
  };

  let size = 0;
  for (let factor = 1, byte = 0x80; byte >= 0x80; factor *= 0x80) {
    if (factor > 2 ** 28) throw new Damage("has Snappy data without a size");
    byte = bytes(1);
    size += (byte & 0x7f) * factor;
  }
  if (size !== expected) throw new Damage(`has Snappy data of ${size} bytes, not ${expected}`);
  const output = new Uint8Array(size);

  while (from < input.length) {
    const tag = input[from++]!;
    const high = tag >> 2;
    if ((tag & 3) === 0) {
      const length = 1 + (high < 60 ? high : bytes(high - 59));
      if (length > input.length - from) throw new Damage("has Snappy data that is cut off");
      fits(length);
      if (length <= SHORT) for (let i = 0; i < length; i++) output[to + i] = input[from + i]!;
      else output.set(input.subarray(from, from + length), to);
      from += length;
      to += length;
    } else {
      const isNear = (tag & 3) === 1;
      const length = isNear ? 4 + (high & 7) : 1 + high;
      const offset = isNear ? (high >> 3) * 256 + bytes(1) : bytes((tag & 3) === 2 ? 2 : 4);
      if (offset === 0 || offset > to) throw new Damage("has Snappy data that refers to bytes before its beginning");
      fits(length);
      for (const end = to + length; to < end; to++) output[to] = output[to - offset]!;
    }
  }
  if (to !== size) throw new Damage("has Snappy data of fewer bytes than it says");
  return output;
}
