import type { Config } from "../config/config.js";
import { ConfigError } from "../config/config-error.js";
import { resolveConfig } from "../config/parse-config.js";
import { type DrawOptions, drawExamples } from "../dataset/build-dataset.js";
import { checkMemory } from "../dataset/check-memory.js";
import type { StoredForm } from "../dataset/stored-dataset.js";
import type { StoredExamples } from "../formats/format.js";
import type { Examples } from "../generate/examples.js";

/** The data of a config, made anew. */
export interface ExpectedData {
  readonly config: Config;
  readonly examples: Examples;
  /** The same with the published file's rounding of logarithms; for a config that can have it, and float64 data. */
  readonly published?: Examples;
}

/** What stored examples may be equal to. */
export interface Expectation {
  readonly examples: Examples;
  /** Values to the type's last bit, or float64 values that were once rounded to float32. */
  readonly precision: "exact" | "rounded";
  /** As in "the data is …". */
  readonly description: string;
}

/**
 * Makes the data of a config.
 *
 * @throws GenerateError if it is too large to be made here, or not finite; the signal's reason when aborted.
 */
export async function expectedData(
  config: Config,
  forms: readonly StoredForm[],
  options: DrawOptions,
): Promise<ExpectedData> {
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

/** What the examples of a form are compared with; nothing if they have other shapes. */
export function expectationsOf(
  { examples: stored }: StoredForm,
  expected: ExpectedData | undefined,
  asFloat32: boolean,
): Expectation[] {
  if (expected === undefined || shapeProblem(stored, expected.examples) !== undefined) return [];
  const { examples, published } = expected;
  const exact = { examples, precision: "exact", description: "what the config gives, to the last bit" } as const;
  if (stored.dtype === "float32" || asFloat32) return [{ ...exact, description: "what the config gives" }];
  return [
    exact,
    ...(published === undefined
      ? []
      : [{ examples: published, precision: "exact", description: "the published file's, to the last bit" } as const]),
    { examples, precision: "rounded", description: "what the config gives, once rounded to float32" },
  ];
}

/** How the shapes of stored examples differ from those of the expected, in words; undefined if they do not. */
export function shapeProblem(stored: StoredExamples, expected: Examples): string | undefined {
  if (stored.length !== expected.length) {
    return `examples have ${stored.length} points, and the config gives ${expected.length}`;
  }
  for (const { name, rows } of stored.splits) {
    const wanted = expected.splits.find((split) => split.name === name)!.rows;
    if (rows !== wanted) return `${name} has ${rows} examples, and the config gives ${wanted}`;
  }
  // Only the train labels of datasets in arrays are kept before label noise; then test alone has none.
  const wantsClean = expected.config.labelNoise !== undefined;
  if (stored.hasCleanLabels !== wantsClean) {
    return wantsClean
      ? "the labels before label noise (y_clean) are missing"
      : "there are labels y_clean, and no label noise";
  }
  return undefined;
}
