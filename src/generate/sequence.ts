import { type Config, signalLength } from "../config/config.js";
import type { Drawn, Rows } from "../kernels/kernel.js";
import { kernelFor } from "../kernels/kernels.js";
import type { RandomState } from "../random/random-state.js";
import type { Xoshiro } from "../random/xoshiro.js";
import { type Factors, factorsOf, newColumns } from "./columns.js";
import { templatesOf } from "./digit-templates.js";
import { Transform, templateRows } from "./transform.js";

/** Points of signals that are drawn at once: some 4 ms of work at most, so that an interruption is answered at once. */
const POINTS = 60_000;

/** Examples of a config, drawn one after the other from streams of random numbers. */
export interface Sequence {
  /** Most examples of a call. */
  readonly most: number;
  /** For the templates of those that are to be drawn. */
  readonly templates: Uint32Array;
  /** Those that were drawn, before they are standardised, shape (most, final_seq_length). */
  readonly values: Float64Array;
  /** All, where they are kept; `values` are theirs. */
  readonly rows?: Rows | undefined;
  /** Draws the next examples of a stream. @param rows at most so many. @param at the row where those that are kept begin. */
  draw(stream: RandomState | Xoshiro, rows: number, at?: number): void;
  /** Copies what was drawn for an example to a row of those columns that there are. */
  keepFactors(example: number, target: Factors, row: number): void;
}

/** Most examples of a call. */
function mostOf(config: Config): number {
  return Math.ceil(POINTS / Math.max(signalLength(config), config.finalSeqLength));
}

/** Bytes of a sequence of a config, besides what its signals take. */
export function sequenceMemory(config: Config): number {
  return 8 * mostOf(config) * config.finalSeqLength;
}

/**
 * A sequence that a kernel draws, or where there is none, JavaScript: the same values.
 * @param kept examples that it is to keep, if it can.
 */
export function sequenceOf(config: Config, kept = 0): Sequence {
  const most = mostOf(config);
  return kernelSequence(config, most, kept) ?? transformSequence(config, most);
}

function kernelSequence(config: Config, most: number, kept: number): Sequence | undefined {
  const kernel = kernelFor(config, templateRows(templatesOf(config)), {
    streams: 1,
    rows: most,
    kept,
    dtype: "float64",
  });
  if (kernel === undefined) return undefined;
  return {
    ...kernel,
    most,
    values: kernel.values as Float64Array,
    draw: kernel.drawNext,
    keepFactors(example, target, row) {
      keepDrawn(kernel.drawn(0, example), target, row);
    },
  };
}

/** Keeps what was drawn for an example, in those columns that there are. */
export function keepDrawn(drawn: Drawn, { padding, scale, translation, shear }: Factors, row: number): void {
  if (padding !== undefined) padding[row] = drawn.padding;
  if (scale !== undefined) scale[row] = drawn.scale;
  if (translation !== undefined) translation[row] = drawn.translation;
  if (shear !== undefined) shear[row] = drawn.shear;
}

function transformSequence(config: Config, most: number): Sequence {
  const { finalSeqLength } = config;
  const transform = new Transform(config, templatesOf(config).x);
  const templates = new Uint32Array(most);
  const values = new Float64Array(most * finalSeqLength);
  const factors = newColumns(factorsOf(config), most, finalSeqLength, "float64");
  return {
    most,
    templates,
    values,
    draw(stream, rows) {
      for (let i = 0; i < rows; i++) {
        transform.apply(stream, templates[i]!, values, i * finalSeqLength);
        keepDrawn(transform, factors, i);
      }
    },
    keepFactors(example, target, row) {
      for (const [name, drawn] of Object.entries(factors)) target[name as keyof Factors]![row] = drawn[example]!;
    },
  };
}
