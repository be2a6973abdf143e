/**
 * Decompresses a frame piece by piece: each step says what it has, and how many bytes of the frame it must be given next.
 * It never wants or makes more than a few MB at once.
 */
export type Decompression = Generator<Step, void, Uint8Array>;

export interface Step {
  /** The next bytes of the content; overwritten by the next step. */
  readonly output: Uint8Array;
  /** Bytes of the frame to be given to `next`, exactly. */
  readonly wanted: number;
}

/** Makes the error for a frame that is damaged, as in "has a block of no known type"; its caller throws it. */
export type Fail = (problem: string) => Error;

/** Asks for bytes; there is nothing to be had yet. */
export function want(wanted: number): Step {
  return { output: NOTHING, wanted };
}

const NOTHING = new Uint8Array(0);
