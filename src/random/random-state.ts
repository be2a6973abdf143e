import { logInto } from "../numeric/log.js";
import { keyedState, nextWords, STATE_LENGTH, seededState } from "./mt19937.js";
import { RandomStream } from "./random-stream.js";

/** For a uniform from two words, and 2·uniform − 1: in an array for the reason that `logInto` gives. */
const CONSTANTS = Float64Array.of(67108864, 4503599627370496, 2.220446049250313e-16); // 2^26, 2^52, 2^-52

/** Polar draws worked on at a time: their logarithms are independent, so the processor overlaps them. */
const BATCH = 128;

/**
 * A correction in the last place to the logarithm of one polar draw: `draw` counts the accepted draws of the stream
 * from 0, `ulps` is how much larger in magnitude another platform's C library rounded it.
 */
export interface LogCorrection {
  readonly draw: number;
  readonly ulps: 1 | -1;
}

/**
 * NumPy's legacy `RandomState`: MT19937 and the distributions on top of it, draw for draw and bit for bit, with a
 * correctly rounded logarithm where NumPy calls the platform's.
 */
export class RandomState extends RandomStream {
  // What a kernel goes on from: the generator's state, its outputs, how many of them were taken, …
  readonly state: Int32Array;
  readonly words: Int32Array = new Int32Array(STATE_LENGTH);
  position: number = STATE_LENGTH;

  /** … and of the pairs of normals that the polar method makes, the second of the last, which is next, or NaN. */
  kept: number = Number.NaN;

  readonly #corrections: readonly LogCorrection[];
  #acceptedDraws = 0;
  #nextCorrection = 0;

  readonly #u = new Float64Array(BATCH);
  readonly #v = new Float64Array(BATCH);
  readonly #s = new Float64Array(BATCH);
  readonly #log = new Float64Array(BATCH);

  /**
   * @param seed an integer in [0, 2^32), or several of them: NumPy's `RandomState(seed)`.
   * @param corrections in ascending order of `draw`; none for exact arithmetic.
   */
  constructor(seed: number | readonly number[], corrections: readonly LogCorrection[] = []) {
    super();
    this.state = typeof seed === "number" ? seededState(seed) : keyedState(seed);
    this.#corrections = corrections;
  }

  /** The next output of MT19937, as a signed 32-bit integer. */
  word(): number {
    if (this.position === STATE_LENGTH) this.#refill();
    return this.words[this.position++]!;
  }

  #refill(): void {
    nextWords(this.state, this.words);
    this.position = 0;
  }

  /**
   * `scale * randn(count)`: writes scaled standard normals, by Marsaglia's polar method, to `target` from `start` on.
   */
  fillNormals(target: Float64Array, start: number, count: number, scale: number): void {
    const end = start + count;
    let next = start;
    if (count > 0 && !Number.isNaN(this.kept)) {
      target[next++] = scale * this.kept;
      this.kept = Number.NaN;
    }
    while (next < end) {
      const pairs = Math.min(BATCH, (end - next + 1) >>> 1);
      this.#drawPairs(pairs);
      next = this.#writeNormals(target, next, end, pairs, scale);
    }
  }

  /** Draws points uniform in the unit disc, without its centre: u, v and s = u² + v². */
  #drawPairs(pairs: number): void {
    const us = this.#u;
    const vs = this.#v;
    const ss = this.#s;
    const words = this.words;
    const twoPow26 = CONSTANTS[0]!;
    const twoPow52 = CONSTANTS[1]!;
    const twoPowMinus52 = CONSTANTS[2]!;
    let position = this.position;
    let drawn = 0;
    while (drawn < pairs) {
      let a: number;
      let b: number;
      let c: number;
      let d: number;
      if (position + 4 <= 624) {
        a = words[position]!;
        b = words[position + 1]!;
        c = words[position + 2]!;
        d = words[position + 3]!;
        position += 4;
      } else {
        this.position = position;
        a = this.word();
        b = this.word();
        c = this.word();
        d = this.word();
        position = this.position;
      }
      // 2·uniform − 1 without a rounding in between: all of it fits 53 bits.
      const u = ((a >>> 5) * twoPow26 + (b >>> 6) - twoPow52) * twoPowMinus52;
      const v = ((c >>> 5) * twoPow26 + (d >>> 6) - twoPow52) * twoPowMinus52;
      const s = u * u + v * v;
      if (s === 0) continue;
      // Written for every point, kept if s < 1: the integer part of s is 0, not 1 or 2. No branch, which would be
      // mispredicted for a fifth of the points (a third of this loop's time).
      us[drawn] = u;
      vs[drawn] = v;
      ss[drawn] = s;
      drawn += 1 - (((s | 0) + 1) >> 1);
    }
    this.position = position;
  }

  /** Turns pairs into normals; of each, f·v comes first and f·u second, as in NumPy. Returns where the next one goes. */
  #writeNormals(target: Float64Array, start: number, end: number, pairs: number, scale: number): number {
    const us = this.#u;
    const vs = this.#v;
    const ss = this.#s;
    const logs = this.#log;
    logInto(logs, ss, pairs);
    if (this.#nextCorrection < this.#corrections.length) this.#correct(logs, pairs);
    this.#acceptedDraws += pairs;

    const whole = Math.min(pairs, (end - start) >>> 1);
    let next = start;
    for (let k = 0; k < whole; k++) {
      const f = Math.sqrt((-2 * logs[k]!) / ss[k]!);
      target[next] = scale * (f * vs[k]!);
      target[next + 1] = scale * (f * us[k]!);
      next += 2;
    }
    if (whole < pairs) {
      const f = Math.sqrt((-2 * logs[whole]!) / ss[whole]!);
      target[next++] = scale * (f * vs[whole]!);
      this.kept = f * us[whole]!;
    }
    return next;
  }

  #correct(logs: Float64Array, pairs: number): void {
    for (; this.#nextCorrection < this.#corrections.length; this.#nextCorrection++) {
      const { draw, ulps } = this.#corrections[this.#nextCorrection]!;
      const k = draw - this.#acceptedDraws;
      if (k >= pairs) return;
      logs[k] = addUlps(logs[k]!, ulps);
    }
  }
}

/** The double next to x, away from 0 (1) or towards it (−1): its bits as an integer, one more or one less. */
function addUlps(x: number, ulps: 1 | -1): number {
  const value = Float64Array.of(x);
  const bits = new BigInt64Array(value.buffer);
  bits[0]! += BigInt(ulps);
  return value[0]!;
}
