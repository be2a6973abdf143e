import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ConfigError } from "../config/config-error.js";
import { outputErrorFrom } from "../dataset/output-error.js";
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

/** Writes a golden file in the place of what was there, whole or not at all. */
export async function writeGolden(path: string, golden: Golden): Promise<void> {
  const temporary = join(dirname(path), `.mnist1d-${randomBytes(6).toString("hex")}.tmp`);
  try {
    await writeFile(temporary, goldenText(golden), { flag: "wx", flush: true });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw outputErrorFrom(error, path);
  }
}
