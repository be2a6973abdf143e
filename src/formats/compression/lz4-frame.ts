import { type Decompression, type Fail, want } from "./decompression.js";
import { decodeLz4Block } from "./lz4-block.js";
import { createXxh32 } from "./xxh32.js";

const MAGIC = 0x184d2204;

/** How far back a match can begin. */
const WINDOW = 65_536;

/** Greatest size of a block, by the code of the header. */
const BLOCK_SIZES: Readonly<Record<number, number>> = { 4: 2 ** 16, 5: 2 ** 18, 6: 2 ** 20, 7: 2 ** 22 };

/**
 * Decompresses an LZ4 frame, of which it checks all checksums.
 *
 * @param size of the content, as what is around the frame says it.
 * @see https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
 */
export function* decompressLz4Frame(size: number, fail: Fail): Decompression {
  const header = yield* readHeader(size, fail);
  const { blockSize, hasBlockChecksums, hasContentChecksum, areIndependent } = header;
  // No more than the content needs, whatever the header says.
  const target = new Uint8Array(WINDOW + Math.min(blockSize, size));
  const checksum = createXxh32();
  let start = 0; // of the next block in the target
  for (let total = 0; ; ) {
    const word = uint32(yield want(4));
    if (word === 0) break;
    const [isStored, length] = [word >>> 31 === 1, word & 0x7fffffff];
    if (length > blockSize) throw fail(`has a block of ${length} bytes, which is more than its header says`);
    const bytes = yield want(length + (hasBlockChecksums ? 4 : 0));
    const block = bytes.subarray(0, length);
    if (hasBlockChecksums && uint32(bytes.subarray(length)) !== xxh32(block)) throw fail("has a wrong checksum");

    if (areIndependent) start = 0;
    if (start > WINDOW) {
      target.copyWithin(0, start - WINDOW, start);
      start = WINDOW;
    }
    let end = start + length;
    if (!isStored) end = decodeLz4Block(block, target, start, fail);
    else if (end > target.length) throw fail(`has more content than ${size} bytes`);
    else target.set(block, start);
    const output = target.subarray(start, end);
    total += output.length;
    if (output.length > blockSize || total > size) throw fail(`has more content than ${size} bytes`);
    if (hasContentChecksum) checksum.update(output);
    start = end;
    yield { output, wanted: 0 };
  }
  if (hasContentChecksum && uint32(yield want(4)) !== checksum.digest()) throw fail("has a wrong checksum");
}

interface Header {
  readonly blockSize: number;
  readonly areIndependent: boolean;
  readonly hasBlockChecksums: boolean;
  readonly hasContentChecksum: boolean;
}

function* readHeader(size: number, fail: Fail): Generator<ReturnType<typeof want>, Header, Uint8Array> {
  const fixed = Uint8Array.from(yield want(6));
  if (uint32(fixed) !== MAGIC) throw fail("is not an LZ4 frame");
  const [flags, descriptor] = [fixed[4]!, fixed[5]!];
  // Version 1; no reserved bit, and no dictionary, which would be elsewhere.
  const blockSize = BLOCK_SIZES[descriptor >> 4];
  if (flags >> 6 !== 1 || (flags & 3) !== 0 || (descriptor & 15) !== 0 || blockSize === undefined) {
    throw fail("has an LZ4 header that is not known");
  }
  const hasSize = (flags & 8) !== 0;
  const sizeField = hasSize ? Uint8Array.from(yield want(8)) : new Uint8Array(0);
  const [checksum] = yield want(1);
  if (((xxh32(fixed.subarray(4), sizeField) >> 8) & 255) !== checksum) throw fail("has a header with a wrong checksum");
  if (hasSize && new DataView(sizeField.buffer).getBigUint64(0, true) !== BigInt(size)) {
    throw fail(`does not say that its content is ${size} bytes long`);
  }
  return {
    blockSize,
    areIndependent: (flags & 32) !== 0,
    hasBlockChecksums: (flags & 16) !== 0,
    hasContentChecksum: (flags & 4) !== 0,
  };
}

function uint32(bytes: Uint8Array): number {
  return (bytes[0]! | (bytes[1]! << 8) | (bytes[2]! << 16) | (bytes[3]! << 24)) >>> 0;
}

function xxh32(...parts: Uint8Array[]): number {
  const hash = createXxh32();
  for (const part of parts) hash.update(part);
  return hash.digest();
}
