import { PARAMETERS } from "../config/parameters.js";
import { parseConfig } from "../config/parse-config.js";
import { isShifted, shiftNameOf } from "../config/split-names.js";
import type { ColumnField } from "../generate/columns.js";
import { listOf } from "./list-of.js";
import { labelsOf, type Manifest, namesOf } from "./manifest.js";

/** What a split is beside train and test, as a part of a sentence; undefined of these two, and where nobody knows. */
export function splitMeaning({ config, clean_labels: hasCleanLabels }: Manifest, split: string): string | undefined {
  if (config === null) return undefined;
  const made = parseConfig(config);
  if (split === "validation") {
    const rows =
      made.engine === "blocked" ? "a sequence of its own, as train and test are" : "taken from the end of train";
    return `${rows}${hasCleanLabels ? ", with their true labels" : ""}`;
  }
  const shift = isShifted(split) ? made.shifts?.[shiftNameOf(split)] : undefined;
  if (shift === undefined) return undefined;
  const changes = PARAMETERS.filter(({ name }) => Object.hasOwn(shift, name)).map(({ key, name, kind }) => {
    const value = shift[name as keyof typeof shift];
    return `${key} ${kind.toText(value)} instead of ${kind.toText(made[name])}`;
  });
  return `the examples of test with ${listOf(changes)}, standardised as test is`;
}

/** What a column beside x, y and y_clean is, as a part of a sentence. */
export const COLUMN_MEANINGS: Readonly<Partial<Record<ColumnField, string>>> = {
  xClean: "the signal without its noise, standardised as x is",
  padding: "zeros that were appended to the template",
  scale: "factor of the amplitude",
  translation: "points that the signal was rotated by",
  shear: "slope of the line over -0.5 to 0.5 that was subtracted",
};

/** What the mean is 0 and the standard deviation is 1 of. */
export function standardisedOver({ splits }: Manifest): string {
  if (splits.some(({ name }) => isShifted(name))) return "all splits but the shifted ones";
  return splits.some(({ name }) => name === "validation") ? "all splits" : "both splits";
}

/** All labels, with the names that they have. @param nameFrom what makes text of a name, which may be any. */
export function classesText(manifest: Manifest, nameFrom: (name: string) => string = (name) => name): string {
  const names = namesOf(manifest);
  return labelsOf(manifest)
    .map((label) => (names === undefined ? `${label}` : `${label} (${nameFrom(names.get(label)!)})`))
    .join(", ");
}
