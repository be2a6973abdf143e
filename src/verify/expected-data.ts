import type { Config } from "../config/config.js";
import { ConfigError } from "../config/config-error.js";
import { resolveConfig } from "../config/parse-config.js";
import { checkMemory } from "../dataset/check-memory.js";
import { type DrawOptions, drawExamples } from "../dataset/draw-examples.js";
import type { StoredForm } from "../dataset/stored-dataset.js";
import type { Examples } from "../generate/examples.js";
import { shapeProblem } from "./shape-problem.js";

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
 * Makes the data of a config; undefined if stored data has other shapes, so that there is nothing to compare.
 *
 * @throws GenerateError if it is too large to be made here, or not finite; the signal's reason when aborted.
 */
export async function expectedData(
  config: Config,
  forms: readonly StoredForm[],
  options: DrawOptions,
): Promise<ExpectedData | undefined> {
  if (forms.some((form) => shapeProblem(form.examples, config) !== undefined)) return undefined;
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
