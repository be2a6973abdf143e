import { Damage } from "./damage.js";

/** Up to this length a loop is faster than a call. */
const SHORT = 24;

/**
 * Decompresses a Snappy block into `output`, which it must fill. Written here because decoders in JavaScript trust what
 * they read: a length that goes negative in one of them sends it back, for ever.
 *
 * @throws Damage
 * @see https://github.com/google/snappy/blob/main/format_description.txt
 */
export function snappyDecompress(input: Uint8Array, output: Uint8Array): void {
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
  if (size !== output.length) throw new Damage(`has Snappy data of ${size} bytes, not ${output.length}`);

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
}
