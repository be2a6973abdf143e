import type { Fail } from "../decompression.js";
import { bitsBefore, bitsOf } from "./backward-bits.js";
import { readFseTable } from "./fse-table.js";

/** What each of the next bits of a stream stand for: a byte, and in the bits above how many they are. */
export interface HuffmanTable {
  /** Bits that are looked at. */
  readonly log: number;
  readonly entries: Uint16Array;
}

const MAX_LOG = 11;
const MAX_SYMBOLS = 256;

/**
 * Reads the description of a table.
 *
 * @returns where it ends.
 * @see https://www.rfc-editor.org/rfc/rfc8878#section-4.2.1
 */
export function readHuffmanTable(
  bytes: Uint8Array,
  start: number,
  end: number,
  fail: Fail,
): [table: HuffmanTable, end: number] {
  if (start >= end) throw fail("has a block that is cut off");
  const header = bytes[start]!;
  const weights = new Uint8Array(MAX_SYMBOLS);
  const isPacked = header >= 128;
  const count = header - 127;
  const tableEnd = start + 1 + (isPacked ? (count + 1) >> 1 : header);
  if (tableEnd > end) throw fail("has a block that is cut off");
  if (isPacked) {
    for (let i = 0; i < count; i++) weights[i] = (bytes[start + 1 + (i >> 1)]! >> (i % 2 === 0 ? 4 : 0)) & 15;
    return [huffmanTable(weights, count, fail), tableEnd];
  }
  return [huffmanTable(weights, readWeights(bytes, start + 1, tableEnd, weights, fail), fail), tableEnd];
}

/** Two states take turns, until there are no bits for one of them to go on. @returns how many weights there are. */
function readWeights(bytes: Uint8Array, start: number, end: number, weights: Uint8Array, fail: Fail): number {
  const [{ log, symbols, bits, bases }, at] = readFseTable(bytes, start, end, 6, MAX_LOG + 1, fail);
  let bit = bitsBefore(bytes, at, end, fail);
  const read = (count: number) => {
    bit -= count;
    return bit < 0 ? -1 : bitsOf(bytes, at * 8 + bit, count);
  };
  let [state, other] = [read(log), read(log)];
  if (other < 0) throw fail("has weights that are cut off");
  for (let count = 0; count < MAX_SYMBOLS - 2; count++) {
    weights[count] = symbols[state]!;
    const more = read(bits[state]!);
    if (more < 0) {
      weights[count + 1] = symbols[other]!;
      return count + 2;
    }
    [state, other] = [other, bases[state]! + more];
  }
  throw fail("has more weights than there are bytes");
}

/** @param count of the weights that are given; that of the last symbol follows from them. */
function huffmanTable(weights: Uint8Array, count: number, fail: Fail): HuffmanTable {
  let sum = 0;
  for (let i = 0; i < count; i++) {
    if (weights[i]! > MAX_LOG) throw fail("has a code that is too long");
    sum += (1 << weights[i]!) >> 1;
  }
  const log = 32 - Math.clz32(sum);
  const rest = (1 << log) - sum;
  if (sum === 0 || log > MAX_LOG || (rest & (rest - 1)) !== 0) throw fail("has codes that do not add up");
  weights[count] = 32 - Math.clz32(rest);
  // The longest codes come in pairs, and there are some: else all codes would be longer than they need.
  if (weights.indexOf(1) < 0) throw fail("has codes that do not add up");

  const entries = new Uint16Array(1 << log);
  let at = 0;
  for (let weight = 1; weight <= log; weight++) {
    for (let symbol = 0; symbol <= count; symbol++) {
      if (weights[symbol] !== weight) continue;
      const end = at + (1 << (weight - 1));
      entries.fill(symbol | ((log + 1 - weight) << 8), at, end);
      at = end;
    }
  }
  return { log, entries };
}

/** Decodes a stream, which is read from its end, until the target is full; no bit may be left then. */
export function decodeHuffman(
  bytes: Uint8Array,
  start: number,
  end: number,
  { log, entries }: HuffmanTable,
  target: Uint8Array,
  fail: Fail,
): void {
  const mask = (1 << log) - 1;
  const base = start * 8 - log;
  let bit = bitsBefore(bytes, start, end, fail);
  for (let i = 0; i < target.length; i++) {
    let code: number;
    if (bit >= log) {
      const position = base + bit;
      const at = position >> 3;
      const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);
      code = (word >>> (position & 7)) & mask;
    } else {
      // The last codes, behind which there are no more bits to look at.
      code = (bitsOf(bytes, start * 8, bit) << (log - bit)) & mask;
    }
    const entry = entries[code]!;
    target[i] = entry;
    bit -= entry >> 8;
    if (bit < 0) throw fail("has literals that are cut off");
  }
  if (bit !== 0) throw fail("has bits after its literals");
}
