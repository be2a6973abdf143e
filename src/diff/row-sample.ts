/** Most rows that distances are computed from. */
const MAX_ROWS = 50_000;

/** Most values of a sample (16 MB): of long examples there are fewer rows. */
const MAX_VALUES = 4_000_000;

/** Some rows of a dataset, or all of them, whose distribution stands for its own. */
export interface Sample {
  readonly rows: number;
  /** Points per example. */
  readonly length: number;
  /** Shape (rows, length). */
  readonly x: Float32Array;
  /** The number of each row's class; −1 for one of too many. */
  readonly classes: Int32Array;
}

/** Takes rows at even distances from a dataset that passes by. */
export class RowSample {
  readonly #all: number;
  readonly #length: number;
  readonly #rows: number;
  readonly #x: Float32Array;
  readonly #classes: Int32Array;
  /** Rows that passed by. */
  #passed = 0;
  #taken = 0;

  /** @param all rows that will pass by. */
  constructor(all: number, length: number) {
    this.#all = all;
    this.#length = length;
    this.#rows = Math.min(all, MAX_ROWS, Math.max(1, Math.floor(MAX_VALUES / length)));
    this.#x = new Float32Array(this.#rows * length);
    this.#classes = new Int32Array(this.#rows);
  }

  add(x: Float32Array | Float64Array, rows: number, classes: Int32Array): void {
    const length = this.#length;
    const first = this.#passed;
    this.#passed += rows;
    while (this.#taken < this.#rows) {
      const row = Math.floor((this.#taken * this.#all) / this.#rows) - first;
      if (row >= rows) break;
      this.#x.set(x.subarray(row * length, (row + 1) * length), this.#taken * length);
      this.#classes[this.#taken++] = classes[row]!;
    }
  }

  sample(): Sample {
    return { rows: this.#taken, length: this.#length, x: this.#x, classes: this.#classes };
  }
}
