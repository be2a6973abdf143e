import { type Config, classCount, type Templates } from "../config/config.js";
import type { Moments } from "../numeric/pairwise-sum.js";
import type { RandomStream } from "../random/random-stream.js";
import { type BlockStreams, blockStreams } from "./block-streams.js";
import type { DrawTarget } from "./drawn-examples.js";
import type { RowRange, SplitName } from "./examples.js";
import { addLabelNoise } from "./label-noise.js";
import { Transform } from "./transform.js";

/** Examples of a block; as many as the digest hashes together, so that a block's hash can be taken where it is made. */
export const BLOCK_EXAMPLES = 4096;

/**
 * Draws rows of a dataset that is made in blocks. Rows that follow those drawn last go on with their block; others begin
 * theirs anew, and what is before them in it is drawn and dropped.
 */
export class BlockDrawer {
  readonly #config: Config;
  readonly #templates: Templates;
  readonly #standardisation: Moments;
  readonly #streams: BlockStreams;
  readonly #transform: Transform;
  /** One example before it is standardised. */
  readonly #raw: Float64Array;
  /** What each position of an example was before positions were shuffled. */
  readonly #positions: Uint32Array;

  #split: SplitName | undefined;
  #block = -1;
  #random: RandomStream;
  /** Rows of the block that were drawn. */
  #drawn = 0;
  /** Template of each row of the block. */
  readonly #classes = new Uint32Array(BLOCK_EXAMPLES);
  readonly #y = new Int32Array(BLOCK_EXAMPLES);
  readonly #yClean = new Int32Array(BLOCK_EXAMPLES);

  constructor(config: Config, templates: Templates, standardisation: Moments) {
    const { finalSeqLength: length } = config;
    this.#config = config;
    this.#templates = templates;
    this.#standardisation = standardisation;
    this.#streams = blockStreams(config.seed);
    this.#transform = new Transform(config, templates.x);
    this.#raw = new Float64Array(length);
    const positions = this.#streams.positions();
    this.#positions = config.shuffleSeq
      ? positions.permutation(length)
      : Uint32Array.from({ length }, (_, position) => position);
    this.#random = positions;
  }

  /** Draws rows to the front of the target. */
  draw({ split, start, rows: count }: RowRange, target: DrawTarget): void {
    for (let done = 0; done < count; ) {
      const block = Math.floor((start + done) / BLOCK_EXAMPLES);
      const row = start + done - block * BLOCK_EXAMPLES;
      const rows = Math.min(count - done, BLOCK_EXAMPLES - row);
      this.#moveTo(split, block, row);
      this.#drawRows(rows, target, done);
      done += rows;
    }
  }

  #moveTo(split: SplitName, block: number, row: number): void {
    if (split !== this.#split || block !== this.#block || row < this.#drawn) this.#begin(split, block);
    for (; this.#drawn < row; this.#drawn++) {
      this.#transform.apply(this.#random, this.#classes[this.#drawn]!, this.#raw, 0);
    }
  }

  /** Begins a block: its labels are the classes in turn, on from those of the block before, shuffled. */
  #begin(split: SplitName, block: number): void {
    const { labelNoise } = this.#config;
    const labels = this.#templates.y;
    const classes = classCount(this.#config);
    this.#split = split;
    this.#block = block;
    this.#random = this.#streams.examples(split, block);
    this.#drawn = 0;
    const order = this.#random.permutation(BLOCK_EXAMPLES);
    for (let row = 0; row < BLOCK_EXAMPLES; row++) {
      const index = (block * BLOCK_EXAMPLES + order[row]!) % classes;
      this.#classes[row] = index;
      this.#y[row] = labels[index]!;
    }
    this.#yClean.set(this.#y);
    if (labelNoise !== undefined && split === "train") {
      addLabelNoise(this.#y, labels, labelNoise, this.#streams.labelNoise(block));
    }
  }

  /** Draws the next rows of the block, to the target from its row `at` on. */
  #drawRows(rows: number, { x, y, yClean }: DrawTarget, at: number): void {
    const raw = this.#raw;
    const positions = this.#positions;
    const { mean, std } = this.#standardisation;
    const first = this.#drawn;
    for (let i = 0; i < rows; i++) {
      this.#transform.apply(this.#random, this.#classes[first + i]!, raw, 0);
      const start = (at + i) * raw.length;
      for (let k = 0; k < raw.length; k++) x[start + k] = (raw[positions[k]!]! - mean) / std;
    }
    y.set(this.#y.subarray(first, first + rows), at);
    if (yClean.length > 0) yClean.set(this.#yClean.subarray(first, first + rows), at);
    this.#drawn = first + rows;
  }
}
