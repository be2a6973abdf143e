import { countText, plural } from "../config/count-text.js";
import type { DatasetSide } from "./dataset-side.js";
import type { Difference, SideFigures } from "./difference.js";

/** Sentences on what could not be compared, or only in part. */
export function notesOn(
  { a, b, x, positions }: Pick<Difference, "a" | "b" | "x" | "positions">,
  sideA: DatasetSide,
  sideB: DatasetSide,
  [tA, tB]: readonly [a: Float64Array | undefined, b: Float64Array | undefined],
): string[] {
  const notes: string[] = [];
  if (a.length !== b.length) {
    notes.push(
      `A has examples of ${countText(a.length)} points and B of ${countText(b.length)}: only labels and moments are compared.`,
    );
  }
  for (const name of ["train", "test"] as const) {
    const [rowsA, rowsB] = [rowsOfSplit(a, name), rowsOfSplit(b, name)];
    if (rowsA === rowsB) continue;
    const [more, extra] = rowsA > rowsB ? ["A", rowsA - rowsB] : ["B", rowsB - rowsA];
    notes.push(`${more} has ${plural(extra, `more ${name} row`)}, which no row of the other is compared with.`);
  }
  if (x !== null && a.dtype !== b.dtype) {
    notes.push(`x is compared as float32, to which that of ${a.dtype === "float64" ? "A" : "B"} is rounded.`);
  }
  if ((tA === undefined) !== (tB === undefined)) {
    notes.push(`t is not compared: only ${tA === undefined ? "B" : "A"} states it.`);
  }
  if (x !== null && x.notFinite > 0) {
    notes.push(`In no figure: ${plural(x.notFinite, "difference")} from or to a value that is not finite.`);
  }
  if (positions !== null && (positions.sampledRows.a < sideA.rows || positions.sampledRows.b < sideB.rows)) {
    const { a: sampledA, b: sampledB } = positions.sampledRows;
    notes.push(`Distributions are compared by ${countText(sampledA)} rows of A and ${countText(sampledB)} of B.`);
  }
  const unlisted = sideA.unlistedRows + sideB.unlistedRows;
  if (unlisted > 0) {
    notes.push(`In no figure of a class: ${plural(unlisted, "row")} of classes after the first 1,000.`);
  }
  return notes;
}

function rowsOfSplit({ splits }: SideFigures, name: string): number {
  return splits.find((split) => split.name === name)?.rows ?? 0;
}
