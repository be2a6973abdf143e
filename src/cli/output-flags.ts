import { type OutputPlan, planOutput } from "../dataset/output-plan.js";
import type { FormatName } from "../formats/format.js";
import type { FlagValues } from "./effective-config.js";
import { expectedGot, UsageError } from "./usage-error.js";

/** Where a dataset goes if no one says. */
const DEFAULT_OUT = "mnist1d/";

/**
 * Where `generate` writes.
 *
 * @throws UsageError for flags that don't go together; PlanError
 */
export async function planOf({ out, into, name, format = [] }: FlagValues): Promise<OutputPlan> {
  const formats = format as FormatName[];
  if (into === undefined) {
    if (name !== undefined) throw new UsageError("--name", expectedGot("--into beside it", "none"));
    return planOutput((out ?? DEFAULT_OUT) as string, formats);
  }
  if (out !== undefined) throw new UsageError("--into", expectedGot("no --out beside it", `"${out}"`));
  if (name === undefined) throw new UsageError("--name", expectedGot("the name of a config beside --into", "none"));
  const { planInRepository } = await import("../dataset/repository-plan.js");
  return planInRepository(into as string, name as string, formats);
}
