import type { Fail } from "./decompression.js";

/** A match is this long at least, and can't be nearer than this to the end. */
const MIN_MATCH = 4;

/**
 * Decodes an LZ4 block.
 *
 * @param target what precedes `start` in it is the content before, which matches can copy from, 64 kB back.
 * @param start where the content goes.
 * @returns where the content ends.
 * @see https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
 */
export function decodeLz4Block(block: Uint8Array, target: Uint8Array, start: number, fail: Fail): number {
  const { length } = block;
  let from = 0;
  let to = start;

  /** A length of 15 goes on in the bytes that follow, up to one that is not 255. */
  const longLength = (length4: number): number => {
    let count = length4;
    let byte = length4 === 15 ? 255 : 0;
    while (byte === 255) {
      if (from >= length) throw fail("has a block that is cut off");
      byte = block[from++]!;
      count += byte;
    }
    return count;
  };

  for (;;) {
    if (from >= length) throw fail("has a block that is cut off");
    const token = block[from++]!;
    const literals = longLength(token >> 4);
    if (from + literals > length) throw fail("has a block that is cut off");
    if (to + literals > target.length) throw fail("has a block with more in it than it may have");
    if (literals < 32) for (let i = 0; i < literals; i++) target[to + i] = block[from + i]!;
    else target.set(block.subarray(from, from + literals), to);
    from += literals;
    to += literals;
    if (from === length) return to; // the last sequence is of literals alone

    if (from + 2 > length) throw fail("has a block that is cut off");
    const distance = block[from]! | (block[from + 1]! << 8);
    from += 2;
    const match = longLength(token & 15) + MIN_MATCH;
    if (distance === 0 || distance > to) throw fail("has a match that begins before the content");
    if (to + match > target.length) throw fail("has a block with more in it than it may have");
    // Byte by byte, since a match may overlap what it makes.
    if (match < 32 || distance < match) for (let i = 0; i < match; i++) target[to + i] = target[to + i - distance]!;
    else target.copyWithin(to, to - distance, to - distance + match);
    to += match;
  }
}
