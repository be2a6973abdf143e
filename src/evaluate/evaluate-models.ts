import { integer, type Kind, kind } from "../config/kinds.js";
import { MAX_WORKERS } from "../config/limits.js";
import { abortSignal, callback, checkedOptions, type OptionKinds } from "../config/options.js";
import { checkReadable, type ReadableExamples } from "../generate/examples.js";
import type { Progress } from "../generate/work-options.js";
import { BASELINE_NAMES, type BaselineName } from "../learn/baseline-names.js";
import type { TrainingProgress } from "../learn/training-progress.js";
import { compareModels, type ModelDifference } from "./comparison.js";
import { type Evaluation, evaluationOf } from "./evaluation.js";
import { PROTOCOL, type Task, type Trained } from "./protocol.js";
import { trainAll } from "./train-all.js";
import { readTrainingData, type TrainingData } from "./training-data.js";

export interface EvaluateOptions {
  /** By default all. */
  readonly models?: readonly BaselineName[];
  /** Default: 6,000. */
  readonly steps?: number;
  /** Initial weights of each model, seeded by 0, 1, …. Default: 1. */
  readonly seeds?: number;
  /** Threads, each with a training at a time. Default: all cores. */
  readonly workers?: number;
  readonly onProgress?: (progress: Progress | TrainingProgress) => void;
  /** Told of each training that is done. */
  readonly onTrained?: (trained: Trained) => void;
  readonly signal?: AbortSignal;
}

export const modelsKind: Kind<readonly BaselineName[]> = kind(
  `a list of ${BASELINE_NAMES.join(", ")}, each once`,
  { type: "array", items: { enum: BASELINE_NAMES }, uniqueItems: true, minItems: 1 },
  (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    new Set(value).size === value.length &&
    value.every((name) => BASELINE_NAMES.includes(name)),
);

export const stepsKind: Kind<number> = integer(1, 1_000_000);
export const seedsKind: Kind<number> = integer(1, 1000);

const kinds: OptionKinds<EvaluateOptions> = {
  models: modelsKind,
  steps: stepsKind,
  seeds: seedsKind,
  workers: integer(1, MAX_WORKERS),
  onProgress: callback,
  onTrained: callback,
  signal: abortSignal,
};

/** A dataset under the name that messages call it by. */
export interface NamedExamples {
  readonly name: string;
  readonly examples: ReadableExamples;
}

/**
 * Trains the baselines of the paper on a dataset, as it is and with shuffled positions, each on a thread.
 *
 * @example
 * const { models } = await evaluateModels({ name: "steep", examples: generate({ shearScale: 1.5 }) }, { models: ["cnn"] });
 * @throws EvaluationError for a dataset that can't be learned from; ConfigError for an option; ThreadError; what reading
 *   throws; the signal's reason when aborted.
 */
export async function evaluateModels(dataset: NamedExamples, options: EvaluateOptions = {}): Promise<Evaluation> {
  const plan = await planEvaluation([dataset], options);
  return plan.evaluations(await plan.train())[0]!;
}

export interface ModelComparison {
  readonly a: Evaluation;
  readonly b: Evaluation;
  /** Of each model B − A, seed by seed. */
  readonly differences: readonly ModelDifference[];
}

/** What a change of the dataset does to each model: both are trained from the same initial weights. @throws as `evaluateModels`. */
export async function evaluateChange(
  a: NamedExamples,
  b: NamedExamples,
  options: EvaluateOptions = {},
): Promise<ModelComparison> {
  const plan = await planEvaluation([a, b], options);
  return plan.comparison(await plan.train());
}

/** Trainings that are to be done, and what comes of them, or of those that are done. */
export interface EvaluationPlan {
  readonly tasks: readonly Task[];
  train(): Promise<Trained[]>;
  evaluations(trained: readonly Trained[]): Evaluation[];
  /** Of two datasets. */
  comparison(trained: readonly Trained[]): ModelComparison;
}

/** Reads datasets and checks that they can be learned from. Of one alone positions are shuffled, too. */
export async function planEvaluation(
  datasets: readonly NamedExamples[],
  options: EvaluateOptions,
): Promise<EvaluationPlan> {
  const { models = BASELINE_NAMES, steps = PROTOCOL.steps, seeds = 1, ...others } = checkedOptions(options, kinds);
  const { onTrained, onProgress, signal } = others;
  const data: TrainingData[] = [];
  for (const { name, examples } of datasets) {
    checkReadable(examples, name);
    const reading = { ...(onProgress && { onProgress }), ...(signal && { signal }) };
    data.push(await readTrainingData(name, examples, PROTOCOL.batch, reading));
  }
  const orders = datasets.length === 1 ? [false, true] : [false];
  const numbers = Array.from({ length: seeds }, (_, seed) => seed);
  const tasks = data.flatMap((_, number) =>
    orders.flatMap((isShuffled) =>
      models.flatMap((model) => numbers.map((seed) => ({ data: number, model, isShuffled, seed }))),
    ),
  );
  const isOf = (one: Trained, task: Task) =>
    (["data", "model", "isShuffled", "seed"] as const).every((key) => one[key] === task[key]);
  const evaluations = (trained: readonly Trained[]) => {
    // In the order of the tasks, whichever was done first.
    const inOrder = tasks.flatMap((task) => trained.find((one) => isOf(one, task)) ?? []);
    return data.map((own, i) =>
      evaluationOf(
        own,
        models,
        steps,
        inOrder.filter((one) => one.data === i),
      ),
    );
  };
  return {
    tasks,
    train() {
      const onDone = (_: number, trained: Trained) => onTrained?.(trained);
      return trainAll(data, tasks, { ...PROTOCOL, steps }, { ...others, onDone });
    },
    evaluations,
    comparison(trained) {
      const [a, b] = evaluations(trained) as [Evaluation, Evaluation];
      return { a, b, differences: compareModels(models, trained) };
    },
  };
}
