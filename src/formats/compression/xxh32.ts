// Primes of the algorithm, as signed 32-bit integers, which is what Math.imul gives.
const P1 = 0x9e3779b1 | 0;
const P2 = 0x85ebca77 | 0;
const P3 = 0xc2b2ae3d | 0;
const P4 = 0x27d4eb2f | 0;
const P5 = 0x165667b1 | 0;

const STRIPE = 16;

/**
 * XXH32 with seed 0, of bytes that come in parts.
 *
 * @see https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
 */
export function createXxh32(): { update(bytes: Uint8Array): void; digest(): number } {
  const lanes = Int32Array.of(P1 + P2, P2, 0, -P1);
  const rest = new Uint8Array(STRIPE);
  let restLength = 0;
  let total = 0;

  return {
    update(bytes) {
      total += bytes.length;
      let at = 0;
      if (restLength > 0) {
        at = Math.min(STRIPE - restLength, bytes.length);
        rest.set(bytes.subarray(0, at), restLength);
        restLength += at;
        if (restLength < STRIPE) return;
        mixStripes(lanes, rest, 0);
      }
      at = mixStripes(lanes, bytes, at);
      rest.set(bytes.subarray(at));
      restLength = bytes.length - at;
    },
    digest() {
      const [a, b, c, d] = lanes as unknown as [number, number, number, number];
      let hash = total < STRIPE ? P5 : rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18);
      hash = (hash + total) | 0;
      let at = 0;
      for (; at + 4 <= restLength; at += 4) hash = Math.imul(rotate(hash + Math.imul(word(rest, at), P3), 17), P4);
      for (; at < restLength; at++) hash = Math.imul(rotate(hash + Math.imul(rest[at]!, P5), 11), P1);
      hash = Math.imul(hash ^ (hash >>> 15), P2);
      hash = Math.imul(hash ^ (hash >>> 13), P3);
      return (hash ^ (hash >>> 16)) >>> 0;
    },
  };
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
