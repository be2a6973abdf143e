import { existsSync } from "node:fs";
import { ConfigError } from "../config/config-error.js";
import { updateFile } from "../dataset/update-file.js";
import { emptyGolden, type Golden, goldenText, parseGolden } from "../verify/golden.js";
import { isOpenAlready, readJsonFile } from "./read-json-file.js";
import { expectedGot, UsageError } from "./usage-error.js";

/** @throws UsageError for what is no golden file; OutputError. */
export async function readGolden(path: string): Promise<Golden> {
  const json = await readJsonFile(path);
  try {
    return await parseGolden(json);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new UsageError(`${path}: ${error.key}`, expectedGot(error.expected, error.got), error.hint);
  }
}

/** The same; a file that does not exist has no entries yet. */
export async function readGoldenIfThere(path: string): Promise<Golden> {
  if (path === "-" || isOpenAlready(path)) throw new UsageError("FILE", expectedGot("a file to add to", `"${path}"`));
  return existsSync(path) ? readGolden(path) : emptyGolden;
}

/**
 * Writes a golden file anew, whole or not at all, by what is in it: one run at a time.
 *
 * @param change of the entries.
 */
export function updateGolden(path: string, change: (golden: Golden) => Promise<Golden>): Promise<void> {
  return updateFile(path, async () => goldenText(await change(await readGoldenIfThere(path))));
}
