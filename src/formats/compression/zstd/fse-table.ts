import type { Fail } from "../decompression.js";

/** A table of finite state entropy: what each state stands for, and how it goes on to the next. */
export interface FseTable {
  /** States are numbers of so many bits. */
  readonly log: number;
  readonly symbols: Uint8Array;
  /** Bits to be read after a state; added to the base they are the next state. */
  readonly bits: Uint8Array;
  readonly bases: Uint16Array;
}

/**
 * Reads the description of a table, which gives each symbol its share of the states.
 *
 * @returns where the description ends.
 * @see https://www.rfc-editor.org/rfc/rfc8878#section-4.1.1
 */
export function readFseTable(
  bytes: Uint8Array,
  start: number,
  end: number,
  maxLog: number,
  maxSymbol: number,
  fail: Fail,
): [table: FseTable, end: number] {
  const shares = new Int16Array(maxSymbol + 1);
  let bit = start * 8;
  // Beyond the end there are zeros: that it was passed is noticed after.
  const peek = (count: number): number => {
    const at = bit >> 3;
    const word = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
    return (word >>> (bit & 7)) & ((1 << count) - 1);
  };

  const log = peek(4) + 5;
  bit += 4;
  if (log > maxLog) throw fail(`has a table of 2^${log} states`);
  let left = (1 << log) + 1;
  for (let symbol = 0; left > 1; symbol++) {
    if (symbol > maxSymbol) throw fail("has a table with too many symbols");
    // A number up to `left`, in as many bits as that needs, or one less where it is small.
    const width = 32 - Math.clz32(left);
    const spare = (1 << width) - 1 - left;
    let value = peek(width - 1);
    if (value < spare) {
      bit += width - 1;
    } else {
      value = peek(width);
      bit += width;
      if (value >= 1 << (width - 1)) value -= spare;
    }
    const share = value - 1;
    shares[symbol] = share;
    left -= Math.abs(share);
    for (let repeats = share === 0 ? 3 : 0; repeats === 3; symbol += repeats) {
      repeats = peek(2);
      bit += 2;
      if (symbol > maxSymbol) throw fail("has a table with too many symbols");
    }
  }
  const tableEnd = (bit + 7) >> 3;
  if (left !== 1 || tableEnd > end) throw fail("has a table that does not add up");
  return [fseTable(shares, log), tableEnd];
}

/**
 * The table for shares that add up to its size; -1 is a share smaller than one state.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8878#section-4.1.1
 */
export function fseTable(shares: ArrayLike<number>, log: number): FseTable {
  const size = 1 << log;
  const symbols = new Uint8Array(size);
  const bits = new Uint8Array(size);
  const bases = new Uint16Array(size);
  const next = new Uint16Array(shares.length);
  let high = size;
  for (let symbol = 0; symbol < shares.length; symbol++) {
    next[symbol] = Math.abs(shares[symbol]!);
    if (shares[symbol] === -1) symbols[--high] = symbol;
  }
  const step = (size >> 1) + (size >> 3) + 3;
  let state = 0;
  for (let symbol = 0; symbol < shares.length; symbol++) {
    for (let i = 0; i < shares[symbol]!; i++) {
      symbols[state] = symbol;
      do state = (state + step) & (size - 1);
      while (state >= high);
    }
  }
  for (let i = 0; i < size; i++) {
    const rank = next[symbols[i]!]!++;
    const count = log - (31 - Math.clz32(rank));
    bits[i] = count;
    bases[i] = (rank << count) - size;
  }
  return { log, symbols, bits, bases };
}

/** A table of one symbol, which takes no bits. */
export function singleTable(symbol: number): FseTable {
  return { log: 0, symbols: Uint8Array.of(symbol), bits: new Uint8Array(1), bases: new Uint16Array(1) };
}
