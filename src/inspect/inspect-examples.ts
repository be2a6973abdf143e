import type { Dtype } from "../config/config.js";
import { integer } from "../config/kinds.js";
import { checkedOptions } from "../config/options.js";
import { inTurns, takeTurns } from "../dataset/in-turns.js";
import {
  type Chunk,
  checkReadable,
  type ReadableExamples,
  rowCount,
  type Split,
  type SplitName,
} from "../generate/examples.js";
import { type WorkOptions, workKinds } from "../generate/work-options.js";
import { LabelIndex } from "./label-index.js";
import { duplicates, RowHashes, rowsFoundIn, type SortedHashes } from "./row-hashes.js";
import { finiteOrNull, RunningMoments, type ValueSummary } from "./running-moments.js";

/** What a dataset holds, in plain numbers; ready for JSON, which has null for what is not finite. */
export interface Inspection {
  readonly length: number;
  readonly dtype: Dtype;
  readonly splits: readonly SplitInspection[];
  /** Sorted by label; 1,000 at most. */
  readonly classes: readonly ClassInspection[];
  /** Rows of further classes. */
  readonly unlistedRows: number;
  /** Rows of test whose x is also in train, bit for bit; null without both splits. */
  readonly testRowsInTrain: number | null;
  /** The first examples. */
  readonly head: readonly ExampleRow[];
}

export interface SplitInspection extends ValueSummary, Split {
  /** Rows whose x is that of an earlier row of the split, bit for bit. */
  readonly duplicates: number;
}

export interface ClassInspection {
  readonly label: number;
  /** Rows of each split. */
  readonly train: number;
  readonly test: number;
  /** The first of train, or else of test. */
  readonly example: ExampleRow;
}

export interface ExampleRow {
  readonly split: SplitName;
  readonly row: number;
  readonly y: number;
  /** Shape (length,). */
  readonly x: readonly (number | null)[];
}

export interface InspectOptions extends WorkOptions {
  /** How many of the first examples are wanted. */
  readonly head?: number;
}

/**
 * Reads a dataset once. Memory is flat but for 8 bytes a row, by which duplicates are found.
 *
 * @throws what reading throws: for files, FormatError; the signal's reason when aborted.
 */
export async function inspectExamples(examples: ReadableExamples, options: InspectOptions = {}): Promise<Inspection> {
  checkReadable(examples, "examples");
  const { length, dtype } = examples;
  const { head: headRows = 0, onProgress, signal } = checkedOptions(options, { ...workKinds, head: integer(0) });
  const parts = examples.splits.map((split) => ({
    split,
    moments: new RunningMoments(),
    hashes: new RowHashes(split.rows),
  }));
  const classes = new ClassTable();
  const head: ExampleRow[] = [];
  const total = rowCount(examples.splits);
  let done = 0;
  signal?.throwIfAborted();
  for await (const chunk of examples.chunks({ reuse: true })) {
    const part = parts.find(({ split }) => split.name === chunk.split)!;
    part.moments.add(chunk.x);
    part.hashes.add(chunk.x, chunk.rows);
    classes.add(chunk);
    for (let row = 0; row < chunk.rows && head.length < headRows; row++) head.push(exampleRow(chunk, row));
    done += chunk.rows;
    onProgress?.({ phase: "reading", done, total });
    await takeTurns(signal);
  }
  const sorted = new Map<SplitName, SortedHashes>();
  for (const { split, hashes } of parts) sorted.set(split.name, await inTurns(hashes.sort(), signal));
  const [train, test] = [sorted.get("train"), sorted.get("test")];
  return {
    length,
    dtype,
    splits: parts.map(({ split, moments }) => ({
      name: split.name,
      rows: split.rows,
      ...moments.summary(),
      duplicates: duplicates(sorted.get(split.name)!),
    })),
    classes: classes.list(),
    unlistedRows: classes.unlistedRows,
    testRowsInTrain: train === undefined || test === undefined ? null : rowsFoundIn(test, train),
    head,
  };
}

/** The classes that were met, and an example of each. */
class ClassTable {
  unlistedRows = 0;
  readonly #index = new LabelIndex();
  readonly #classes: { label: number; train: number; test: number; example: ExampleRow }[] = [];
  #numbers = new Int32Array(0);

  add(chunk: Chunk): void {
    const { split, rows, y } = chunk;
    if (this.#numbers.length < rows) this.#numbers = new Int32Array(rows);
    this.#index.fill(y, this.#numbers);
    for (let row = 0; row < rows; row++) {
      const number = this.#numbers[row]!;
      if (number < 0) {
        this.unlistedRows++;
        continue;
      }
      let entry = this.#classes[number];
      if (entry === undefined) {
        entry = { label: y[row]!, train: 0, test: 0, example: exampleRow(chunk, row) };
        this.#classes[number] = entry;
      }
      entry[split]++;
    }
  }

  list(): ClassInspection[] {
    return [...this.#classes].sort((a, b) => a.label - b.label);
  }
}

function exampleRow({ split, start, rows, x, y }: Chunk, row: number): ExampleRow {
  const length = x.length / rows;
  const values = Array.from(x.subarray(row * length, (row + 1) * length), finiteOrNull);
  return { split, row: start + row, y: y[row]!, x: values };
}
