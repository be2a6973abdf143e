import type { Config, Dtype, LabelNoise } from "../config/config.js";
import { LANES, type SignalKernel } from "../kernels/kernel.js";
import { kernelFor } from "../kernels/kernels.js";
import type { Moments } from "../numeric/pairwise-sum.js";
import type { RandomStream } from "../random/random-stream.js";
import { independentStream, type Xoshiro } from "../random/xoshiro.js";
import type { Columns } from "./columns.js";
import { templatesOf } from "./digit-templates.js";
import { BLOCK_ROWS, type RowRange, type SplitName } from "./examples.js";
import { addLabelNoise } from "./label-noise.js";
import { keepDrawn, type Sequence, sequenceMemory, sequenceOf } from "./sequence.js";
import { templateRows } from "./transform.js";

/** The streams of random numbers of a dataset that is made in blocks. */
export interface BlockStreams {
  /** What the examples of a block are drawn with. */
  examples(split: SplitName, block: number): Xoshiro;
  /** What the label noise of a train block is drawn with. */
  labelNoise(block: number): RandomStream;
  /** What positions are shuffled with. */
  positions(): RandomStream;
  /** What values are standardised by; the same for every seed, so that seeds differ by nothing but their draws. */
  calibration(): Xoshiro;
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

/** A block whose rows are being drawn. */
class Block {
  split: SplitName | undefined;
  number = -1;
  /** Rows that were drawn. */
  drawn = 0;
  random!: Xoshiro;
  /** Template and labels of each row. */
  readonly templates = new Uint32Array(BLOCK_ROWS);
  readonly y = new Int32Array(BLOCK_ROWS);
  readonly yClean = new Int32Array(BLOCK_ROWS);

  isOf(split: SplitName, number: number): boolean {
    return split === this.split && number === this.number;
  }

  /** Begins a block: its labels are the classes in turn, on from those of the block before, shuffled. */
  begin(split: SplitName, number: number, streams: BlockStreams, labels: readonly number[], noise?: LabelNoise): void {
    this.split = split;
    this.number = number;
    this.drawn = 0;
    this.random = streams.examples(split, number);
    const order = this.random.permutation(BLOCK_ROWS);
    for (let row = 0; row < BLOCK_ROWS; row++) {
      const index = (number * BLOCK_ROWS + order[row]!) % labels.length;
      this.templates[row] = index;
      this.y[row] = labels[index]!;
    }
    this.yClean.set(this.y);
    if (noise !== undefined && split === "train") addLabelNoise(this.y, labels, noise, streams.labelNoise(number));
  }

  copyLabels(row: number, rows: number, { y, yClean }: Columns, at: number): void {
    y.set(this.y.subarray(row, row + rows), at);
    yClean?.set(this.yClean.subarray(row, row + rows), at);
  }
}

/** Most bytes of the values of blocks that are drawn side by side. */
const MAX_FOUR_BYTES = 16_000_000;

/** Bytes of values and labels that a drawer holds at most. */
export function drawerMemory(config: Config): number {
  return sequenceMemory(config) + MAX_FOUR_BYTES + (1 + LANES) * 12 * BLOCK_ROWS;
}

/**
 * Draws rows of a dataset that is made in blocks. Of several blocks that follow each other a kernel draws four side by
 * side. Otherwise rows that follow those drawn last go on with their block, and others begin theirs anew: what is before
 * them in it is drawn and dropped. It knows no shifts: their rows are those of test under another config.
 */
export class BlockDrawer {
  readonly #config: Config;
  readonly #labels: readonly number[];
  readonly #standardisation: Moments;
  readonly #streams: BlockStreams;
  /** What each position of an example was before positions were shuffled. */
  readonly #positions: Uint32Array;
  #sequence: Sequence | undefined;
  readonly #block = new Block();

  #kernel: SignalKernel | undefined;
  #kernelDtype: Dtype | undefined;
  /** The blocks that the kernel drew, side by side. */
  #four: readonly Block[] = [];

  constructor(config: Config, standardisation: Moments) {
    const { finalSeqLength: length } = config;
    this.#config = config;
    this.#labels = templatesOf(config).y;
    this.#standardisation = standardisation;
    this.#streams = blockStreams(config.seed);
    this.#positions = config.shuffleSeq
      ? this.#streams.positions().permutation(length)
      : Uint32Array.from({ length }, (_, position) => position);
  }

