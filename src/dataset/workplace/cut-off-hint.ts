import { OutputError } from "../output-error.js";
import { isCutOff } from "./recover-target.js";

/** Says of what is missing from a dataset that a run was killed there, and how it comes back. Other errors pass through. */
export async function withCutOffHint(error: unknown, path: string): Promise<unknown> {
  if (!(error instanceof OutputError) || (error.cause as NodeJS.ErrnoException | undefined)?.code !== "ENOENT") {
    return error;
  }
  if (!(await isCutOff(path).catch(() => false))) return error;
  const hint = "A run was killed in the moment when it put its output there: start it again, and all will be in place.";
  return new OutputError(error.path, error.problem, hint, { cause: error.cause });
}
