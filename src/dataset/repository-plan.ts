import { join } from "node:path";
import type { FormatName } from "../formats/format.js";
import { formatNamed } from "../formats/registry.js";
import { type OutputPlan, PlanError, planOutput } from "./output-plan.js";

const MAX_NAME = 100;

/**
 * The plan of a dataset in a repository of several, where each is a config as Hugging Face has them.
 *
 * @param repository its directory, which need not be there yet.
 * @param name of the config, and of its directory.
 * @throws PlanError
 */
export function planInRepository(repository: string, name: string, formats: readonly FormatName[] = []): OutputPlan {
  if (repository === "" || repository === "-") throw new PlanError("into", "a directory", JSON.stringify(repository));
  const problem = nameProblem(name);
  if (problem !== undefined) throw new PlanError("name", problem, JSON.stringify(name));
  const plan = planOutput(`${join(repository, name)}/`, formats);
  if (plan.kind !== "directory" || !plan.formats.includes(formatNamed("parquet"))) {
    throw new PlanError("format", "parquet beside --into, which Hugging Face loads", formats.join(" and "));
  }
  return { ...plan, path: join(repository, name), repository };
}

/**
 * What a name must be that is no name of a config; undefined for one that is. Stricter than Hugging Face, which forbids
 * `<>:/\|?*`: brackets would be taken for patterns of files, and other characters differ from one system to the next.
 */
export function nameProblem(name: string): string | undefined {
  if (name.length > MAX_NAME) return `a name of at most ${MAX_NAME} characters`;
  if (/^[a-z0-9](?:[a-z0-9._+=-]*[a-z0-9_+=-])?$/i.test(name)) return undefined;
  return "a name of a-z, A-Z, 0-9 and . _ + = - that begins with a letter or digit and does not end with a dot";
}
