import { type Decompression, type Fail, want } from "../decompression.js";
import type { HuffmanTable } from "./huffman.js";
import { readLiterals } from "./literals.js";
import { decodeSequences, initialState } from "./sequences.js";

const MAGIC = 0xfd2fb528;

/** No block has more. */
const MAX_BLOCK = 2 ** 17;

/** As much as the highest ordinary level (19) needs, and twice what decoders must take. */
const MAX_WINDOW = 2 ** 24;

const MAX_EXTRA = 2 ** 22;

const RAW = 0;
const RLE = 1;
const COMPRESSED = 2;

/**
 * Decompresses a Zstandard frame. Written because `fzstd`, the package that we know, trusts what it reads: a frame of 30
 * bytes keeps it busy for minutes, and matches from before the content are zeros to it.
 *
 * The checksum of the content, which neither Arrow nor Parquet has written, is passed over.
 *
 * @param size of the content, as what is around the frame says it.
 * @see https://www.rfc-editor.org/rfc/rfc8878
 */
export function* decompressZstdFrame(size: number, fail: Fail): Decompression {
  const { windowSize, hasChecksum } = yield* readHeader(size, fail);
  const maxBlock = Math.min(MAX_BLOCK, windowSize);
  // What is beyond the content can't be looked back at.
  const window = Math.min(windowSize, size);
  if (window > MAX_WINDOW) throw fail(`needs ${window} bytes of what precedes, more than ${MAX_WINDOW}`);
  // More than the window and a block, so that what is looked back at is seldom moved.
  const capacity = Math.min(size, window + Math.min(window, MAX_EXTRA) + 2 * MAX_BLOCK);
  const target = new Uint8Array(capacity);
  const literals = new Uint8Array(maxBlock);
  const state = initialState();
  let table: HuffmanTable | undefined;
  let position = 0;
  let total = 0;
  for (let isLast = false; !isLast; ) {
    const [low, middle, high] = (yield want(3)) as unknown as [number, number, number];
    isLast = (low & 1) === 1;
    const type = (low >> 1) & 3;
    const length = (low >> 3) | (middle << 5) | (high << 13);
    if (type > COMPRESSED || length > maxBlock) throw fail("has a block that no encoder makes");
    const block = yield want(type === RLE ? 1 : length);

    if (position + maxBlock > capacity && capacity < size) {
      target.copyWithin(0, position - window, position);
      position = window;
    }
    const limit = Math.min(position + maxBlock, capacity);
    let end = position + length;
    if (type === COMPRESSED) {
      const found = readLiterals(block, literals, table, fail);
      table = found.table;
      end = decodeSequences(block, found.end, found.bytes, state, target, position, limit, fail);
    } else if (end > limit) {
      throw fail(`has more content than ${size} bytes`);
    } else if (type === RAW) {
      target.set(block, position);
    } else {
      target.fill(block[0]!, position, end);
    }
    const output = target.subarray(position, end);
    position = end;
    total += output.length;
    if (total > size) throw fail(`has more content than ${size} bytes`);
    yield { output, wanted: 0 };
  }
  if (hasChecksum) yield want(4);
}

interface Header {
  /** How far back a match can begin. */
  readonly windowSize: number;
  readonly hasChecksum: boolean;
}

function* readHeader(size: number, fail: Fail): Generator<ReturnType<typeof want>, Header, Uint8Array> {
  const fixed = yield want(5);
  if (new DataView(fixed.buffer, fixed.byteOffset).getUint32(0, true) !== MAGIC) throw fail("is not a Zstandard frame");
  const flags = fixed[4]!;
  const isSingleSegment = (flags & 32) !== 0;
  if ((flags & 8) !== 0) throw fail("has a header that is not known");
  const windowSize = isSingleSegment ? size : sizeOfWindow((yield want(1))[0]!);
  const dictionary = yield want([0, 1, 2, 4][flags & 3]!);
  if (dictionary.some((byte) => byte !== 0)) throw fail("needs a dictionary");
  const sizeWidth = [isSingleSegment ? 1 : 0, 2, 4, 8][flags >> 6]!;
  if (sizeWidth > 0) {
    let announced = 0;
    for (const byte of Uint8Array.from(yield want(sizeWidth)).reverse()) announced = announced * 256 + byte;
    if (sizeWidth === 2) announced += 256;
    if (announced !== size) throw fail(`says that its content is ${announced} bytes long, not ${size}`);
  }
  return { windowSize, hasChecksum: (flags & 4) !== 0 };
}

function sizeOfWindow(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}
