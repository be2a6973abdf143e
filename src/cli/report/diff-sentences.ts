import { countText, plural } from "../../config/count-text.js";
import type { Difference } from "../../diff/difference.js";
import { rowCount } from "../../generate/examples.js";
import { figure, percent } from "./figures.js";

/** What a change amounts to, as a headline. */
export function verdictSentence(difference: Difference): string {
  const { verdict, rows, x } = difference;
  if (FEW_ROWS_VERDICTS.includes(verdict) && isFewRows(difference)) return fewRowsSentence(difference);
  const [rowsA, rowsB] = [rowCount(difference.a.splits), rowCount(difference.b.splits)];
  switch (verdict) {
    case "identical":
      return difference.a.dtype === difference.b.dtype
        ? `The same data: ${plural(rows.compared, "row")}, bit for bit`
        : `The same data as float32: ${plural(rows.compared, "row")}`;
    case "same-x-and-y":
      return `The same x and y in ${plural(rows.compared, "row")}, but not the same ${listOf(othersThanRows(difference))}`;
    case "last-bits": {
      const cleanLabels = othersThanRows(difference).includes("y_clean") ? ", and another y_clean" : "";
      return `The same data but for last bits: ${differing(rows.xChanged!, rows.compared, "row")}, by ${figure(x!.largest, 2)} at most${cleanLabels}`;
    }
    case "other-labels":
      return `The same examples under other labels: ${share(rows.labelsChanged, rows.compared, "label")}`;
    case "same-rows":
      return sameRowsSentence(difference, rowsA, rowsB);
    case "other-order":
      return "The same examples, with their points in another order";
    case "same-draws":
      return `The same draws, changed by ${relative(difference)}: no difference in distribution`;
    case "other-draws":
      return `Other draws of the same distribution, as far as ${rowsText(rowsA, rowsB)} can tell${asideOf(difference)}`;
    case "other-distribution":
      return x?.related ? "Another distribution, made of the same draws" : "Another distribution";
    case "incomparable":
      return incomparableSentence(difference, rowsA, rowsB);
  }
}

/** What differs besides x and y. */
function othersThanRows({ yClean, t }: Difference): string[] {
  return [
    ...(yClean !== null && yClean.changed !== 0 ? ["y_clean"] : []),
    ...(t !== null && t.changed > 0 ? ["t"] : []),
  ];
}

/** What tells another distribution, from the largest to the smallest; undefined of other verdicts. */
export function evidence({ verdict, shape, positions, classes, balance }: Difference): string | undefined {
  if (verdict !== "other-distribution") return undefined;
  const items: string[] = [];
  if (!balance.differs) {
    const beyond = shape.filter((entry) => entry.beyond);
    beyond.sort((a, b) => b.distance / b.critical - a.distance / a.critical);
    if (beyond.length > 0) items.push(`${listOf(beyond.map(({ name }) => name))} of examples`);
    if (positions!.beyond > 0) items.push(`${positions!.beyond} of ${plural(positions!.distances.length, "position")}`);
  }
  const inClasses = classes.filter(({ beyond }) => beyond > 0).length;
  if (inClasses > 0) items.push(`positions within ${inClasses} of ${plural(classes.length, "class", "classes")}`);
  return items.join("; ");
}

/** Share of the rows up to which a change is one of these rows, and not of the dataset. */
const FEW_ROWS = 0.1;

/** Verdicts on whole datasets, which mean nothing where a few rows were damaged. */
const FEW_ROWS_VERDICTS: readonly Difference["verdict"][] = ["same-draws", "other-draws", "other-distribution"];

function isFewRows({ rows }: Difference): boolean {
  return rows.xChanged !== null && rows.xChanged < FEW_ROWS * rows.compared;
}

function fewRowsSentence({ rows, x }: Difference): string {
  const sentence = differing(rows.xChanged!, rows.compared, "row");
  if (x === null || x.notFinite === 0) return `${sentence}, by ${figure(x?.largest ?? null, 2)} at most`;
  return `${sentence}: ${plural(x.notFinite, "value is", "values are")} NaN or infinite in one of the two`;
}

function sameRowsSentence({ common }: Difference, rowsA: number, rowsB: number): string {
  if (common!.a === rowsA && common!.b === rowsB) {
    return `The same ${plural(rowsA, "example")}, in another order or divided otherwise`;
  }
  const [part, whole, rows, others] =
    common!.a === rowsA ? ["A", "B", rowsA, rowsB - common!.b] : ["B", "A", rowsB, rowsA - common!.a];
  return `All ${plural(rows, "example")} of ${part} are in ${whole}, which has ${countText(others)} others`;
}

function incomparableSentence({ a, b }: Difference, rowsA: number, rowsB: number): string {
  if (a.length !== b.length)
    return `Examples of other lengths, ${countText(a.length)} and ${countText(b.length)} points`;
  if (rowsA === 0 || rowsB === 0) return `${rowsA === 0 ? "A" : "B"} has no examples`;
  return "Nothing to compare";
}

/** What else is to be known of other draws. */
function asideOf({ positions, balance }: Difference): string {
  const asides: string[] = [];
  if (positions?.order) asides.push("with their points in another order");
  if (balance.differs) asides.push("with other shares of the classes");
  return asides.length === 0 ? "" : `, ${listOf(asides)}`;
}

function relative({ x }: Difference): string {
  return x?.relativeRms == null ? "an RMS of unknown size" : `an RMS of ${figure(x.relativeRms, 2)} std`;
}

/** `45 of 5,000 rows differ (0.9 %)`. */
export function share(part: number, whole: number, noun: string): string {
  return `${differing(part, whole, noun)} (${percent(part, whole)})`;
}

/** `45 of 5,000 rows differ`. */
export function differing(part: number, whole: number, noun: string): string {
  return `${countText(part)} of ${plural(whole, noun)} ${part === 1 ? "differs" : "differ"}`;
}

function rowsText(a: number, b: number): string {
  return a === b ? `${countText(a)} rows of each` : `${countText(a)} and ${countText(b)} rows`;
}

function listOf(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
