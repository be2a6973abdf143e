import { type Chunk, type ReadableExamples, rowCount, type SplitName } from "../generate/examples.js";
import { takeTurns, type WorkOptions } from "../generate/work-options.js";

/** Most classes that a picture has room for. Files may have any labels, such as a number for every row. */
export const MOST_CLASSES = 40;

/** What was met of a split on the way to a picture. */
export interface Collected<Entry> {
  readonly split: SplitName;
  /** By label, in ascending order; no more than `MOST_CLASSES`, those that come first. */
  readonly classes: ReadonlyMap<number, Entry>;
  /** Rows of further classes. */
  readonly unlistedRows: number;
  /** Values of the rows that are not finite. */
  readonly notFinite: number;
}

/** The first split that has rows. */
export function firstSplit({ splits }: ReadableExamples): SplitName | undefined {
  return splits.find(({ rows }) => rows > 0)?.name;
}

/**
 * The first examples of each class in a split.
 * @param labels the classes that there are, where that is known: reading ends when they have enough.
 */
export async function firstOfClasses(
  examples: ReadableExamples,
  split: SplitName,
  options: { readonly perClass: number; readonly labels?: readonly number[] },
  work: WorkOptions,
): Promise<Collected<readonly Float64Array[]>> {
  const { perClass, labels } = options;
  const found = new Map<number, Float64Array[]>();
  let open = labels === undefined ? Infinity : Math.min(labels.length, MOST_CLASSES);
  return collect(
    examples,
    split,
    found,
    () => [],
    work,
    (row, x) => {
      if (row.length < perClass && row.push(Float64Array.from(x)) === perClass) open--;
      return { counts: row.length <= perClass, isDone: open === 0 };
    },
  );
}

/** Sums over the examples of a class, at each position those of finite values. */
export class PositionSums {
  rows = 0;
  readonly #counts: Float64Array;
  readonly #means: Float64Array;
  readonly #squares: Float64Array;

  constructor(length: number) {
    this.#counts = new Float64Array(length);
    this.#means = new Float64Array(length);
    this.#squares = new Float64Array(length);
  }

  add(x: ArrayLike<number>): void {
    this.rows++;
    for (let i = 0; i < x.length; i++) {
      const value = x[i]!;
      if (!Number.isFinite(value)) continue;
      const count = ++this.#counts[i]!;
      const deviation = value - this.#means[i]!;
      this.#means[i]! += deviation / count;
      this.#squares[i]! += deviation * (value - this.#means[i]!);
    }
  }

  /** Shape (length,); NaN where no value is finite. */
  mean(): Float64Array {
    return this.#means.map((mean, i) => (this.#counts[i] === 0 ? Number.NaN : mean));
  }

  /** Shape (length,): of the whole population. */
  std(): Float64Array {
    return this.#squares.map((sum, i) => Math.sqrt(sum / this.#counts[i]!));
  }
}

/** Mean and standard deviation of each class at each position of a split. */
export function classMoments(
  examples: ReadableExamples,
  split: SplitName,
  work: WorkOptions,
): Promise<Collected<PositionSums>> {
  const found = new Map<number, PositionSums>();
  return collect(
    examples,
    split,
    found,
    () => new PositionSums(examples.length),
    work,
    (sums, x) => {
      sums.add(x);
      return { counts: true, isDone: false };
    },
  );
}

/**
 * Goes through a split, with an entry for each class.
 * @param take adds a row to the entry of its class, and says whether the row is in the picture, and whether all are that are wanted.
 */
async function collect<Entry>(
  examples: ReadableExamples,
  split: SplitName,
  found: Map<number, Entry>,
  open: () => Entry,
  work: WorkOptions,
  take: (entry: Entry, x: ArrayLike<number>) => { readonly counts: boolean; readonly isDone: boolean },
): Promise<Collected<Entry>> {
  const { length } = examples;
  const last = examples.splits.find(({ name }) => name === split)!.rows;
  let [unlistedRows, notFinite] = [0, 0];
  await visit(examples, work, (chunk) => {
    if (chunk.split !== split) return true;
    for (let row = 0; row < chunk.rows; row++) {
      const label = chunk.y[row]!;
      const entry = found.get(label) ?? (found.size < MOST_CLASSES ? open() : undefined);
      if (entry === undefined) {
        unlistedRows++;
        continue;
      }
      found.set(label, entry);
      const x = chunk.x.subarray(row * length, (row + 1) * length);
      const { counts, isDone } = take(entry, x);
      if (counts) for (const value of x) if (!Number.isFinite(value)) notFinite++;
      if (isDone) return false;
    }
    return chunk.start + chunk.rows < last;
  });
  return { split, classes: new Map([...found].sort(([a], [b]) => a - b)), unlistedRows, notFinite };
}

/** Goes through a dataset while more of it is needed. */
async function visit(
  examples: ReadableExamples,
  { onProgress, signal }: WorkOptions,
  needsMoreAfter: (chunk: Chunk) => boolean,
): Promise<void> {
  const total = rowCount(examples.splits);
  let done = 0;
  for await (const chunk of examples.chunks({ reuse: true })) {
    const isEnough = !needsMoreAfter(chunk);
    done += chunk.rows;
    onProgress?.({ phase: "reading", done, total });
    await takeTurns(signal);
    if (isEnough) return;
  }
}

/** Examples of each class in each split. */
export async function labelCounts(
  examples: ReadableExamples,
  work: WorkOptions,
): Promise<ReadonlyMap<SplitName, ReadonlyMap<number, number>>> {
  const counts = new Map(examples.splits.map(({ name }) => [name, new Map<number, number>()]));
  await visit(examples, work, ({ split, rows, y }) => {
    const own = counts.get(split)!;
    for (let row = 0; row < rows; row++) own.set(y[row]!, (own.get(y[row]!) ?? 0) + 1);
    return true;
  });
  return counts;
}

/** The first example of each of some splits. */
export async function firstOfSplits(
  examples: ReadableExamples,
  splits: readonly SplitName[],
  work: WorkOptions,
): Promise<ReadonlyMap<SplitName, Float64Array>> {
  const found = new Map<SplitName, Float64Array>();
  await visit(examples, work, ({ split, start, rows, x }) => {
    if (start === 0 && rows > 0 && splits.includes(split)) {
      found.set(split, Float64Array.from(x.subarray(0, examples.length)));
    }
    return found.size < splits.length;
  });
  return found;
}
