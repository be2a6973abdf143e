import { wordsOfFloats } from "../numeric/floats.js";

/** What a row's words are mixed with: odd numbers with no pattern (the golden ratio's, and MurmurHash3's). */
const MULTIPLIER_A = 0x9e3779b1 | 0;
const MULTIPLIER_B = 0x85ebca6b | 0;

/** A hash is two words; the second is the upper one of a 64-bit integer. */
const HASH_WORDS = 2;

/** Hashes of rows, sorted as 64-bit integers: the same rows have the same hash. */
export type SortedHashes = Uint32Array;

/**
 * A 64-bit hash of every row, by which equal rows are found: 8 bytes a row, whatever its length. Rows are equal if their
 * bits are. Among 10,000,000 rows some two share a hash by chance once in 400,000 datasets; it is no protection from
 * rows that were made to collide.
 */
export class RowHashes {
  readonly #hashes: Uint32Array<ArrayBuffer>;
  #rows = 0;

  constructor(rows: number) {
    this.#hashes = new Uint32Array(rows * HASH_WORDS);
  }

  /**
   * @param x shape (rows, length).
   * @param y labels, where they belong to the row.
   */
  add(x: Float32Array | Float64Array, rows: number, y?: Int32Array): void {
    const words = wordsOfFloats(x);
    const width = words.length / rows;
    for (let row = 0; row < rows; row++) {
      let a = width;
      let b = MULTIPLIER_B;
      const end = (row + 1) * width;
      for (let i = row * width; i < end; i++) {
        a = Math.imul(a ^ words[i]!, MULTIPLIER_A);
        a = (a << 15) | (a >>> 17);
        b = Math.imul((b + a) | 0, MULTIPLIER_B);
        b = (b << 13) | (b >>> 19);
        a = (a + b) | 0;
      }
      if (y !== undefined) a = Math.imul(a ^ y[row]!, MULTIPLIER_A);
      b ^= scrambled(a);
      a ^= scrambled(b);
      b ^= scrambled(a);
      this.#hashes[HASH_WORDS * this.#rows] = a;
      this.#hashes[HASH_WORDS * this.#rows + 1] = b;
      this.#rows++;
    }
  }

  /** Sorts what was added, in place; yields now and then. Nothing may be added after. */
  *sort(): Generator<void, SortedHashes, void> {
    const hashes = this.#hashes.subarray(0, HASH_WORDS * this.#rows);
    const keys = new BigUint64Array(hashes.buffer, 0, this.#rows);
    // The platform's sort can't be interrupted: many are sorted in parts, by their first byte.
    const ends = this.#rows <= STEP_ROWS ? [this.#rows] : yield* partition(hashes);
    let [start, yielded] = [0, 0];
    for (const end of ends) {
      keys.subarray(start, end).sort();
      start = end;
      if (start - yielded < STEP_ROWS) continue;
      yielded = start;
      yield;
    }
    return hashes;
  }
}

/** Rows that are sorted, or moved, between two steps: some 10 ms of work. */
const STEP_ROWS = 1 << 17;

/**
 * Puts hashes in the order of their first byte, in place: each is swapped to the next place of its part, until that which
 * belongs here has come ("American flag sort", McIlroy, Bostic & McIlroy 1993).
 *
 * @returns where the part of each byte ends.
 */
function* partition(hashes: Uint32Array): Generator<void, number[], void> {
  const ends = new Array<number>(256).fill(0);
  for (let i = 1; i < hashes.length; i += HASH_WORDS) ends[hashes[i]! >>> 24]!++;
  for (let byte = 1; byte < 256; byte++) ends[byte]! += ends[byte - 1]!;
  const next = [0, ...ends.slice(0, -1)];
  let moved = 0;
  for (let byte = 0; byte < 256; byte++) {
    for (; next[byte]! < ends[byte]!; next[byte]!++) {
      const place = HASH_WORDS * next[byte]!;
      let [low, high] = [hashes[place]!, hashes[place + 1]!];
      for (let own = high >>> 24; own !== byte; own = high >>> 24) {
        const target = HASH_WORDS * next[own]!++;
        const [nextLow, nextHigh] = [hashes[target]!, hashes[target + 1]!];
        hashes[target] = low;
        hashes[target + 1] = high;
        low = nextLow;
        high = nextHigh;
        if (++moved % STEP_ROWS === 0) yield;
      }
      hashes[place] = low;
      hashes[place + 1] = high;
    }
  }
  return ends;
}

/** Rows that equal an earlier one. */
export function duplicates(hashes: SortedHashes): number {
  let count = 0;
  for (let i = HASH_WORDS; i < hashes.length; i += HASH_WORDS) {
    if (hashes[i] === hashes[i - HASH_WORDS] && hashes[i + 1] === hashes[i - 1]) count++;
  }
  return count;
}

/** Rows of `a` that `b` has too, wherever. */
export function rowsFoundIn(a: SortedHashes, b: SortedHashes): number {
  let count = 0;
  let j = 0;
  for (let i = 0; i < a.length; i += HASH_WORDS) {
    const low = a[i]!;
    const high = a[i + 1]!;
    while (j < b.length && (b[j + 1]! < high || (b[j + 1] === high && b[j]! < low))) j += HASH_WORDS;
    if (j < b.length && b[j] === low && b[j + 1] === high) count++;
  }
  return count;
}

/** The finalizer of MurmurHash3: every bit of the word changes half of the result's. */
function scrambled(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
