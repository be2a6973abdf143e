import type { Config } from "../config/config.js";
import { countText, plural } from "../config/count-text.js";
import type { OpenDataset, StoredForm } from "../dataset/stored-dataset.js";
import { type Examples, rowCount } from "../generate/examples.js";
import { type Check, failed, listOf, passed, skipped } from "./check.js";
import type { Differences } from "./differences.js";
import type { Expectation } from "./expected-data.js";
import type { Reading } from "./read-form.js";
import { shapeProblem } from "./shape-problem.js";

export interface DataCheck {
  readonly check: Check;
  /** What the data equals. */
  readonly matching?: Examples;
}

/**
 * Whether the data is what its config gives; if not, what differs, where and how much.
 *
 * @param narrow the data read as float32, if only so it is what the config gives. Of text, which has no type, that passes
 *   where the config's data is float32.
 */
export function checkData(
  dataset: OpenDataset,
  { form, expectations, differences }: Reading,
  config: Config | undefined,
  { regenerate = true }: { readonly regenerate?: boolean },
  narrow?: Reading,
): DataCheck {
  if (!regenerate) return { check: skipped("data", `not generated anew, as asked${uncheckedText(dataset, form)}`) };
  if (config === undefined) return { check: skipped("data", "there is no config to generate the data from anew") };
  const problem = shapeProblem(form.examples, config);
  if (problem !== undefined) return { check: failed("data", `the data is not what the config gives: ${problem}`) };

  const equal = expectations.find((_, i) => differences[i]!.rows === 0);
  if (equal !== undefined) {
    return { check: passed("data", `every value and label is ${equal.description}`), matching: equal.examples };
  }
  const nearest = differences[nearestOf(differences)]!;
  if (narrow !== undefined && form.format.isText && config.dtype === "float32" && !nearest.lastBits) {
    const [{ description, examples }] = narrow.expectations as [Expectation];
    const note = "text has no type, and --float32 reads it so";
    return {
      check: passed("data", `as float32, every value and label is ${description} (${note})`),
      matching: examples,
    };
  }
  return { check: differing(form.examples, nearest, narrow !== undefined) };
}

/** What no digest tells of data that is not generated anew, as the end of a sentence. */
function uncheckedText({ metadata, manifest, forms }: OpenDataset, { examples }: StoredForm): string {
  // The digest is of x as float32. A manifest has that of float64 too, which is compared with one format's.
  const hasWideDigest = manifest?.manifest.x_float64 !== undefined && forms.length === 1;
  const unchecked = [
    ...(examples.dtype === "float64" && !hasWideDigest ? ["float64's last bits"] : []),
    ...(examples.hasCleanLabels ? ["y_clean"] : []),
    ...(metadata.t === undefined ? [] : ["t"]),
  ];
  if (unchecked.length === 0) return "";
  return `; unchecked: ${listOf(unchecked)}`;
}

/** The variant from which fewest values differ. */
function nearestOf(differences: readonly Differences[]): number {
  const counts = differences.map(({ values, labels }) => values + labels);
  return counts.indexOf(Math.min(...counts));
}

function differing(examples: Reading["form"]["examples"], differences: Differences, isSameAsFloat32: boolean): Check {
  const { rows, values, labels, cleanLabels, lastBits, first } = differences;
  const total = rowCount(examples.splits);
  const details: string[] = [];
  if (first !== undefined) {
    const { split, row, what, column, expected, found } = first;
    const place = `${split} row ${row}, ${column === undefined ? what : `column ${column} of x`}`;
    details.push(`first: ${place} in ${examples.pathOf(split, row)}: expected ${text(expected)}, found ${text(found)}`);
  }
  const counts = [
    values > 0 ? `${plural(values, "value")} of x${sizeText(differences)}` : "",
    labels > 0 ? plural(labels, "label") : "",
    cleanLabels > 0 ? `${plural(cleanLabels, "label")} before label noise` : "",
  ];
  details.push(`in all: ${counts.filter((part) => part !== "").join("; ")}`);
  const verb = rows === 1 ? "differs" : "differ";
  const share = `${plural(rows, "example")} of ${countText(total)} ${verb}`;
  if (isSameAsFloat32 && !lastBits)
    details.push("as float32 all values are what the config gives: --float32 compares them so");
  if (!lastBits) return failed("data", `${share} from what the config gives`, details);
  details.push("such arrays come from another platform's C library; --float32 compares without these bits");
  return failed("data", `${share} from what the config gives, in the last bits only`, details);
}

/** How much values differ: of what is not finite there is no difference to tell. */
function sizeText({ values, notFinite, largest }: Differences): string {
  const most = `by at most ${Number(largest.toPrecision(3))}`;
  if (notFinite === 0) return `, ${most}`;
  return notFinite === values
    ? ", NaN or infinite"
    : `, ${countText(notFinite)} of them NaN or infinite, the others ${most}`;
}

function text(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
