import { isShifted, type SplitName, shiftNameOf } from "../config/split-names.js";
import { inDtype } from "../dataset/read/in-step.js";
import { hashedExamples } from "../dataset/read/read-form.js";
import { countText, listOf } from "../dataset/readable-numbers.js";
import type { Chunk, ReadableExamples } from "../generate/examples.js";
import { takeTurns, type WorkOptions } from "../generate/work-options.js";
import type { LabelledExamples } from "../learn/training.js";
import { EvaluationError } from "./evaluation-error.js";

/** A dataset as models take it, in memory that threads share. */
export interface TrainingData {
  readonly name: string;
  readonly digest: string;
  /** Points of an example. */
  readonly length: number;
  /** The label of each class. */
  readonly classes: readonly number[];
  readonly train: LabelledExamples;
  readonly test: LabelledExamples;
  /** Shifted test splits, by the names of the shifts. */
  readonly shifted: Readonly<Record<string, LabelledExamples>>;
}

const MOST_CLASSES = 1000;

/** What a recurrent model keeps of a batch of longer ones is beyond 400 MB. */
const MOST_POINTS = 10_000;

/**
 * Reads a dataset for training: train, test, and shifted test splits.
 * @param batch examples that there must be at least.
 * @throws EvaluationError for one that can't be learned from; what reading throws.
 */
export async function readTrainingData(
  name: string,
  examples: ReadableExamples,
  batch: number,
  { onProgress, signal }: WorkOptions = {},
): Promise<TrainingData> {
  const { length, splits } = examples;
  const wanted = splits.filter((split) => split.name !== "validation" && split.rows > 0);
  const rowsIn = (split: SplitName) => wanted.find((one) => one.name === split)?.rows ?? 0;
  const [trainRows, testRows] = [rowsIn("train"), rowsIn("test")];
  const there = listOf(splits.filter(({ rows }) => rows > 0).map(({ name: own, rows }) => `${countText(rows)} ${own}`));
  const refuse = (problem: string, hint?: string) => new EvaluationError(name, problem, hint);
  if (testRows === 0) throw refuse(`expected examples to test on, got ${there || "none"}`, "A split test has them.");
  if (trainRows < batch) {
    throw refuse(
      `expected at least ${batch} train examples, a batch, got ${countText(trainRows)}`,
      `There are ${there}.`,
    );
  }
  if (length > MOST_POINTS) {
    throw refuse(`expected examples of at most ${countText(MOST_POINTS)} points, got ${countText(length)}`);
  }

  const memory = new Map(wanted.map((split) => [split.name, sharedExamples(split.rows, length)]));
  const total = wanted.reduce((sum, { rows }) => sum + rows, 0);
  const { hashed, digest } = hashedExamples(examples);
  let done = 0;
  for await (const chunk of inDtype(hashed, "float32").chunks({ reuse: true })) {
    signal?.throwIfAborted();
    const into = memory.get(chunk.split);
    if (into === undefined) continue;
    checkFinite(name, chunk, length);
    into.x.set(chunk.x, chunk.start * length);
    into.labels.set(chunk.y, chunk.start);
    done += chunk.rows;
    onProgress?.({ phase: "reading", done, total });
    await takeTurns(signal);
  }

  const classes = [...new Set(memory.get("train")!.labels)].sort((a, b) => a - b);
  if (classes.length === 1) {
    throw refuse(`expected at least two classes in train, got the label ${classes[0]} alone`);
  }
  if (classes.length > MOST_CLASSES) {
    throw refuse(`expected at most ${countText(MOST_CLASSES)} classes, got ${countText(classes.length)} labels`);
  }
  const numbers = new Map(classes.map((label, number) => [label, number]));
  for (const [split, { labels }] of memory) {
    const unknown = labels.findIndex((label) => !numbers.has(label));
    if (unknown >= 0) {
      throw refuse(`expected labels in ${split} that train has, got ${labels[unknown]} in row ${countText(unknown)}`);
    }
    for (const [row, label] of labels.entries()) labels[row] = numbers.get(label)!;
  }
  const shifted = [...memory].filter(([split]) => isShifted(split));
  return {
    name,
    digest: (await digest()).digest,
    length,
    classes,
    train: memory.get("train")!,
    test: memory.get("test")!,
    shifted: Object.fromEntries(shifted.map(([split, own]) => [shiftNameOf(split), own])),
  };
}

function sharedExamples(rows: number, length: number): LabelledExamples {
  const [x, labels] = [new SharedArrayBuffer(4 * rows * length), new SharedArrayBuffer(4 * rows)];
  return {
    rows,
    x: new Float32Array(x as unknown as ArrayBuffer),
    labels: new Int32Array(labels as unknown as ArrayBuffer),
  };
}

function checkFinite(name: string, { split, start, x }: Chunk, length: number): void {
  const at = x.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  const place = `${split} row ${countText(start + Math.floor(at / length))}, position ${at % length}`;
  throw new EvaluationError(name, `expected finite float32 values, got ${x[at]} at ${place}`);
}
