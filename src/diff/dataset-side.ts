import type { Dtype } from "../config/config.js";
import type { Chunk, ReadableExamples, SplitName } from "../generate/examples.js";
import type { LabelIndex } from "../inspect/label-index.js";
import { RowHashes } from "../inspect/row-hashes.js";
import { finiteOrNull, RunningMoments, type ValueSummary } from "../inspect/running-moments.js";
import { copyFloats } from "../numeric/copy-floats.js";
import { RowSample } from "./row-sample.js";

/** Rows of a class in each split, and its first example. */
export interface ClassRows {
  train: number;
  test: number;
  readonly example: readonly (number | null)[];
}

/** Everything that is kept of one of two datasets while it passes by. */
export class DatasetSide {
  /** By the number of the class. */
  readonly classes: ClassRows[] = [];
  /** Rows of classes that have no number. */
  unlistedRows = 0;
  /** Rows of both splits. */
  readonly rows: number;
  /** Whether any row has a label before noise. */
  hasCleanLabels = false;
  readonly hashes: RowHashes;
  readonly sample: RowSample;
  /** Numbers of the classes of the rows that were added last. */
  numbers = new Int32Array(0);

  readonly #moments: Readonly<Record<SplitName, RunningMoments>> = {
    train: new RunningMoments(),
    test: new RunningMoments(),
  };
  readonly #dtype: Dtype;
  readonly #index: LabelIndex;
  #rounded = new Float32Array(0);

  /** @param dtype in which the datasets are compared. @param index of both datasets together. */
  constructor({ length, splits }: ReadableExamples, dtype: Dtype, index: LabelIndex) {
    this.rows = splits.reduce((sum, split) => sum + split.rows, 0);
    this.#dtype = dtype;
    this.#index = index;
    this.hashes = new RowHashes(this.rows);
    this.sample = new RowSample(this.rows, length);
  }

  /** Adds the next rows. @returns their x in the common type, good until the next call. */
  add({ split, rows, x, y, yClean }: Chunk): Float32Array | Float64Array {
    this.hasCleanLabels ||= yClean !== undefined;
    this.#moments[split].add(x);
    const common = this.#dtype === "float32" && x instanceof Float64Array ? this.#roundedOf(x) : x;
    if (this.numbers.length < rows) this.numbers = new Int32Array(rows);
    this.#index.fill(y, this.numbers);
    this.#count(split, rows, common);
    this.hashes.add(common, rows, y);
    this.sample.add(common, rows, this.numbers);
    return common;
  }

  momentsOf(split: SplitName): ValueSummary {
    return this.#moments[split].summary();
  }

  /** Over both splits. */
  moments(): ValueSummary {
    const all = new RunningMoments();
    for (const moments of Object.values(this.#moments)) all.merge(moments);
    return all.summary();
  }

  /** Of both splits. */
  rowsOfClass(number: number): number {
    const { train = 0, test = 0 } = this.classes[number] ?? {};
    return train + test;
  }

  #count(split: SplitName, rows: number, x: Float32Array | Float64Array): void {
    const length = x.length / rows;
    for (let row = 0; row < rows; row++) {
      const number = this.numbers[row]!;
      if (number < 0) {
        this.unlistedRows++;
        continue;
      }
      let entry = this.classes[number];
      if (entry === undefined) {
        const example = Array.from(x.subarray(row * length, (row + 1) * length), finiteOrNull);
        entry = { train: 0, test: 0, example };
        this.classes[number] = entry;
      }
      entry[split]++;
    }
  }

  #roundedOf(x: Float64Array): Float32Array {
    if (this.#rounded.length < x.length) this.#rounded = new Float32Array(x.length);
    const rounded = this.#rounded.subarray(0, x.length);
    copyFloats(rounded, x);
    return rounded;
  }
}
