import type { Config } from "../config/config.js";
import { ConfigError } from "../config/config-error.js";
import { resolveConfig } from "../config/parse-config.js";
import type { ColumnDifference, Differences } from "../dataset/read/differences.js";
import type { OpenDataset, StoredForm } from "../dataset/read/open-dataset.js";
import { type Expectation, type Reading, shapeProblem } from "../dataset/read/read-form.js";
import { countText, listOf, plural } from "../dataset/readable-numbers.js";
import { exactText } from "../formats/text/write-number.js";
import { COLUMNS, type Column } from "../generate/columns.js";
import { type Examples, rowCount } from "../generate/examples.js";
import type { WorkOptions } from "../generate/work-options.js";
import { type Check, failed, passed, skipped } from "./check.js";

/** The data of a config, made anew. */
export interface ExpectedData {
  readonly config: Config;
  readonly examples: Examples;
  /** The same with the published file's rounding of logarithms; for a config that can have it, and float64 data. */
  readonly published?: Examples;
}

/**
 * Makes the data of a config; undefined if stored data has other shapes, so that there is nothing to compare.
 *
 * @throws GenerateError if it is too large to be made here, or not finite; the signal's reason when aborted.
 */
export async function expectedData(
  config: Config,
  forms: readonly StoredForm[],
  options: WorkOptions,
): Promise<ExpectedData | undefined> {
  if (forms.some((form) => shapeProblem(form.examples, config) !== undefined)) return undefined;
  const { checkMemory } = await import("../dataset/resources.js");
  const { drawExamples } = await import("../generate/generate.js");
  checkMemory(config);
  const examples = await drawExamples(config, options);
  const isWide = forms.some((form) => form.examples.dtype === "float64");
  const other = isWide && config.rounding === "exact" ? publishedVariant(config) : undefined;
  return { config, examples, ...(other && { published: await drawExamples(other, options) }) };
}

