import type { Dtype } from "../config/config.js";
import { inDtype } from "../dataset/read/in-step.js";
import { COLUMNS, type ColumnField } from "../generate/columns.js";
import { type Chunk, type ReadableExamples, rowCount, type SplitName } from "../generate/examples.js";
import { ClassTable, type LabelIndex } from "../inspect/inspect-examples.js";
import { RowHashes } from "../inspect/row-hashes.js";
import { RunningMoments, type ValueSummary } from "../inspect/running-moments.js";
import type { Floats } from "../numeric/floats.js";
import type { ClassRows, SideFigures } from "./difference.js";

export class DatasetSide {
  /** The dataset with x in the common type: what is read of it is to be added. */
  readonly examples: ReadableExamples;
  /** Of the splits that are compared. */
  readonly rows: number;
  readonly classes: ClassTable;
  /** Columns that any row has. */
  readonly columns: Set<ColumnField> = new Set();
  readonly hashes: RowHashes;
  readonly sample: RowSample;

  readonly #moments: ReadonlyMap<SplitName, RunningMoments>;
  readonly #stored: ReadableExamples;
  readonly #further: readonly SplitName[];

  /**
   * @param dtype in which the datasets are compared.
   * @param index of both datasets together.
   * @param further splits that are not compared: nothing but their moments is told.
   */
  constructor(stored: ReadableExamples, dtype: Dtype, index: LabelIndex, further: readonly SplitName[]) {
    const moments = new Map(stored.splits.map(({ name }) => [name, new RunningMoments()]));
    this.#moments = moments;
    // Of the values before they are rounded.
    async function* chunks(): AsyncGenerator<Chunk, void, void> {
      for await (const chunk of stored.chunks({ reuse: true })) {
        moments.get(chunk.split)!.add(chunk.x);
        yield chunk;
      }
    }
    this.#stored = stored;
    this.examples = inDtype({ ...stored, chunks }, dtype);
    this.#further = further;
    this.rows = rowCount(stored.splits.filter(({ name }) => !further.includes(name)));
    this.classes = new ClassTable(index);
    this.hashes = new RowHashes(this.rows);
    this.sample = new RowSample(this.rows, stored.length);
  }

  add(chunk: Chunk): void {
    const { split, rows, x, y } = chunk;
    if (this.#further.includes(split)) return;
    for (const { field } of COLUMNS) if (chunk[field] !== undefined) this.columns.add(field);
    this.classes.add(chunk);
    this.hashes.add(x, rows, y);
    this.sample.add(x, rows, this.classes.numbers);
  }

  figures(): SideFigures {
    const { length, dtype, splits } = this.#stored;
    const summaries = splits.map(({ name, rows }) => ({ name, rows, ...this.#moments.get(name)!.summary() }));
    return { length, dtype, splits: summaries };
  }

  /** Of x in all splits that are compared. */
  moments(): ValueSummary {
    const all = new RunningMoments();
    for (const [split, moments] of this.#moments) if (!this.#further.includes(split)) all.merge(moments);
    return all.summary();
  }

  rowsOfClass(number: number): ClassRows {
    const { label: _, example, ...rows } = this.classes.classes[number] ?? { train: 0, test: 0 };
    return { ...rows, example: example?.x ?? null };
  }
}

/** Most rows that distances are computed from. */
const SAMPLED_ROWS = 50_000;

/** Most values of a sample (16 MB): of long examples there are fewer rows. */
const SAMPLED_VALUES = 4_000_000;

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

/** Takes rows at even distances from a dataset that passes by: a sample once all have. */
export class RowSample implements Sample {
  readonly rows: number;
  readonly x: Float32Array;
  readonly classes: Int32Array;
  #passed = 0;
  #taken = 0;

  /** @param all rows that will pass by. */
  constructor(
    readonly all: number,
    readonly length: number,
  ) {
    this.rows = Math.min(all, SAMPLED_ROWS, Math.max(1, Math.floor(SAMPLED_VALUES / length)));
    this.x = new Float32Array(this.rows * length);
    this.classes = new Int32Array(this.rows);
  }

  add(x: Floats, rows: number, classes: Int32Array): void {
    const { length } = this;
    const first = this.#passed;
    this.#passed += rows;
    while (this.#taken < this.rows) {
      const row = Math.floor((this.#taken * this.all) / this.rows) - first;
      if (row >= rows) break;
      this.x.set(x.subarray(row * length, (row + 1) * length), this.#taken * length);
      this.classes[this.#taken++] = classes[row]!;
    }
  }
}
