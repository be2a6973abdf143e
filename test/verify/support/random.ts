/** Uniform integers from 0 to n − 1, the same for the same seed: mulberry32. */
export type Random = (n: number) => number;

export function randomFrom(seed: number): Random {
  let state = (seed * 0x9e3779b9 + 1) >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 15), z | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) % n;
  };
}