/** The same config with the published rounding, if it is the published file's but for that. */
function publishedVariant(config: Config): Config | undefined {
  try {
    return resolveConfig(config, { rounding: "published" });
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

/** What the examples of a form are compared with. */
export function expectationsOf(
  { examples: stored }: StoredForm,
  { examples, published }: ExpectedData,
  asFloat32: boolean,
): Expectation[] {
  if (stored.dtype === "float32" || asFloat32) {
    return [{ examples, precision: "exact", description: "what the config gives" }];
  }
  const exact = { examples, precision: "exact", description: "what the config gives, to the last bit" } as const;
  const rounded = {
    examples,
    precision: "rounded",
    description: "what the config gives, once rounded to float32",
  } as const;
  if (published === undefined) return [exact, rounded];
  return [exact, { ...exact, examples: published, description: "the published file's, to the last bit" }, rounded];
}

/**
 * Whether the data is what its config gives; if not, what differs, where and how much.
 *
 * @returns the check, and what the data equals.
 * @param narrow the data read as float32, if only so it is what the config gives, or if it is text, which has no type, and
 *   so nearer to that. Of text that is what counts, where the config's data is float32.
 */
export function checkData(
  dataset: OpenDataset,
  { form, expectations, differences }: Reading,
  config: Config | undefined,
  { regenerate = true }: { readonly regenerate?: boolean },
  narrow?: Reading,
): { readonly check: Check; readonly matching?: Examples } {
  if (!regenerate) return { check: skipped("data", `not generated anew, as asked${uncheckedText(dataset, form)}`) };
  if (config === undefined) return { check: skipped("data", "there is no config to generate the data from anew") };
  const problem = shapeProblem(form.examples, config);
  if (problem !== undefined) return { check: failed("data", `the data is not what the config gives: ${problem}`) };

  const equal = expectations.find((_, i) => differences[i]!.rows === 0);
  if (equal !== undefined) {
    return { check: passed("data", `every value and label is ${equal.description}`), matching: equal.examples };
  }
  const nearest = nearestOf(differences);
  const asFloat32 = narrow?.differences[0];
  if (narrow !== undefined && asFloat32 !== undefined && isFloat32Text(form, config) && !nearest.lastBits) {
    const [{ description, examples }] = narrow.expectations as [Expectation];
    const note = "text has no type, and --float32 reads it so";
    if (asFloat32.rows > 0) return { check: failedData(form.examples, asFloat32, { note: `, as float32 (${note})` }) };
    return {
      check: passed("data", `as float32, every value and label is ${description} (${note})`),
      matching: examples,
    };
  }
  return { check: failedData(form.examples, nearest, { isSameAsFloat32: asFloat32?.rows === 0 }) };
}

/** Whether a form has no type that could be another than its config's, float32. */
export function isFloat32Text({ format }: StoredForm, { dtype }: Config): boolean {
  return format.isText && dtype === "float32";
}

/** What no digest tells of data that is not generated anew, as the end of a sentence. */
function uncheckedText({ metadata, manifest }: OpenDataset, { examples }: StoredForm): string {
  // The digest is of x as float32. A manifest has that of float64 too.
  const hasWideDigest = manifest?.manifest.x_float64 !== undefined;
  const digests = manifest?.manifest.columns ?? {};
  const isWide = examples.dtype === "float64";
  const unchecked = [
    ...(isWide && !hasWideDigest ? ["float64's last bits"] : []),
    ...(isWide && hasWideDigest && digests.x_clean && !digests.x_clean_float64 ? ["the last bits of x_clean"] : []),
    ...examples.columns.slice(2).flatMap(({ name }) => (digests[name] === undefined ? [name] : [])),
    ...(metadata.t === undefined ? [] : ["t"]),
    ...(metadata.standardisation === undefined ? [] : ["standardisation"]),
  ];
  if (unchecked.length === 0) return "";
  return `; unchecked: ${listOf(unchecked)}`;
}

/** The differences from what the data is nearest to. */
export function nearestOf(differences: readonly Differences[]): Differences {
  return differences.reduce((nearest, other) => (other.count() < nearest.count() ? other : nearest));
}

/**
 * @param options.note what else there is to say of the comparison, read as float32.
 * @param options.isSameAsFloat32 whether nothing differs if it is read so.
 */
function failedData(
  examples: Reading["form"]["examples"],
  { rows, columns, lastBits, first }: Differences,
  { note, isSameAsFloat32 = false }: { readonly note?: string; readonly isSameAsFloat32?: boolean },
): Check {
  const total = rowCount(examples.splits);
  const details: string[] = [];
  if (first !== undefined) {
    const { split, row, column, position, expected, found } = first;
    const { field, name } = column;
    const place = `${split} row ${row}, ${position === undefined ? name : `column ${position} of ${name}`}`;
    const dtype = position === undefined ? "float64" : note === undefined ? examples.dtype : "float32";
    const [wanted, stored] = [expected, found].map((value) => exactText(value, dtype));
    details.push(`first: ${place} in ${examples.pathOf(split, row, field)}: expected ${wanted}, found ${stored}`);
  }
  const counts = COLUMNS.flatMap((column) => {
    const difference = columns.get(column.field);
    return difference === undefined ? [] : [differenceText(column, difference)];
  });
  details.push(`in all: ${counts.join("; ")}`);
  const verb = rows === 1 ? "differs" : "differ";
  const differing = `${plural(rows, "example")} of ${countText(total)} ${verb} from what the config gives`;
  if (isSameAsFloat32 && !lastBits)
    details.push("as float32 all values are what the config gives: --float32 compares them so");
  if (!lastBits) return failed("data", `${differing}${note ?? ""}`, details);
  details.push("such arrays come from another platform's C library; --float32 compares without these bits");
  return failed("data", `${differing}, in the last bits only`, details);
}

/** How many values of a column differ, and how much: of what is not finite there is no difference to tell. */
function differenceText({ field, name }: Column, { values, notFinite, largest }: ColumnDifference): string {
  if (field === "y") return plural(values, "label");
  if (field === "yClean") return `${plural(values, "label")} before label noise`;
  const count = `${plural(values, "value")} of ${name}`;
  const most = `by at most ${Number(largest.toPrecision(3))}`;
  if (notFinite === 0) return `${count}, ${most}`;
  return notFinite === values
    ? `${count}, NaN or infinite`
    : `${count}, ${countText(notFinite)} of them NaN or infinite, the others ${most}`;
}
