import { countText } from "../dataset/readable-numbers.js";
import type { BaselineName } from "../learn/baseline-names.js";
import { BASELINES } from "../learn/baselines.js";
import { ModelTooLarge } from "../learn/instance.js";
import { ShapeError } from "../learn/layer.js";
import type { Learning } from "../learn/learning.js";
import { newArithmetic } from "../learn/new-arithmetic.js";
import { adam } from "../learn/optimisers.js";
import { reordered, SHUFFLE_SEED } from "../learn/reordered.js";
import { train } from "../learn/train.js";
import { type LabelledExamples, newTraining } from "../learn/training.js";
import { RandomState } from "../random/random-state.js";
import { EvaluationError } from "./evaluation-error.js";
import type { Protocol, Task, Trained } from "./protocol.js";
import type { TrainingData } from "./training-data.js";

/** Trains a baseline, and scores it on its way. @param onStep told of each step that is done. */
export function trainBaseline(
  data: TrainingData,
  task: Task,
  { steps, batch, learningRate, scoreEvery }: Protocol,
  onStep: (step: number) => void,
): Trained {
  const start = performance.now();
  const { model, seed } = task;
  const { length, classes } = data;
  const order = task.isShuffled ? new RandomState(SHUFFLE_SEED).permutation(length) : undefined;
  const ordered = (examples: LabelledExamples) => (order === undefined ? examples : reordered(examples, order));
  const layers = BASELINES[model](classes.length);
  const arithmetic = newArithmetic();
  const optimiser = adam({ learningRate });
  const shapes = { length, classes: classes.length, batch };
  const training = withinLimits(data, model, () => newTraining(arithmetic, { layers, ...shapes, seed, optimiser }));
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
  const { parameterCount: parameters } = training.model;
  return { ...task, ...learning, parameters, shifted: Object.fromEntries(shifted), dtype: arithmetic.dtype, seconds };
}

/** @throws EvaluationError for examples that are too short, or for which a model becomes too large. */
function withinLimits<T>({ name, length, classes }: TrainingData, model: BaselineName, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const others = Object.keys(BASELINES).filter((other) => other !== model);
    const hint = `Without it: --models ${others.join()}`;
    const refuse = (problem: string) => new EvaluationError(name, `${problem}: ${(error as Error).message}`, hint);
    if (error instanceof ShapeError) throw refuse(`examples are too short for the ${model}`);
    if (!(error instanceof ModelTooLarge)) throw error;
    const size = `${countText(length)} points and ${countText(classes.length)} classes`;
    throw refuse(`${size} are too many for the ${model}`);
  }
}
