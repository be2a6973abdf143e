/** A changed copy of a file, and what was changed. */
export interface Mutation {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Changed copies of a file, the same ones for the same seed: bit flips, truncations, spliced and inserted bytes. */
export function* mutations(file: Uint8Array, count: number, seed: number): Generator<Mutation> {
  const below = randomBelow(seed);
  for (let i = 0; i < count; i++) {
    const at = below(file.length);
    const bytes = Buffer.from(file);
    const kind = below(10);
    if (kind < 5) {
      bytes[at] = bytes[at]! ^ (1 << below(8));
      yield { name: `${i}: bit flip at ${at}`, bytes };
    } else if (kind < 6) {
      bytes[at] = below(256);
      yield { name: `${i}: byte ${bytes[at]} at ${at}`, bytes };
    } else if (kind < 7) {
      yield { name: `${i}: cut at ${at}`, bytes: bytes.subarray(0, at) };
    } else if (kind < 9) {
      const [from, length] = [below(file.length), 1 + below(16)];
      bytes.copy(bytes, at, from, from + length);
      yield { name: `${i}: ${length} bytes of ${from} at ${at}`, bytes };
    } else {
      const inserted = Buffer.from(Array.from({ length: 1 + below(8) }, () => below(256)));
      yield {
        name: `${i}: inserted at ${at}`,
        bytes: Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)]),
      };
    }
  }
}

/** Mulberry32. @returns random integers below a limit. */
function randomBelow(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) % limit;
  };
}
