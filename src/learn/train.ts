import { log } from "../numeric/log.js";
import type { Learning } from "./learning.js";
import type { LabelledExamples, Score, Training } from "./training.js";

export interface TrainOptions {
  readonly steps: number;
  /** Examples of a step, which follow each other; the last ones of the data are what is left. */
  readonly batch: number;
  /** Steps between two scores. */
  readonly scoreEvery: number;
  /** Told of each score on the way. */
  readonly onScore?: (step: number, train: Score, test: Score) => void;
}

/** Train rows that are scored at most: more would take longer than the training. */
const MOST_SCORED = 10_000;

/** A loss of so many guesses, with an accuracy of at most so many, is none of a model that learns. */
const GUESSES = 2;

/**
 * Trains a model on examples in their order, again and again.
 * @yields the number of steps that are done, after each one.
 */
export function* train(
  training: Training,
  data: { readonly train: LabelledExamples; readonly test: LabelledExamples },
  { steps, batch, scoreEvery, onScore }: TrainOptions,
): Generator<number, Learning, void> {
  const scoredAt: number[] = [];
  const scores: { train: Score[]; test: Score[] } = { train: [], test: [] };
  const firstRows = { ...data.train, rows: Math.min(data.train.rows, MOST_SCORED) };
  const score = (step: number) => {
    const [train, test] = [training.score(firstRows), training.score(data.test)];
    scoredAt.push(step);
    scores.train.push(train);
    scores.test.push(test);
    onScore?.(step, train, test);
  };
  score(0);
  let start = 0;
  for (let step = 1; step <= steps; step++) {
    const rows = Math.min(batch, data.train.rows - start);
    const loss = training.step(data.train, start, rows);
    if (!Number.isFinite(loss)) return { scoredAt, ...scores, diverged: step };
    start = start + rows === data.train.rows ? 0 : start + rows;
    if (step % scoreEvery === 0 || step === steps) score(step);
    yield step;
  }
  const last = scores.train.at(-1)!;
  const classes = training.model.output.channels;
  const hasDiverged = !(last.loss <= GUESSES * log(classes)) && last.accuracy <= GUESSES / classes;
  return { scoredAt, ...scores, ...(hasDiverged && { diverged: steps }) };
}
