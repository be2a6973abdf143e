import { Damage } from "../damage.js";
import { ForwardInput } from "../forward-input.js";
import { forwardSource, type Source } from "../source.js";

const MAGIC = 0x184d2204;

/** How far back a match can begin. */
const WINDOW = 65_536;

/** Greatest size of a block, by the code of the header. */
const BLOCK_SIZES: Readonly<Record<number, number>> = { 4: 2 ** 16, 5: 2 ** 18, 6: 2 ** 20, 7: 2 ** 22 };

/** Compressed bytes that are read at once, or more where a block has more. */
const READ_AHEAD = 2 ** 18;

/** The content of a source that is an LZ4 frame. No more than some MB of it are in memory. @param size as others say it. */
export function lz4Content(frame: Source, size: number): Source {
  return forwardSource(frame.path, size, () => decompressLz4(frame, size));
}

/**
 * Decompresses an LZ4 frame block by block, and checks all of its checksums.
 *
 * @param size of the content, which it must have.
 * @returns pieces of the content, each overwritten by the next.
 * @throws Damage
 * @see https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
 */
export async function* decompressLz4(frame: Source, size: number): AsyncGenerator<Uint8Array, void, void> {
  const input = new ForwardInput(frame, 0, frame.size, READ_AHEAD);
  const take = async (length: number): Promise<Uint8Array> => {
    if (length > input.left) throw damage("is cut off");
    return input.take(length);
  };
  const { blockSize, areIndependent, hasBlockChecksums, hasContentChecksum } = await readHeader(take, size);
  // No more than the content needs, whatever the header says.
  const target = new Uint8Array(WINDOW + Math.min(blockSize, size));
  const checksum = createXxh32();
  let start = 0; // of the next block in the target
  let left = size;
  for (;;) {
    const word = uint32(await take(4));
    if (word === 0) break;
    const [isStored, length] = [word >>> 31 === 1, word & 0x7fffffff];
    if (length > blockSize) throw damage(`has a block of ${length} bytes, which is more than its header says`);
    const bytes = await take(length + (hasBlockChecksums ? 4 : 0));
    const block = bytes.subarray(0, length);
    if (hasBlockChecksums) checkSum(bytes.subarray(length), createXxh32().update(block));

    if (areIndependent) start = 0;
    if (start > WINDOW) {
      target.copyWithin(0, start - WINDOW, start);
      start = WINDOW;
    }
    let end = start + length;
    if (!isStored) end = decodeBlock(block, target, start);
    else if (end <= target.length) target.set(block, start);
    left -= end - start;
    if (end - start > blockSize || left < 0) throw damage(`has more content than ${size} bytes`);
    const output = target.subarray(start, end);
    if (hasContentChecksum) checksum.update(output);
    start = end;
    yield output;
  }
  if (hasContentChecksum) checkSum(await take(4), checksum);
  if (left > 0) throw damage(`ends ${left} bytes early`);
  if (input.left > 0) throw damage(`ends ${input.left} bytes before the buffer`);
}

function damage(problem: string): Damage {
  return new Damage(`has a buffer whose LZ4 frame ${problem}`);
}

function checkSum(stored: Uint8Array, found: Xxh32): void {
  if (uint32(stored) !== found.digest()) throw damage("has a wrong checksum");
}

async function readHeader(take: (length: number) => Promise<Uint8Array>, size: number) {
  const fixed = Uint8Array.from(await take(6));
  if (uint32(fixed) !== MAGIC) throw damage("is not an LZ4 frame");
  const [flags, descriptor] = [fixed[4]!, fixed[5]!];
  // Version 1; no reserved bit, and no dictionary, which would be elsewhere.
  const blockSize = BLOCK_SIZES[descriptor >> 4];
  if (flags >> 6 !== 1 || (flags & 3) !== 0 || (descriptor & 15) !== 0 || blockSize === undefined) {
    throw damage("has an LZ4 header that is not known");
  }
  const hasSize = (flags & 8) !== 0;
  const sizeField = Uint8Array.from(await take(hasSize ? 8 : 0));
  const hash = createXxh32().update(fixed.subarray(4)).update(sizeField).digest();
  const [checksum] = await take(1);
  if (((hash >> 8) & 255) !== checksum) throw damage("has a header with a wrong checksum");
  if (hasSize && new DataView(sizeField.buffer).getBigUint64(0, true) !== BigInt(size)) {
    throw damage(`does not say that its content is ${size} bytes long`);
  }
  return {
    blockSize,
    areIndependent: (flags & 32) !== 0,
    hasBlockChecksums: (flags & 16) !== 0,
    hasContentChecksum: (flags & 4) !== 0,
  };
}

