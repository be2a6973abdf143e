import type { Config } from "../../../src/config/config.js";
import { isShifted, type SplitName, shiftNameOf } from "../../../src/config/split-names.js";
import { EvaluationError } from "../../../src/evaluate/evaluation-error.js";
import { PROTOCOL } from "../../../src/evaluate/protocol.js";
import { generateAsync } from "../../../src/generate/generate.js";
import type { BaselineName } from "../../../src/learn/baseline-names.js";
import { BASELINES } from "../../../src/learn/baselines.js";
import { ShapeError } from "../../../src/learn/layer.js";
import { newArithmetic } from "../../../src/learn/new-arithmetic.js";
import { adam } from "../../../src/learn/optimisers.js";
import { reordered, SHUFFLE_SEED } from "../../../src/learn/reordered.js";
import { train as trainInSteps } from "../../../src/learn/train.js";
import { type LabelledExamples, newTraining, type Training } from "../../../src/learn/training.js";
import { RandomState } from "../../../src/random/random-state.js";

/** Milliseconds between two looks at whether it is to stop. */
const SLICE_MS = 30;

/** Examples that the model gets wrong, of which the first are shown. */
const MOST_WRONG = 20;

export interface TrainingRequest {
  readonly config: Config;
  readonly model: BaselineName;
  readonly isShuffled: boolean;
  readonly seed: number;
  readonly steps: number;
  /** Goes on with the training of this worker that was stopped. */
  readonly goesOn: boolean;
}

/** On the way. */
export type TrainingProgress =
  | { readonly step: number }
  /** Accuracies in per cent. */
  | { readonly step: number; readonly train: number; readonly test: number };

export interface WrongExample {
  readonly x: Float32Array;
  readonly label: number;
  readonly predicted: number;
}

/** What a model has learned until it stopped. */
export interface TrainingReport {
  readonly step: number;
  readonly isDone: boolean;
  readonly diverged: boolean;
  readonly parameters: number;
  /** What it was computed in: float32 in WebAssembly, float64 in JavaScript. */
  readonly dtype: "float32" | "float64";
  readonly labels: readonly number[];
  /** Shape (classes, classes): examples of test by label and by what the model takes them for. */
  readonly confusion: readonly number[];
  readonly wrong: readonly WrongExample[];
  /** Accuracy in per cent on shifted test splits. */
  readonly shifted: readonly { readonly name: string; readonly accuracy: number }[];
}

interface Run {
  readonly steps: Generator<number, { readonly diverged?: number }, void>;
  readonly report: (step: number, isDone: boolean, diverged: boolean) => TrainingReport;
  tell: (progress: TrainingProgress) => void;
  step: number;
}

/** The training that was stopped last. */
let stopped: Run | undefined;

/** Trains one of the paper's models until it is done or stopped; it can go on from there. */
export async function train(
  request: TrainingRequest,
  {
    isStopped,
    onProgress,
  }: { readonly isStopped: () => boolean; readonly onProgress: (progress: TrainingProgress) => void },
): Promise<TrainingReport> {
  const run = request.goesOn && stopped !== undefined ? stopped : await newRun(request, onProgress);
  run.tell = onProgress;
  stopped = undefined;
  while (!isStopped()) {
    const end = performance.now() + SLICE_MS;
    while (performance.now() < end) {
      const next = run.steps.next();
      if (next.done) return run.report(run.step, true, next.value.diverged !== undefined);
      run.step = next.value;
    }
    onProgress({ step: run.step });
    await turn();
  }
  stopped = run;
  return run.report(run.step, false, false);
}

/** Lets messages come in; a timer would take 4 ms. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

async function newRun(
  { config, model, isShuffled, seed, steps }: TrainingRequest,
  onProgress: (progress: TrainingProgress) => void,
): Promise<Run> {
  const examples = await generateAsync({ ...config, factors: false, clean: false, dtype: "float32" });
  const { length } = examples;
  const order = isShuffled ? new RandomState(SHUFFLE_SEED).permutation(length) : undefined;
  const labels = [...new Set(examples.arrays("train").y)].sort((a, b) => a - b);
  const split = (name: SplitName): LabelledExamples => {
    const { shape, x, y } = examples.arrays(name, { dtype: "float32" });
    const own = { rows: shape[0], x, labels: y.map((label) => labels.indexOf(label)) };
    return order === undefined ? own : reordered(own, order);
  };
  const [trained, test] = [split("train"), split("test")];
  const refuse = (problem: string) => new EvaluationError("this dataset", problem);
  if (test.rows === 0) throw refuse("expected examples to test on, got an empty test split");
  if (labels.length < 2) throw refuse("expected at least two classes in train, got fewer");
  if (test.labels.includes(-1)) throw refuse("expected every class of test in train as well: more examples have it");
  const { batch, learningRate, scoreEvery } = PROTOCOL;
  const arithmetic = newArithmetic();
  const optimiser = adam({ learningRate });
  const layers = BASELINES[model](labels.length);
  const shapes = { layers, length, classes: labels.length, batch, seed, optimiser };
  let training: Training;
  try {
    training = newTraining(arithmetic, shapes);
  } catch (error) {
    if (error instanceof ShapeError) throw refuse(`examples are too short for the ${model}: ${error.message}`);
    throw error;
  }

  const run: Run = {
    steps: trainInSteps(
      training,
      { train: trained, test },
      {
        steps,
        batch: Math.min(batch, trained.rows),
        scoreEvery: Math.min(scoreEvery, Math.max(1, Math.floor(steps / 4))),
        onScore: (step, ofTrain, ofTest) =>
          run.tell({ step, train: 100 * ofTrain.accuracy, test: 100 * ofTest.accuracy }),
      },
    ),
    tell: onProgress,
    step: 0,
    report(step, isDone, diverged) {
      const predicted = training.predict(test);
      const confusion = new Array<number>(labels.length ** 2).fill(0);
      const wrong: WrongExample[] = [];
      for (const [row, taken] of predicted.entries()) {
        const own = test.labels[row]!;
        confusion[own * labels.length + taken]!++;
        if (own === taken || wrong.length === MOST_WRONG) continue;
        const x = Float32Array.from(test.x.subarray(row * length, (row + 1) * length));
        wrong.push({ x, label: labels[own]!, predicted: labels[taken]! });
      }
      const shifted = examples.splits
        .filter(({ name }) => isShifted(name))
        .map(({ name }) => ({ name: shiftNameOf(name), accuracy: 100 * training.score(split(name)).accuracy }));
      const { parameterCount: parameters } = training.model;
      return { step, isDone, diverged, parameters, dtype: arithmetic.dtype, labels, confusion, wrong, shifted };
    },
  };
  return run;
}
