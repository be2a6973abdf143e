import { knownName } from "../digest/known-digests.js";
import type { BaselineName } from "../learn/baseline-names.js";
import { type Claim, checkClaims, STEPS_FOR_CLAIMS } from "./claims.js";
import type { Accuracies, ModelScores } from "./model-scores.js";
import type { Trained } from "./protocol.js";
import { statisticOf } from "./statistics.js";
import type { TrainingData } from "./training-data.js";

/** A dataset, and how well the baselines did on it. */
export interface Evaluation {
  readonly dataset: {
    readonly name: string;
    readonly digest: string;
    /** Points of an example. */
    readonly length: number;
    /** The label of each class. */
    readonly classes: readonly number[];
    readonly rows: { readonly train: number; readonly test: number };
    readonly shifts: readonly string[];
    readonly isPublished: boolean;
  };
  readonly models: readonly ModelScores[];
  /** What is claimed of the published dataset: of another, and after few steps, nothing. */
  readonly claims: readonly Claim[];
  readonly trainings: readonly Trained[];
}

/** @param wanted models, in their order. @param trained those that there are: all, or what is done of them. */
export function evaluationOf(
  data: TrainingData,
  wanted: readonly BaselineName[],
  steps: number,
  trained: readonly Trained[],
): Evaluation {
  const { name, digest, length, classes, train, test, shifted } = data;
  const isPublished = knownName(digest) !== undefined;
  const models = wanted.flatMap((model) => {
    const own = trained.filter((one) => one.model === model);
    const plain = own.filter(({ isShuffled }) => !isShuffled);
    const moved = own.filter(({ isShuffled }) => isShuffled);
    if (own.length === 0) return [];
    const scores: ModelScores = {
      model,
      parameters: own[0]!.parameters,
      ...(plain.length > 0 && { plain: accuraciesOf(plain) }),
      ...(moved.length > 0 && { shuffled: accuraciesOf(moved) }),
    };
    return [scores];
  });
  const isClaimed = isPublished && steps >= STEPS_FOR_CLAIMS;
  const rows = { train: train.rows, test: test.rows };
  return {
    dataset: { name, digest, length, classes, rows, shifts: Object.keys(shifted), isPublished },
    models,
    claims: isClaimed ? checkClaims(models) : [],
    trainings: trained,
  };
}

function accuraciesOf(trained: readonly Trained[]): Accuracies {
  const good = trained.filter(({ diverged }) => diverged === undefined);
  const diverged = trained.flatMap(({ seed, diverged: step }) => (step === undefined ? [] : [{ seed, step }]));
  const seconds = statisticOf(trained.map((one) => one.seconds)).mean;
  if (good.length === 0) return { shifted: {}, diverged, seconds };
  const accuracies = good.map(({ test }) => test.map(({ accuracy }) => accuracy));
  const shifts = Object.keys(good[0]!.shifted);
  return {
    last: statisticOf(accuracies.map((own) => own.at(-1)!)),
    best: statisticOf(accuracies.map((own) => own.reduce((a, b) => Math.max(a, b)))),
    shifted: Object.fromEntries(shifts.map((shift) => [shift, statisticOf(good.map((one) => one.shifted[shift]!))])),
    diverged,
    seconds,
  };
}