function uint32(bytes: Uint8Array): number {
  return word(bytes, 0) >>> 0;
}

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
function decodeBlock(block: Uint8Array, target: Uint8Array, start: number): number {
  const { length } = block;
  let from = 0;
  let to = start;

  /** A length of 15 goes on in the bytes that follow, up to one that is not 255. */
  const longLength = (length4: number): number => {
    let count = length4;
    let byte = length4 === 15 ? 255 : 0;
    while (byte === 255) {
      if (from >= length) throw damage("has a block that is cut off");
      byte = block[from++]!;
      count += byte;
    }
    return count;
  };

  for (;;) {
    if (from >= length) throw damage("has a block that is cut off");
    const token = block[from++]!;
    const literals = longLength(token >> 4);
    if (from + literals > length) throw damage("has a block that is cut off");
    if (to + literals > target.length) throw damage("has a block with more in it than it may have");
    if (literals < 32) for (let i = 0; i < literals; i++) target[to + i] = block[from + i]!;
    else target.set(block.subarray(from, from + literals), to);
    from += literals;
    to += literals;
    if (from === length) return to; // the last sequence is of literals alone

    if (from + 2 > length) throw damage("has a block that is cut off");
    const distance = block[from]! | (block[from + 1]! << 8);
    from += 2;
    const match = longLength(token & 15) + MIN_MATCH;
    if (distance === 0 || distance > to) throw damage("has a match that begins before the content");
    if (to + match > target.length) throw damage("has a block with more in it than it may have");
    // Byte by byte, since a match may overlap what it makes.
    if (match < 32 || distance < match) for (let i = 0; i < match; i++) target[to + i] = target[to + i - distance]!;
    else target.copyWithin(to, to - distance, to - distance + match);
    to += match;
  }
}

// Primes of the algorithm, as signed 32-bit integers, which is what Math.imul gives.
const P1 = 0x9e3779b1 | 0;
const P2 = 0x85ebca77 | 0;
const P3 = 0xc2b2ae3d | 0;
const P4 = 0x27d4eb2f | 0;
const P5 = 0x165667b1 | 0;

const STRIPE = 16;

interface Xxh32 {
  update(bytes: Uint8Array): Xxh32;
  digest(): number;
}

/**
 * XXH32 with seed 0, of bytes that come in parts.
 *
 * @see https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
 */
export function createXxh32(): Xxh32 {
  const lanes = Int32Array.of(P1 + P2, P2, 0, -P1);
  const rest = new Uint8Array(STRIPE);
  let restLength = 0;
  let total = 0;

  const hash: Xxh32 = {
    update(bytes) {
      total += bytes.length;
      let at = 0;
      if (restLength > 0) {
        at = Math.min(STRIPE - restLength, bytes.length);
        rest.set(bytes.subarray(0, at), restLength);
        restLength += at;
        if (restLength < STRIPE) return hash;
        mixStripes(lanes, rest, 0);
      }
      at = mixStripes(lanes, bytes, at);
      rest.set(bytes.subarray(at));
      restLength = bytes.length - at;
      return hash;
    },
    digest() {
      const [a, b, c, d] = lanes as unknown as [number, number, number, number];
      let sum = total < STRIPE ? P5 : rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18);
      sum = (sum + total) | 0;
      let at = 0;
      for (; at + 4 <= restLength; at += 4) sum = Math.imul(rotate(sum + Math.imul(word(rest, at), P3), 17), P4);
      for (; at < restLength; at++) sum = Math.imul(rotate(sum + Math.imul(rest[at]!, P5), 11), P1);
      sum = Math.imul(sum ^ (sum >>> 15), P2);
      sum = Math.imul(sum ^ (sum >>> 13), P3);
      return (sum ^ (sum >>> 16)) >>> 0;
    },
  };
  return hash;
}

/** Mixes the whole stripes from `at` on into the lanes. @returns where they end. */
function mixStripes(lanes: Int32Array, bytes: Uint8Array, at: number): number {
  let [a, b, c, d] = lanes as unknown as [number, number, number, number];
  let i = at;
  for (; i + STRIPE <= bytes.length; i += STRIPE) {
    a = Math.imul(rotate(a + Math.imul(word(bytes, i), P2), 13), P1);
    b = Math.imul(rotate(b + Math.imul(word(bytes, i + 4), P2), 13), P1);
    c = Math.imul(rotate(c + Math.imul(word(bytes, i + 8), P2), 13), P1);
    d = Math.imul(rotate(d + Math.imul(word(bytes, i + 12), P2), 13), P1);
  }
  lanes.set([a, b, c, d]);
  return i;
}

function word(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
