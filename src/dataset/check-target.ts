import { lstat, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../config/config.js";
import { configToJson } from "../config/config-json.js";
import { dataFilesIn } from "./find-data-files.js";
import { hashFile } from "./hash-file.js";
import { MANIFEST_FILE, type Manifest } from "./manifest.js";
import { OutputError, outputErrorFrom } from "./output-error.js";
import type { OutputPlan } from "./output-plan.js";
import { readManifest } from "./read-manifest.js";
import { VERSION } from "./version.js";
import { recoverTarget } from "./workplace/recover-target.js";
import { isWorkplaceName } from "./workplace/workplace.js";

/**
 * Looks at what is at the target of a plan before anything is made, and puts right first what a run that was killed
 * left there.
 *
 * @param config of the dataset that would be made; undefined if what is there is not to be taken for it in any case.
 * @param force whether an earlier output may be replaced.
 * @returns the manifest of the dataset that is there if it already is what would be made; undefined if the way is free.
 * @throws OutputError if something is there that is not to be replaced: without `force` anything, with it all that
 *   mnist1d did not write.
 */
export async function checkTarget(
  config: Config | undefined,
  plan: OutputPlan,
  force: boolean,
): Promise<Manifest | undefined> {
  if (plan.kind === "stream") return undefined;
  try {
    await recoverTarget(plan.path, checkAllOurs);
    return plan.kind === "file" ? await checkFile(plan.path, force) : await checkDirectory(config, plan, force);
  } catch (error) {
    throw outputErrorFrom(error, plan.path);
  }
}

async function checkFile(path: string, force: boolean): Promise<undefined> {
  const stats = await lstat(path).catch(undefinedIfMissing);
  if (stats === undefined) return undefined;
  if (!stats.isFile()) throw new OutputError(path, "exists and is not a file");
  if (!force) throw new OutputError(path, "exists already", "Use --force to replace it.");
  return undefined;
}

async function checkDirectory(
  config: Config | undefined,
  plan: Extract<OutputPlan, { kind: "directory" }>,
  force: boolean,
): Promise<Manifest | undefined> {
  const { path } = plan;
  const stats = await stat(path).catch(undefinedIfMissing);
  if (stats === undefined) return undefined;
  if (stats.isFile()) throw new OutputError(path, "is a file", "Several files go into a directory.");
  if (!stats.isDirectory()) throw new OutputError(path, "exists and is not a directory");

  const manifest = await manifestIn(path);
  const difference = manifest && (await differenceFrom(manifest, config, plan));
  if (manifest !== undefined && difference === undefined) return manifest;
  await checkAllOurs(path);
  if (manifest !== undefined && !force) {
    throw new OutputError(path, `exists and ${difference}`, "Use --force to replace it.");
  }
  return undefined;
}

/**
 * Makes sure that everything in a directory is listed in its manifest: nothing else is ever replaced.
 *
 * @param name what to call the directory in the message.
 * @throws OutputError
 */
export async function checkAllOurs(path: string, name = path): Promise<void> {
  const manifest = await manifestIn(path);
  const ours = new Set(manifest === undefined ? [] : [MANIFEST_FILE, ...manifest.files.map((file) => file.path)]);
  const foreign = await foreignFiles(path, ours);
  if (foreign.length === 0) return;
  const named = `${foreign.slice(0, 3).join(", ")}${foreign.length > 3 ? ", …" : ""}`;
  const hint = "They are never replaced: choose another directory, or move them.";
  throw new OutputError(name, `has files that no manifest of mnist1d lists (${named})`, hint);
}

function undefinedIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}

/** What file managers leave behind. (Places of work are nobody's, or those of runs that will say for themselves what is in their way.) */
const LITTER = [".DS_Store", "Thumbs.db", "desktop.ini"];

/** Files in a directory and below that are not among ours, relative to it, with `/`: the first four of them. */
async function foreignFiles(root: string, ours: ReadonlySet<string>): Promise<string[]> {
  const foreign: string[] = [];
  const directories = [""];
  for (let directory = directories.pop(); directory !== undefined; directory = directories.pop()) {
    for (const entry of await readdir(join(root, directory), { withFileTypes: true })) {
      const path = directory === "" ? entry.name : `${directory}/${entry.name}`;
      if (isWorkplaceName(path) || LITTER.includes(entry.name)) continue;
      if (entry.isDirectory()) directories.push(path);
      else if (!ours.has(path)) foreign.push(path);
      if (foreign.length > 3) return foreign;
    }
  }
  return foreign;
}

/** The manifest of a directory; undefined if there is none that can be relied on. */
async function manifestIn(directory: string): Promise<Manifest | undefined> {
  try {
    return (await readManifest(directory))?.manifest;
  } catch {
    return undefined;
  }
}

/** How a dataset differs from what would be made now, in words; undefined if it does not. */
async function differenceFrom(
  manifest: Manifest,
  config: Config | undefined,
  plan: Extract<OutputPlan, { kind: "directory" }>,
): Promise<string | undefined> {
  if (config === undefined) return "is a dataset";
  const stored = manifest.config;
  if (stored === null) return "is a dataset of unknown config";
  const wanted = configToJson(config);
  const keys = new Set([...Object.keys(stored), ...Object.keys(wanted)]);
  const changed = [...keys].filter((key) => JSON.stringify(stored[key]) !== JSON.stringify(wanted[key]));
  if (changed.length > 0) return `is a dataset with another ${changed.join(", ")}`;
  if (manifest.formats.join() !== plan.formats.map((format) => format.name).join()) {
    return `is this dataset in another format, ${manifest.formats.join(", ")}`;
  }
  if (manifest.generator.version !== VERSION) return `was written by mnist1d ${manifest.generator.version}`;
  for (const file of manifest.files) {
    const found = await hashFile(join(plan.path, file.path)).catch(() => undefined);
    if (found?.sha256 !== file.sha256) {
      return `is this dataset, but ${file.path} is not what its manifest says`;
    }
  }
  const listed = new Set(manifest.files.map((file) => file.path));
  const stray = (await dataFilesIn(plan.path)).find((path) => !listed.has(path));
  return stray && `is this dataset, with ${stray} beside it, which its manifest does not list`;
}
