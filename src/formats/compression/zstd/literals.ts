import type { Fail } from "../decompression.js";
import { decodeHuffman, type HuffmanTable, readHuffmanTable } from "./huffman.js";

/** The literals of a block. */
export interface Literals {
  readonly bytes: Uint8Array;
  /** Where they end in the block. */
  readonly end: number;
  /** The table that the next block can use again. */
  readonly table: HuffmanTable | undefined;
}

const RAW = 0;
const RLE = 1;
const TREELESS = 3;

/**
 * Decodes the literals section of a block.
 *
 * @param target as large as a block can be; reused for the next.
 * @param previous the table of the block before.
 * @see https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1.3.1
 */
export function readLiterals(
  block: Uint8Array,
  target: Uint8Array,
  previous: HuffmanTable | undefined,
  fail: Fail,
): Literals {
  const type = block[0]! & 3;
  const format = (block[0]! >> 2) & 3;
  const start = headerLength(type, format);
  if (start > block.length) throw fail("has a block that is cut off");
  const header = (block[0]! | (block[1]! << 8) | (block[2]! << 16) | (block[3]! << 24)) >>> 0;

  if (type === RAW || type === RLE) {
    const size = [(header >>> 3) & 31, (header >>> 4) & 0xfff, (header >>> 4) & 0xfffff][start - 1]!;
    const end = start + (type === RLE ? 1 : size);
    if (size > target.length || end > block.length) throw fail("has a block that is cut off");
    const bytes = type === RAW ? block.subarray(start, end) : target.subarray(0, size).fill(block[start]!);
    return { bytes, end, table: previous };
  }

  const width = [10, 10, 14, 18][format]!;
  const size = (header >>> 4) & ((1 << width) - 1);
  // Of 18 bits, the last are in a fifth byte.
  const packed = width === 18 ? (header >>> 22) | (block[4]! << 10) : (header >>> (4 + width)) & ((1 << width) - 1);
  const end = start + packed;
  if (size > target.length || end > block.length) throw fail("has a block that is cut off");
  const [table, at] = type === TREELESS ? [previous, start] : readHuffmanTable(block, start, end, fail);
  if (table === undefined) throw fail("uses a table of codes before there is one");
  const bytes = target.subarray(0, size);
  if (format === 0) decodeHuffman(block, at, end, table, bytes, fail);
  else decodeFourStreams(block, at, end, table, bytes, fail);
  return { bytes, end, table };
}

function headerLength(type: number, format: number): number {
  if (type === RAW || type === RLE) return format === 1 ? 2 : format === 3 ? 3 : 1;
  return [3, 3, 4, 5][format]!;
}

/** Of which the first three have the same size, and the lengths of three stand before them. */
function decodeFourStreams(
  block: Uint8Array,
  start: number,
  end: number,
  table: HuffmanTable,
  target: Uint8Array,
  fail: Fail,
): void {
  const quarter = (target.length + 3) >> 2;
  if (end - start < 6 || target.length < 3 * quarter) throw fail("has literals that are cut off");
  let at = start + 6;
  for (let i = 0; i < 4; i++) {
    const next = i === 3 ? end : at + (block[start + 2 * i]! | (block[start + 2 * i + 1]! << 8));
    if (next > end) throw fail("has literals that are cut off");
    decodeHuffman(block, at, next, table, target.subarray(i * quarter, i === 3 ? undefined : (i + 1) * quarter), fail);
    at = next;
  }
}
