import type { Dtype } from "../config/config.js";
import { integer } from "../config/kinds.js";
import { checkedOptions } from "../config/options.js";
import {
  type Chunk,
  checkReadable,
  type ReadableExamples,
  rowCount,
  type Split,
  type SplitName,
} from "../generate/examples.js";
import { inTurns, takeTurns, type WorkOptions, workKinds } from "../generate/work-options.js";
import { ColumnFigures, type ColumnSummaries } from "./column-figures.js";
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

/** Moments are of x. */
export interface SplitInspection extends ValueSummary, ColumnSummaries, Split {
  /** Rows whose x is that of an earlier row of the split, bit for bit. */
  readonly duplicates: number;
}

export interface ClassInspection extends RowsPerSplit {
  readonly label: number;
  /** The first of train, or else of test. */
  readonly example: ExampleRow;
}

/** Rows of each split; of those beside train and test where there are some. */
export interface RowsPerSplit {
  readonly train: number;
  readonly test: number;
  readonly validation?: number;
  readonly [shifted: `test_${string}`]: number;
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
  const parts = examples.splits.map((split) => new Part(split));
  const classes = new ClassTable(new Map());
  const head: ExampleRow[] = [];
  const total = rowCount(examples.splits);
  let done = 0;
  signal?.throwIfAborted();
  for await (const chunk of examples.chunks({ reuse: true })) {
    const part = parts.find(({ split }) => split.name === chunk.split)!;
    part.add(chunk);
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
    splits: parts.map((part) => ({
      name: part.split.name,
      rows: part.split.rows,
      ...part.summary(),
      duplicates: duplicates(sorted.get(part.split.name)!),
    })),
    classes: classes.classes.filter((entry) => entry !== undefined).sort((a, b) => a.label - b.label),
    unlistedRows: classes.unlistedRows,
    testRowsInTrain: train === undefined || test === undefined ? null : rowsFoundIn(test, train),
    head,
  };
}

/** What is kept of a split while its rows pass by. */
class Part {
  readonly hashes: RowHashes;
  readonly #moments = new RunningMoments();
  readonly #figures = new ColumnFigures();
  #summary: (ValueSummary & ColumnSummaries) | undefined;

  constructor(readonly split: Split) {
    this.hashes = new RowHashes(split.rows);
  }

  add(chunk: Chunk): void {
    this.#moments.add(chunk.x);
    this.#figures.add(chunk);
    this.hashes.add(chunk.x, chunk.rows);
    if (chunk.start + chunk.rows === this.split.rows) this.summary();
  }

  /** Once all rows were added. */
  summary(): ValueSummary & ColumnSummaries {
    this.#summary ??= { ...this.#moments.summary(), ...this.#figures.summary() };
    return this.#summary;
  }
}

/** Most classes that are looked at one by one. Files may have any labels, such as a number for every row. */
const MAX_LISTED_CLASSES = 1000;

/** The numbers of the labels of a dataset, or of several, as they come: 0 for the first, and so on. */
export type LabelIndex = Map<number, number>;

/** −1 for a class beyond the first 1,000. */
function numberOf(label: number, index: LabelIndex): number {
  const known = index.get(label);
  if (known !== undefined) return known;
  if (index.size === MAX_LISTED_CLASSES) return -1;
  index.set(label, index.size);
  return index.size - 1;
}

type CountedClass = { -readonly [Key in keyof ClassInspection]: ClassInspection[Key] };

/** The classes that are met in a dataset, and an example of each. */
export class ClassTable {
  /** By the number of the class; absent where it has no rows. */
  readonly classes: (CountedClass | undefined)[] = [];
  /** Rows of classes that have no number. */
  unlistedRows = 0;
  /** The number of the class of each row that was added last, and −1; longer than these where there were more before. */
  numbers: Int32Array = new Int32Array(0);
  readonly #index: LabelIndex;

  constructor(index: LabelIndex) {
    this.#index = index;
  }

  add(chunk: Chunk): void {
    const { split, rows, y } = chunk;
    if (this.numbers.length < rows) this.numbers = new Int32Array(rows);
    for (let row = 0; row < rows; row++) {
      const number = numberOf(y[row]!, this.#index);
      this.numbers[row] = number;
      if (number < 0) {
        this.unlistedRows++;
        continue;
      }
      let entry = this.classes[number];
      if (entry === undefined) {
        entry = { label: y[row]!, train: 0, test: 0, example: exampleRow(chunk, row) };
        this.classes[number] = entry;
      }
      entry[split] = (entry[split] ?? 0) + 1;
    }
  }
}

function exampleRow({ split, start, rows, x, y }: Chunk, row: number): ExampleRow {
  const length = x.length / rows;
  const values = Array.from(x.subarray(row * length, (row + 1) * length), finiteOrNull);
  return { split, row: start + row, y: y[row]!, x: values };
}
