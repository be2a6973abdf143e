import { mkdir, mkdtemp, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { jsonText } from "../config/config-json.js";
import { FileError, fileErrorFrom } from "../dataset/errors.js";
import { misreadPath } from "../dataset/output-plan.js";
import { undefinedIfMissing } from "../dataset/paths.js";
import { updateFile } from "../dataset/write/update-file.js";
import type { Evaluation } from "../evaluate/evaluation.js";
import { PROTOCOL, type Trained } from "../evaluate/protocol.js";
import { HUMAN, PAPER } from "../evaluate/references.js";
import { type Curve, learningCurves } from "../figures/learning-curves.js";
import { unexpected } from "./exit-code.js";
import type { FlagValues } from "./flags.js";
import type { EvaluateReport } from "./report/evaluate-report.js";

const [RESULT, CURVES] = ["result.json", "curves.svg"];

/**
 * Where results go. What would keep them from it is said before models are trained.
 * @throws UsageError; FileError
 */
export async function checkOutput({ out, force }: FlagValues): Promise<string | undefined> {
  if (out === undefined) return undefined;
  const path = out as string;
  const misread = misreadPath(path);
  if (path === "" || path === "-" || misread !== undefined) {
    throw unexpected("--out", "a directory", JSON.stringify(path), misread ?? "--json prints to standard output.");
  }
  const stats = await stat(path).catch(undefinedIfMissing);
  if (stats !== undefined && !stats.isDirectory()) {
    throw new FileError(
      path,
      "exists and is not a directory",
      "Use another -o: a directory that is there, or a new one.",
    );
  }
  for (const name of [RESULT, CURVES]) {
    const there = await stat(join(path, name)).catch(undefinedIfMissing);
    if (there !== undefined && force !== true) {
      throw new FileError(join(path, name), "exists already", "Use another -o, or --force to replace it.");
    }
  }
  await withFolder(path, async () => {
    await rmdir(await mkdtemp(join(path, ".mnist1d-")));
    return false;
  });
  return path;
}

/** Does work in a folder, which is made for it. @param work says whether the folder is to stay. @throws FileError */
async function withFolder(path: string, work: () => Promise<boolean>): Promise<void> {
  let [made, stays]: [string | undefined, boolean] = [undefined, false];
  try {
    made = await makeFolders(resolve(path));
    stays = await work();
  } catch (error) {
    throw fileErrorFrom(error, path);
  } finally {
    for (let folder = resolve(path); made !== undefined && !stays; folder = dirname(folder)) {
      await rmdir(folder).catch(() => {}); // somebody else may have put something there
      if (folder === made) break;
    }
  }
}

/** Makes a folder and those above it. @returns the first that was made. Node's own, asked to, never ends in /proc. */
async function makeFolders(path: string): Promise<string | undefined> {
  try {
    await mkdir(path);
    return path;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && (await stat(path)).isDirectory()) return undefined;
    if (code !== "ENOENT" || path === dirname(path)) throw error;
  }
  const first = await makeFolders(dirname(path));
  await mkdir(path);
  return first ?? path;
}

/** Writes the result and its picture; all or nothing. */
export async function writeOutput(path: string, report: EvaluateReport): Promise<void> {
  const texts = { [RESULT]: `${jsonText(resultJson(report), "  ")}\n`, [CURVES]: curvesOf(report) };
  await withFolder(path, async () => {
    const written: string[] = [];
    try {
      for (const [name, text] of Object.entries(texts)) {
        await updateFile(join(path, name), async () => text);
        written.push(join(path, name));
      }
    } catch (error) {
      for (const file of written) await rm(file, { force: true });
      throw error;
    }
    return true;
  });
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
    ? `A: ${result.a.dataset.name}; B, dashed: ${result.b.dataset.name}`
    : `Accuracy on ${result.dataset.isPublished ? "the published dataset" : result.dataset.name}`;
  const curves = isComparison
    ? [...curvesIn(result.a, () => true, false), ...curvesIn(result.b, () => true, true)]
    : [false, true].flatMap((isShuffled) => curvesIn(result, (one) => one.isShuffled === isShuffled, isShuffled));
  return learningCurves({ title, curves, reference: { value: HUMAN.accuracy, label: "human" } });
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
