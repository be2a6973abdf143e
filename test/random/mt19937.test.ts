import { describe, expect, it } from "vitest";
import { keyedState, nextWords, STATE_LENGTH, seededState } from "../../src/random/mt19937.js";

/** The first `count` outputs of a generator, as unsigned integers. */
function outputs(state: Int32Array, count: number): number[] {
  const all: number[] = [];
  const words = new Int32Array(STATE_LENGTH);
  while (all.length < count) {
    nextWords(state, words);
    all.push(...Array.from(words, (word) => word >>> 0));
  }
  return all.slice(0, count);
}

describe("seededState", () => {
  // The C++ standard, [rand.predef]: the 10000th output of std::mt19937, which has seed 5489, is 4123659995.
  // The first five: np.random.RandomState(5489).randint(0, 2**32, 5, dtype=np.uint32)
  it("reference: the generator of the C++ standard", () => {
    const words = outputs(seededState(5489), 10_000);
    expect(words.slice(0, 5)).toEqual([3499211612, 581869302, 3890346734, 3586334585, 545404204]);
    expect(words[9999]).toBe(4123659995);
  });
});

describe("keyedState", () => {
  // mt19937ar.out of Matsumoto & Nishimura: the first and the 1000th output of their main(). Also in Python:
  // np.random.RandomState([0x123, 0x234, 0x345, 0x456]).randint(0, 2**32, 1000, dtype=np.uint32)
  it("reference: the generator of mt19937ar.c's own test", () => {
    const words = outputs(keyedState([0x123, 0x234, 0x345, 0x456]), 1000);
    expect(words.slice(0, 5)).toEqual([1067595299, 955945823, 477289528, 4107218783, 4228976476]);
    expect(words[999]).toBe(3460025646);
  });
});
