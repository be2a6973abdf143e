export const STATE_LENGTH = 624;

/**
 * State of a Mersenne Twister seeded by one word, as `init_genrand` of Matsumoto & Nishimura's mt19937ar.c does and
 * NumPy's `RandomState(seed)` with it.
 * @param seed integer in [0, 2^32).
 */
export function seededState(seed: number): Int32Array {
  const state = new Int32Array(STATE_LENGTH);
  state[0] = seed | 0;
  for (let i = 1; i < STATE_LENGTH; i++) {
    const previous = state[i - 1]!;
    state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
  }
  return state;
}

/**
 * State seeded by several words: `init_by_array` of mt19937ar.c, NumPy's `RandomState([word, word, …])`. Streams of
 * different keys are independent for every practical purpose, whatever their length.
 * @param key at least one integer in [0, 2^32).
 */
export function keyedState(key: readonly number[]): Int32Array {
  const state = seededState(19650218);
  const last = STATE_LENGTH - 1;
  let i = 1;
  const mix = (multiplier: number) => {
    const previous = state[i - 1]!;
    return state[i]! ^ Math.imul(previous ^ (previous >>> 30), multiplier);
  };
  const advance = () => {
    if (++i > last) {
      state[0] = state[last]!;
      i = 1;
    }
  };
  for (let k = 0, j = 0; k < Math.max(STATE_LENGTH, key.length); k++, j = (j + 1) % key.length) {
    state[i] = mix(1664525) + key[j]! + j;
    advance();
  }
  for (let k = 0; k < last; k++) {
    state[i] = mix(1566083941) - i;
    advance();
  }
  state[0] = 0x80000000;
  return state;
}

/** Advances the state by 624 words and writes them, tempered, to `words`: the generator's next 624 outputs. */
export function nextWords(state: Int32Array, words: Int32Array): void {
  // A quarter of an example's cost is here, so this is written for the compiler: constants as local literals, and the
  // same body twice, so that no index wraps around (measured together: a quarter of this function's time).
  const length = 624;
  const shift = 397;
  let current = state[0]!;
  for (let i = 0; i < length - shift; i++) {
    const next = state[i + 1]!;
    const y = (current & 0x80000000) | (next & 0x7fffffff);
    let word = state[i + shift]! ^ (y >>> 1) ^ Math.imul(y & 1, 0x9908b0df);
    state[i] = word;
    current = next;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    words[i] = word ^ (word >>> 18);
  }
  for (let i = length - shift; i < length; i++) {
    const next = state[i + 1 < length ? i + 1 : 0]!;
    const y = (current & 0x80000000) | (next & 0x7fffffff);
    let word = state[i + shift - length]! ^ (y >>> 1) ^ Math.imul(y & 1, 0x9908b0df);
    state[i] = word;
    current = next;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    words[i] = word ^ (word >>> 18);
  }
}
