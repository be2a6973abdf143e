/** A stream of random numbers. A class, since drawing changes it; always passed in, never global. */
export interface RandomStream {
  /** Uniform in [0, 1), a multiple of 2^-53. */
  uniform(): number;

  /** Uniform integer in [0, n); draws nothing for n = 1. @param n integer in [1, 2^32]. */
  choice(n: number): number;

  /** The integers 0 … n−1 in random order. */
  permutation(n: number): Uint32Array;

  /** Writes normals of mean 0 and standard deviation `scale` to `target`: `count` of them, from `start` on. */
  fillNormals(target: Float64Array, start: number, count: number, scale: number): void;
}

/** A generator of random bits. */
export interface WordSource {
  /** The next 32 bits, as a signed integer. */
  word(): number;
}

/** NumPy's `random_sample()`: the upper 27 and 26 bits of two words. */
export function uniformFrom(source: WordSource): number {
  const high = source.word() >>> 5;
  const low = source.word() >>> 6;
  return (high * 67108864 + low) / 9007199254740992; // 2^26, 2^53
}

/** NumPy's `choice(n)` of its legacy generator: words masked to as few bits as n − 1 has, until one is not above it. */
export function choiceFrom(source: WordSource, n: number): number {
  if (n === 1) return 0;
  const mask = 0xffffffff >>> Math.clz32(n - 1);
  for (;;) {
    const candidate = (source.word() & mask) >>> 0;
    if (candidate < n) return candidate;
  }
}

/** NumPy's `permutation(n)` of its legacy generator: Fisher and Yates, from the last position down. */
export function permutationFrom(source: WordSource, n: number): Uint32Array {
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  for (let i = n - 1; i > 0; i--) {
    const j = choiceFrom(source, i + 1);
    const swapped = order[i]!;
    order[i] = order[j]!;
    order[j] = swapped;
  }
  return order;
}
