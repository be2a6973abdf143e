import type { Fail } from "../decompression.js";
import { bitsBefore, bitsOf } from "./backward-bits.js";
import { type FseTable, fseTable, readFseTable, singleTable } from "./fse-table.js";

/** What the blocks of a frame hand on to the next. */
export interface SequenceState {
  /** Of literal lengths, offsets and match lengths; none before the first block that has them. */
  tables: [literals: FseTable, offsets: FseTable, matches: FseTable] | undefined;
  /** The last three offsets. */
  offsets: [number, number, number];
}

export function initialState(): SequenceState {
  return { tables: undefined, offsets: [1, 4, 8] };
}

/** Least value and number of further bits of each code of a length, as RFC 8878 lists them. */
const LITERALS = lengthCodes(0, [16, 0], [4, 1], [2, 2], [2, 3], [1, 4], [1, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
const MATCHES = lengthCodes(3, [32, 0], [4, 1], [2, 2], [2, 3], [2, 4], [1, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);

interface LengthCodes {
  readonly bases: Int32Array;
  readonly bits: Uint8Array;
}

/** @param runs how many codes have a number of bits, or several numbers. */
function lengthCodes(first: number, ...runs: readonly (readonly number[])[]): LengthCodes {
  const bits = runs.flatMap(([count, ...widths]) => widths.flatMap((width) => Array<number>(count!).fill(width)));
  const bases = [first];
  for (const [i, width] of bits.entries()) bases.push(bases[i]! + 2 ** width);
  return { bases: Int32Array.from(bases), bits: Uint8Array.from(bits) };
}

/** The tables of the predefined mode. */
const LITERAL_SHARES = [
  4,
  3,
  2,
  2,
  2,
  2,
  2,
  2,
  2,
  2,
  2,
  2,
  2,
  1,
  1,
  1,
  ...Array(9).fill(2),
  3,
  2,
  1,
  1,
  1,
  1,
  1,
  -1,
  -1,
  -1,
  -1,
];
const OFFSET_SHARES = [1, 1, 1, 1, 1, 1, 2, 2, 2, ...Array(15).fill(1), -1, -1, -1, -1, -1];
const MATCH_SHARES = [1, 4, 3, 2, 2, 2, 2, 2, 2, ...Array(37).fill(1), -1, -1, -1, -1, -1, -1, -1];

interface Kind {
  readonly predefined: FseTable;
  readonly maxLog: number;
  readonly maxSymbol: number;
}

/** In the order of the tables in a block. Greater offsets than those of 24 bits lead out of every window that we take. */
const KINDS: readonly Kind[] = [
  { predefined: fseTable(LITERAL_SHARES, 6), maxLog: 9, maxSymbol: 35 },
  { predefined: fseTable(OFFSET_SHARES, 5), maxLog: 8, maxSymbol: 31 },
  { predefined: fseTable(MATCH_SHARES, 6), maxLog: 9, maxSymbol: 52 },
];

const MAX_OFFSET_BITS = 24;

/**
 * Decodes the sequences section of a block: what is copied from the literals and from the content before, in turns.
 *
 * @param start of the section in the block.
 * @param target what precedes `position` in it is the content before.
 * @param limit where the content of the block must end.
 * @returns where it ends.
 * @see https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1.3.2
 */
export function decodeSequences(
  block: Uint8Array,
  start: number,
  literals: Uint8Array,
  state: SequenceState,
  target: Uint8Array,
  position: number,
  limit: number,
  fail: Fail,
): number {
  const [count, at] = sequenceCount(block, start, fail);
  let to = position;
  let from = 0; // in the literals
  if (count > 0) {
    const bitsStart = readTables(block, at, state, fail);
    const [ll, of, ml] = state.tables!;
    const base = bitsStart * 8;
    let [near, middle, far] = state.offsets;
    let bit = bitsBefore(block, bitsStart, block.length, fail) - ll.log - of.log - ml.log;
    let llState = bitsOf(block, base + bit + of.log + ml.log, ll.log);
    let ofState = bitsOf(block, base + bit + ml.log, of.log);
    let mlState = bitsOf(block, base + bit, ml.log);
    for (let i = 0; ; i++) {
      const ofCode = of.symbols[ofState]!;
      const mlCode = ml.symbols[mlState]!;
      const llCode = ll.symbols[llState]!;
      if (ofCode > MAX_OFFSET_BITS) throw fail("has a match that begins before the content");
      bit -= ofCode;
      const value = 2 ** ofCode + bitsOf(block, base + bit, ofCode);
      bit -= MATCHES.bits[mlCode]!;
      const match = MATCHES.bases[mlCode]! + bitsOf(block, base + bit, MATCHES.bits[mlCode]!);
      bit -= LITERALS.bits[llCode]!;
      const run = LITERALS.bases[llCode]! + bitsOf(block, base + bit, LITERALS.bits[llCode]!);

      let offset: number;
      if (value > 3) {
        offset = value - 3;
        far = middle;
        middle = near;
      } else {
        // One of the last offsets; which, depends on whether there are literals.
        const which = run === 0 ? value : value - 1;
        offset = which === 0 ? near : which === 1 ? middle : which === 2 ? far : near - 1;
        if (which > 1) far = middle;
        if (which > 0) middle = near;
      }
      near = offset;

      if (bit < 0 || from + run > literals.length) throw fail("has sequences that are cut off");
      if (to + run + match > limit) throw fail("has a block with more in it than it may have");
      for (let k = 0; k < run; k++) target[to + k] = literals[from + k]!;
      to += run;
      from += run;
      if (offset < 1 || offset > to) throw fail("has a match that begins before the content");
      for (let k = 0; k < match; k++) target[to + k] = target[to + k - offset]!;
      to += match;
      if (i === count - 1) break;

      bit -= ll.bits[llState]!;
      llState = ll.bases[llState]! + bitsOf(block, base + bit, ll.bits[llState]!);
      bit -= ml.bits[mlState]!;
      mlState = ml.bases[mlState]! + bitsOf(block, base + bit, ml.bits[mlState]!);
      bit -= of.bits[ofState]!;
      ofState = of.bases[ofState]! + bitsOf(block, base + bit, of.bits[ofState]!);
    }
    if (bit !== 0) throw fail("has bits after its sequences");
    state.offsets = [near, middle, far];
  } else if (at !== block.length) {
    throw fail("has bytes after its block");
  }
  const rest = literals.subarray(from);
  if (to + rest.length > limit) throw fail("has a block with more in it than it may have");
  target.set(rest, to);
  return to + rest.length;
}

function sequenceCount(block: Uint8Array, start: number, fail: Fail): [count: number, end: number] {
  const [first, second, third] = block.subarray(start, start + 3);
  if (first !== undefined && first < 128) return [first, start + 1];
  if (first !== undefined && first < 255 && second !== undefined) return [((first - 128) << 8) + second, start + 2];
  if (second !== undefined && third !== undefined) return [second + (third << 8) + 0x7f00, start + 3];
  throw fail("has a block that is cut off");
}

/** Reads the tables that a block has of its own. @returns where the stream of bits begins. */
function readTables(block: Uint8Array, start: number, state: SequenceState, fail: Fail): number {
  const modes = block[start] ?? 3;
  if ((modes & 3) !== 0) throw fail("has a block of an unknown kind");
  let at = start + 1;
  const tables = KINDS.map((kind, i) => {
    const mode = (modes >> (6 - 2 * i)) & 3;
    if (mode === 0) return kind.predefined;
    if (mode === 2) {
      const [table, end] = readFseTable(block, at, block.length, kind.maxLog, kind.maxSymbol, fail);
      at = end;
      return table;
    }
    if (mode === 3) {
      const table = state.tables?.[i];
      if (table === undefined) throw fail("uses a table before there is one");
      return table;
    }
    const symbol = block[at++];
    if (symbol === undefined || symbol > kind.maxSymbol) throw fail("has a table of no known symbol");
    return singleTable(symbol);
  });
  state.tables = tables as [FseTable, FseTable, FseTable];
  return at;
}
