import type { Config, Dtype } from "../config/config.js";
import type { Floats } from "../numeric/floats.js";
import type { Moments, Sum } from "../numeric/pairwise-sum.js";
import type { RandomState } from "../random/random-state.js";
import type { Xoshiro } from "../random/xoshiro.js";

/** Signals that a kernel works on together. */
export const LANES = 4;

export interface KernelOptions {
  /** How many streams examples are drawn of at a time: four side by side, or one. */
  readonly streams: 1 | typeof LANES;
  /** Most examples of a call, of each stream. */
  readonly rows: number;
  readonly dtype: Dtype;
  /** Examples of one stream that are to stay in the kernel's memory together, if there is room. By default those of a call. */
  readonly kept?: number;
  /** What values are standardised by; if anything. */
  readonly moments?: Moments;
  /** What each position of an example was before positions were shuffled. */
  readonly positions?: Uint32Array;
}

/** What was drawn for an example. */
export interface Drawn {
  readonly padding: number;
  readonly scale: number;
  readonly translation: number;
  readonly shear: number;
}

/** All rows of the engine `reference`, and what it does to them. */
export interface Rows {
  /** Shape (rows, length), C order. */
  readonly values: Float64Array;
  /** For a permutation of the rows. */
  readonly order: Uint32Array;
  /** Of the values, in their order. */
  readonly sum: Sum;
  /** Row i becomes what row order[i] was (NumPy's `a[order]`). Yields now and then. */
  permute(): Generator<void, void, void>;
  /** Writes (value − mean)/std of `count` values from index `start` on to the front of `target`. */
  standardise(start: number, count: number, moments: Moments, target: Floats): void;
}

/**
 * The steps of `Transform` for the examples of one config, four at a time, in WebAssembly: the same values, bit for bit.
 * All that it needs is in its memory from the start: a call allocates nothing.
 */
export interface SignalKernel {
  /** For the templates of the examples that are to be drawn, shape (streams, rows). */
  readonly templates: Uint32Array;
  /** The examples that were drawn, shape (streams, rows, final_seq_length), or those that are kept. */
  readonly values: Floats;
  /** Those that are kept. */
  readonly rows: Rows | undefined;
  /** Draws the next examples of each of up to four streams. */
  drawFour(streams: readonly Xoshiro[], rows: number): void;
  /** Draws the next examples of a stream, which has no normal kept. @param at the row of those that are kept where they begin. */
  drawNext(stream: RandomState | Xoshiro, rows: number, at?: number): void;
  /** What was drawn for one of the examples. */
  drawn(stream: number, row: number): Drawn;
}

/**
 * Makes a kernel.
 * @param templateRows as `Transform` has them: with what tells them from padding, and a zero.
 * @returns nothing where there is none for the config, or no memory.
 * @throws CompileError where there is no SIMD; what a page throws that allows no WebAssembly.
 */
export type KernelFactory = (
  config: Config,
  templateRows: readonly Float64Array[],
  options: KernelOptions,
) => SignalKernel | undefined;

/** The text of float32 in WebAssembly: the same bytes as `writeFloat32` of formats/text. */
export interface NumberKernel {
  /** For the numbers that are to be written. */
  readonly values: Float32Array;
  /** What was written. */
  readonly text: Uint8Array<ArrayBuffer>;
  /**
   * Writes some of the values with a comma after each, up to one that is left to JavaScript, as few are.
   * @param position where the text begins.
   * @returns where it ends.
   */
  write(from: number, count: number, position: number): number;
  /** How many values the last call wrote. */
  written(): number;
}

/** Makes a kernel for so many numbers at a time, and so many bytes of text. Nothing where there is no memory. */
export type NumberKernelFactory = (numbers: number, bytes: number) => NumberKernel | undefined;
