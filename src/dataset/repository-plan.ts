import { join } from "node:path";
import { show } from "../config/config-error.js";
import type { FormatName } from "../formats/format.js";
import { formatNamed } from "../formats/registry.js";
import { misreadPath, type OutputPlan, PlanError, planOutput } from "./output-plan.js";
import { isLitter } from "./own-files.js";

const MAX_NAME = 100;

/** Files of a repository or a dataset, and the one by which `datasets` knows a folder that it stored itself. */
const FILES = /^(readme\.md|manifest\.json|croissant\.json|state\.json)$/i;

/** What Windows has no folder for, whatever follows after a dot. */
const DEVICES = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

/**
 * The plan of a dataset in a repository of several, where each is a config as Hugging Face has them.
 *
 * @param repository its directory, which need not be there yet.
 * @param name of the config, and of its directory.
 * @throws PlanError
 */
export function planInRepository(repository: string, name: string, formats: readonly FormatName[] = []): OutputPlan {
  if (typeof repository !== "string") throw new PlanError("into", "a directory", show(repository));
  if (typeof name !== "string") throw new PlanError("name", "the name of a dataset", show(name));
  if (repository === "" || repository === "-") throw new PlanError("into", "a directory", JSON.stringify(repository));
  const hint = misreadPath(repository);
  if (hint !== undefined) throw new PlanError("into", "a directory", JSON.stringify(repository), hint);
  const problem = nameProblem(name);
  if (problem !== undefined) throw new PlanError("name", problem, JSON.stringify(name));
  // A directory, whatever its name looks like.
  const plan = planOutput(`./${name}/`, formats);
  if (plan.kind !== "directory" || !plan.formats.includes(formatNamed("parquet"))) {
    throw new PlanError("format", "parquet beside --into, which Hugging Face loads", formats.join(" and "));
  }
  return { ...plan, path: join(repository, name), repository };
}

/**
 * What a name must be that is no name of a config; undefined for one that is. Stricter than Hugging Face, which forbids
 * `<>:/\|?*`: brackets would be taken for patterns of files, `y=3` for a column of a partitioned table, and other characters
 * differ from one system to the next.
 */
export function nameProblem(name: string): string | undefined {
  if (name.length > MAX_NAME) return `a name of at most ${MAX_NAME} characters`;
  if (!/^[a-z0-9](?:[a-z0-9._+-]*[a-z0-9_+-])?$/i.test(name)) {
    return "a name of a-z, A-Z, 0-9 and . _ + - that begins with a letter or digit and does not end with a dot";
  }
  if (FILES.test(name) || isLitter(name)) return "a name that no file of a repository or dataset has";
  return DEVICES.test(name) ? "a name that is not a device's on Windows" : undefined;
}
