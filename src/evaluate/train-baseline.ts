import { BASELINES, type BaselineName } from "../learn/baselines.js";
import { newArithmetic } from "../learn/new-arithmetic.js";
import { adam } from "../learn/optimisers.js";
import { type Learning, train } from "../learn/train.js";
import { type LabelledExamples, newTraining } from "../learn/training.js";
import { RandomState } from "../random/random-state.js";
import type { TrainingData } from "./training-data.js";

/** The protocol of the paper's notebooks. */
export const PROTOCOL = { batch: 100, learningRate: 1e-2, scoreEvery: 250, steps: 6000, quickSteps: 2000 } as const;

/** Seed of the one permutation of positions, NumPy's, as the notebooks have it. */
const SHUFFLE_SEED = 42;

/** A training: what a thread does at a time. */
export interface Task {
  /** The number of the dataset. */
  readonly data: number;
  readonly model: BaselineName;
  /** Whether positions are shuffled, all examples' in the same way. */
  readonly isShuffled: boolean;
  /** Of the initial weights. */
  readonly seed: number;
  readonly steps: number;
}

export interface Trained extends Task, Learning {
  /** Accuracy at the end on shifted test splits, by the names of the shifts. */
  readonly shifted: Readonly<Record<string, number>>;
  readonly dtype: "float32" | "float64";
  readonly seconds: number;
}

/** Trains a baseline, and scores it on its way. @param onStep told of each step that is done. */
export function trainBaseline(data: TrainingData, task: Task, onStep: (step: number) => void): Trained {
  const start = performance.now();
  const { batch, learningRate, scoreEvery } = PROTOCOL;
  const { model, seed, steps } = task;
  const { length, classes } = data;
  const order = task.isShuffled ? new RandomState(SHUFFLE_SEED).permutation(length) : undefined;
  const ordered = (examples: LabelledExamples) => (order === undefined ? examples : inOrder(examples, order));
  const layers = BASELINES[model](classes.length);
  const arithmetic = newArithmetic();
  const optimiser = adam({ learningRate });
  const training = newTraining(arithmetic, { layers, length, classes: classes.length, seed, batch, optimiser });
  const examples = { train: ordered(data.train), test: ordered(data.test) };
  const run = train(training, examples, { steps, batch, scoreEvery });
  let learning: Learning | undefined;
  while (learning === undefined) {
    const next = run.next();
    if (next.done) learning = next.value;
    else onStep(next.value);
  }
  const shifted = Object.entries(data.shifted).map(([name, own]) => [name, training.score(ordered(own)).accuracy]);
  const seconds = (performance.now() - start) / 1000;
  return { ...task, ...learning, shifted: Object.fromEntries(shifted), dtype: arithmetic.dtype, seconds };
}

/** The examples with their points in another order: a copy. */
function inOrder({ rows, x, labels }: LabelledExamples, order: Uint32Array): LabelledExamples {
  const { length } = order;
  const moved = new Float32Array(x.length);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < length; i++) moved[row * length + i] = x[row * length + order[i]!]!;
  }
  return { rows, x: moved, labels };
}
