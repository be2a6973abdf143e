import { show } from "../config/config-error.js";
import { didYouMean } from "../config/suggestion.js";
import { type ExampleArray, exampleArrays, OTHER_ARRAYS } from "../formats/arrays.js";
import type { DatasetInfo } from "../formats/format.js";
import { type OutputPlan, PlanError } from "./output-plan.js";

/** Names that a message lists. */
const MOST_NAMES = 16;

/** An array of examples, or one that comes whole, of which the name is enough. */
type StreamedArray = ExampleArray | (Pick<ExampleArray, "name"> & { readonly column?: undefined });

/**
 * The array that NPY on standard output is: the one of the plan, or x of the only split that has rows.
 * @param others those of the dataset that are not of examples: what is generated has all.
 * @returns undefined for any other output.
 * @throws PlanError for an array that the dataset doesn't have, and for none where there are several splits.
 */
export function streamedArray(
  plan: OutputPlan,
  info: Pick<DatasetInfo, "splits" | "columns">,
  others: readonly string[] = OTHER_ARRAYS,
): StreamedArray | undefined {
  if (plan.kind !== "stream" || plan.format.name !== "npy") return undefined;
  const ofExamples = exampleArrays(info);
  const all: StreamedArray[] = [...ofExamples, ...others.map((name) => ({ name }))];
  const signals = ofExamples.filter(({ column, rows }) => column.field === "x" && rows > 0);
  const chosen =
    plan.array === undefined && signals.length === 1 ? signals[0] : all.find(({ name }) => name === plan.array);
  if (chosen !== undefined) return chosen;
  const names = all.map(({ name }) => name);
  const listed = [...names.slice(0, MOST_NAMES), ...(names.length > MOST_NAMES ? ["…"] : [])].join(", ");
  const first = signals[0] ?? ofExamples[0]!;
  const hint =
    plan.array === undefined ? `For x of ${first.split}, type --array ${first.name}` : didYouMean(plan.array, names);
  throw new PlanError("array", `one of ${listed}`, plan.array === undefined ? "none" : show(plan.array), hint);
}
