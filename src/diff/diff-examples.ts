import type { Dtype } from "../config/config.js";
import { checkedOptions } from "../config/options.js";
import { inTurns, takeTurns } from "../dataset/in-turns.js";
import { checkReadable, type ReadableExamples } from "../generate/examples.js";
import { readInStep } from "../generate/read-in-step.js";
import { type WorkOptions, workKinds } from "../generate/work-options.js";
import { LabelIndex } from "../inspect/label-index.js";
import { rowsFoundIn } from "../inspect/row-hashes.js";
import { compareBalance } from "./class-balance.js";
import { RowCorrelation } from "./correlation.js";
import { DatasetSide } from "./dataset-side.js";
import type { Difference } from "./difference.js";
import { compareDistributions, SIGNIFICANCE } from "./distribution.js";
import { classFigures, cleanLabelFigures, positionFigures, sideFigures, timeFigures, valueFigures } from "./figures.js";
import { notesOn } from "./notes.js";
import { RowDifferences } from "./row-differences.js";
import { verdictOf } from "./verdict.js";

/**
 * Compares two datasets in one pass over both. Memory is flat but for 8 bytes a row, by which rows in common are found
 * anywhere, and samples of at most 16 MB.
 *
 * Rows are compared at the same place of the same split, in the common type: float64 is rounded to float32 if the other
 * is float32.
 *
 * @throws what reading throws: for files, FormatError; the signal's reason when aborted.
 */
export async function diffExamples(
  a: ReadableExamples,
  b: ReadableExamples,
  options: WorkOptions = {},
): Promise<Difference> {
  const { onProgress, signal } = checkedOptions(options, workKinds);
  checkReadable(a, "a");
  checkReadable(b, "b");
  const dtype: Dtype = a.dtype === "float64" && b.dtype === "float64" ? "float64" : "float32";
  const hasOneLength = a.length === b.length;
  const index = new LabelIndex();
  const [sideA, sideB] = [new DatasetSide(a, dtype, index), new DatasetSide(b, dtype, index)];
  const differences = new RowDifferences(a.length, dtype);
  const correlation = new RowCorrelation(a.length);
  const total = Math.max(sideA.rows, sideB.rows);
  let done = 0;
  signal?.throwIfAborted();
  for await (const step of readInStep(a, b)) {
    done += step.rows;
    onProgress?.({ phase: "comparing", done: Math.min(done, total), total });
    await takeTurns(signal);
    const xA = step.a && sideA.add(step.a);
    const xB = step.b && sideB.add(step.b);
    if (xA === undefined || xB === undefined) continue;
    const [{ y: yA, yClean: cleanA }, { y: yB, yClean: cleanB }] = [step.a!, step.b!];
    if (cleanA !== undefined && cleanB !== undefined) {
      differences.addCleanLabels(step.split, step.start, cleanA, cleanB);
    }
    if (hasOneLength) {
      differences.add(step.split, step.start, { x: xA, y: yA }, { x: xB, y: yB }, sideA.numbers);
      correlation.add(xA, xB, step.rows);
    } else {
      differences.addLabels(yA, yB, sideA.numbers);
    }
  }

  const [figuresA, figuresB] = [sideFigures(a, sideA), sideFigures(b, sideB)];
  const isSameInRows = hasOneLength && differences.identical === sideA.rows && sideA.rows === sideB.rows;
  const yClean = cleanLabelFigures(differences, sideA, sideB);
  const t = timeFigures(a, b);
  const isComparable = hasOneLength && sideA.rows > 0 && sideB.rows > 0 && !isSameInRows;
  const std = sideA.moments().std;
  const distances = isComparable
    ? await inTurns(
        compareDistributions(sideA.sample.sample(), sideB.sample.sample(), index.labels.length, std ?? 0),
        signal,
      )
    : undefined;
  const [hashesA, hashesB] = [await inTurns(sideA.hashes.sort(), signal), await inTurns(sideB.hashes.sort(), signal)];
  const compared = {
    differs: !isSameInRows || (yClean !== null && yClean.changed !== 0) || (t !== null && t.changed > 0),
    a: figuresA,
    b: figuresB,
    rows: {
      compared: differences.compared,
      labelsChanged: differences.labelsChanged,
      xChanged: hasOneLength ? differences.xChanged : null,
      identical: hasOneLength ? differences.identical : null,
    },
    common: hasOneLength ? { a: rowsFoundIn(hashesA, hashesB), b: rowsFoundIn(hashesB, hashesA) } : null,
    x: hasOneLength && differences.compared > 0 ? valueFigures(differences, correlation, dtype, std) : null,
    first: differences.first,
    yClean,
    t,
    classes: classFigures(index, sideA, sideB, differences, hasOneLength, distances),
    balance: compareBalance(index.labels.map((_, number) => [sideA.rowsOfClass(number), sideB.rowsOfClass(number)])),
    significance: SIGNIFICANCE,
    positions: distances ? positionFigures(distances, differences, sideA, sideB) : null,
    shape: distances?.shape ?? [],
  };
  return { verdict: verdictOf(compared, distances), ...compared, notes: notesOn(compared, sideA, sideB, [a.t, b.t]) };
}
