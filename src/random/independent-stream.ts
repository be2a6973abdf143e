import seedrandom from "seedrandom/seedrandom.js"; // the package's index loads seven other generators as well
import { Xoshiro } from "./xoshiro.js";

/**
 * The stream of a name: streams of different names are independent for every practical purpose. The name is the key of
 * an ARC4 generator, whose first output is the seed: 128 bits, so that even 2^40 streams, each used for 2^20 words,
 * overlap anywhere with a probability below 2^-27.
 *
 * @param name ASCII, at most 255 characters.
 */
export function independentStream(name: string): Xoshiro {
  const arc4 = seedrandom(name);
  return new Xoshiro(Int32Array.from({ length: 4 }, () => arc4.int32()));
}
