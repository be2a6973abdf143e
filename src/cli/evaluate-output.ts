import { jsonText } from "../config/config-json.js";
import type { Evaluation } from "../evaluate/evaluation.js";
import { PROTOCOL, type Trained } from "../evaluate/protocol.js";
import { HUMAN, PAPER } from "../evaluate/references.js";
import { type Curve, learningCurves } from "../figures/learning-curves.js";
import type { FlagValues } from "./flags.js";
import { checkFolder, writeFiles } from "./output-folder.js";
import type { EvaluateReport } from "./report/evaluate-report.js";

const [RESULT, CURVES] = ["result.json", "curves.svg"];

const FILES = [RESULT, CURVES];

/** As `checkFolder`. */
export const checkOutput = (flags: FlagValues) => checkFolder(flags, FILES);

/** Writes the result and its picture, as `writeFiles`. */
export async function writeOutput(path: string, report: EvaluateReport): Promise<void> {
  await writeFiles(path, { [RESULT]: `${jsonText(resultJson(report), "  ")}\n`, [CURVES]: curvesOf(report) });
}

/** All that is known, for programs: accuracies are from 0 to 1. */
export function resultJson({ steps, seeds, interrupted, result }: EvaluateReport): Record<string, unknown> {
  const { batch, learningRate, scoreEvery } = PROTOCOL;
  const protocol = { steps, batch, optimiser: "adam", learningRate, scoreEvery, seeds };
  const isComparison = "differences" in result;
  return {
    evaluationVersion: 1,
    protocol,
    complete: interrupted === undefined,
    ...(isComparison ? { a: result.a, b: result.b, differences: result.differences } : result),
    reported: { paper: PAPER, human: HUMAN },
  };
}

function curvesOf({ result }: EvaluateReport): string {
  const isComparison = "differences" in result;
  const title = isComparison
    ? `A: ${result.a.dataset.name}; B: ${result.b.dataset.name}`
    : `Accuracy on ${result.dataset.isPublished ? "the published dataset" : result.dataset.name}`;
  const curves = isComparison
    ? [...curvesIn(result.a, () => true, false), ...curvesIn(result.b, () => true, true)]
    : [false, true].flatMap((isShuffled) => curvesIn(result, (one) => one.isShuffled === isShuffled, isShuffled));
  const reference = { value: HUMAN.accuracy, label: "human" };
  return learningCurves({ title, curves, ...(isComparison && { dashes: "B" }), reference });
}

/** Of each model the mean of its seeds. */
function curvesIn({ models, trainings }: Evaluation, isOf: (one: Trained) => boolean, dashed: boolean): Curve[] {
  return models.flatMap(({ model }) => {
    const own = trainings.filter((one) => one.model === model && isOf(one) && one.diverged === undefined);
    if (own.length === 0) return [];
    const steps = own[0]!.scoredAt;
    const mean = (split: "train" | "test") =>
      steps.map((_, i) => (100 * own.reduce((sum, one) => sum + one[split][i]!.accuracy, 0)) / own.length);
    return [{ name: model, steps, train: mean("train"), test: mean("test"), dashed }];
  });
}