  /**
   * Draws rows to the front of the target, as far as it has columns for them.
   * @param until those that are asked for next end there; by default there are none.
   */
  draw({ split, start, rows: count }: RowRange, target: Columns, until: number = start + count): void {
    for (let done = 0; done < count; ) {
      const number = Math.floor((start + done) / BLOCK_ROWS);
      const row = start + done - number * BLOCK_ROWS;
      const rows = Math.min(count - done, BLOCK_ROWS - row);
      const lane = this.#laneOf(split, number, until, target);
      if (lane !== -1) this.#copyRows(lane, row, rows, target, done);
      else this.#drawRows(split, number, row, rows, target, done);
      done += rows;
    }
  }

  /** Which of the four blocks side by side it is; they are drawn if there is use for more than one of them. */
  #laneOf(split: SplitName, number: number, until: number, { x }: Columns): number {
    const dtype = x instanceof Float64Array ? "float64" : "float32";
    const lane = dtype === this.#kernelDtype ? this.#four.findIndex((block) => block.isOf(split, number)) : -1;
    const blocks = Math.min(LANES, Math.ceil(until / BLOCK_ROWS) - number);
    if (
      lane !== -1 ||
      blocks < 2 ||
      LANES * BLOCK_ROWS * x.BYTES_PER_ELEMENT * this.#positions.length > MAX_FOUR_BYTES
    ) {
      return lane;
    }
    if (dtype !== this.#kernelDtype) {
      this.#kernelDtype = dtype;
      this.#kernel = kernelFor(this.#config, templateRows(templatesOf(this.#config)), {
        streams: LANES,
        rows: BLOCK_ROWS,
        dtype,
        moments: this.#standardisation,
        positions: this.#positions,
      });
      this.#four = Array.from({ length: this.#kernel === undefined ? 0 : LANES }, () => new Block());
    }
    if (this.#kernel === undefined) return -1;
    for (const [i, block] of this.#four.entries()) {
      if (i >= blocks) block.number = -1;
      else this.#begin(block, split, number + i);
      this.#kernel.templates.set(block.templates, i * BLOCK_ROWS);
    }
    const drawn = this.#four.slice(0, blocks).map(({ random }) => random);
    this.#kernel.drawFour(drawn, BLOCK_ROWS);
    return 0;
  }

  #begin(block: Block, split: SplitName, number: number): void {
    block.begin(split, number, this.#streams, this.#labels, this.#config.labelNoise);
  }

  /** Copies rows of one of the four blocks, to the target from its row `at` on. */
  #copyRows(lane: number, row: number, rows: number, target: Columns, at: number): void {
    const length = this.#positions.length;
    const kernel = this.#kernel!;
    const first = lane * BLOCK_ROWS + row;
    target.x.set(kernel.values.subarray(first * length, (first + rows) * length), at * length);
    this.#four[lane]!.copyLabels(row, rows, target, at);
    if (target.scale !== undefined) {
      for (let i = 0; i < rows; i++) keepDrawn(kernel.drawn(lane, row + i), target, at + i);
    }
  }

  /** Draws rows of a block, to the target from its row `at` on. */
  #drawRows(split: SplitName, number: number, row: number, rows: number, target: Columns, at: number): void {
    const block = this.#block;
    this.#sequence ??= sequenceOf(this.#config);
    if (!block.isOf(split, number) || row < block.drawn) this.#begin(block, split, number);
    while (block.drawn < row) this.#drawNext(block, Math.min(row - block.drawn, this.#sequence.most));
    for (let done = 0; done < rows; ) {
      const some = Math.min(rows - done, this.#sequence.most);
      this.#drawNext(block, some);
      this.#standardise(some, target, at + done);
      done += some;
    }
    block.copyLabels(row, rows, target, at);
  }

  #drawNext(block: Block, rows: number): void {
    const sequence = this.#sequence!;
    sequence.templates.set(block.templates.subarray(block.drawn, block.drawn + rows));
    sequence.draw(block.random, rows);
    block.drawn += rows;
  }

  /** Puts the examples that were drawn last in the target's rows from `at` on. */
  #standardise(rows: number, target: Columns, at: number): void {
    const { x } = target;
    const { values } = this.#sequence!;
    const positions = this.#positions;
    const length = positions.length;
    const { mean, std } = this.#standardisation;
    for (let i = 0; i < rows; i++) {
      const start = (at + i) * length;
      for (let k = 0; k < length; k++) x[start + k] = (values[i * length + positions[k]!]! - mean) / std;
      if (target.scale !== undefined) this.#sequence!.keepFactors(i, target, at + i);
    }
  }
}
