import { independentStream } from "../random/independent-stream.js";
import type { RandomStream } from "../random/random-stream.js";
import type { SplitName } from "./examples.js";

/** The streams of random numbers of a dataset that is made in blocks. */
export interface BlockStreams {
  /** What the examples of a block are drawn with. */
  examples(split: SplitName, block: number): RandomStream;
  /** What the label noise of a train block is drawn with. */
  labelNoise(block: number): RandomStream;
  /** What positions are shuffled with. */
  positions(): RandomStream;
  /** What values are standardised by; the same for every seed, so that seeds differ by nothing but their draws. */
  calibration(): RandomStream;
}

/** A part of every stream's name, and so of every bit: never to be changed. */
const ENGINE = "mnist1d blocked-v1";

export function blockStreams(seed: number): BlockStreams {
  const stream = (name: string) => independentStream(`${ENGINE} ${name}`);
  return {
    examples: (split, block) => stream(`seed ${seed} ${split} block ${block}`),
    labelNoise: (block) => stream(`seed ${seed} label noise block ${block}`),
    positions: () => stream(`seed ${seed} positions`),
    calibration: () => stream("calibration"),
  };
}
