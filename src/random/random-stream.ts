import { runSteps } from "../numeric/run-steps.js";

/** Swaps between two steps: some 10 ms of work. */
const STEP_SWAPS = 1 << 18;

/**
 * A stream of random numbers, made of the bits of a generator in the ways of NumPy's legacy `RandomState`. A class,
 * since drawing changes it; always passed in, never global.
 */
export abstract class RandomStream {
  /** The next 32 bits, as a signed integer. */
  abstract word(): number;

  /** Writes normals of mean 0 and standard deviation `scale` to `target`: `count` of them, from `start` on. */
  abstract fillNormals(target: Float64Array, start: number, count: number, scale: number): void;

  /** `random_sample()`: uniform in [0, 1), a multiple of 2^-53, from the upper 27 and 26 bits of two words. */
  uniform(): number {
    const high = this.word() >>> 5;
    const low = this.word() >>> 6;
    return (high * 67108864 + low) / 9007199254740992; // 2^26, 2^53
  }

  /**
   * `choice(n)`: uniform integer in [0, n), from words masked to as few bits as n − 1 has, until one is not above it;
   * draws nothing for n = 1.
   * @param n integer in [1, 2^32].
   */
  choice(n: number): number {
    if (n === 1) return 0;
    const mask = 0xffffffff >>> Math.clz32(n - 1);
    for (;;) {
      const candidate = (this.word() & mask) >>> 0;
      if (candidate < n) return candidate;
    }
  }

  /** `permutation(n)`: the integers 0 … n−1, shuffled by Fisher and Yates, from the last position down. */
  permutation(n: number): Uint32Array {
    return runSteps(this.permutationInSteps(new Uint32Array(n)));
  }

  /**
   * The same of many: yields now and then, so that a caller can let others have their turn.
   * @param order what it is written to, and returned: n integers.
   */
  *permutationInSteps(order: Uint32Array): Generator<void, Uint32Array, void> {
    const n = order.length;
    for (let i = 0; i < n; i++) order[i] = i;
    for (let i = n - 1; i > 0; i--) {
      const j = this.choice(i + 1);
      const swapped = order[i]!;
      order[i] = order[j]!;
      order[j] = swapped;
      if (i % STEP_SWAPS === 0) yield;
    }
    return order;
  }
}
