import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Config } from "../config/config.js";
import { configToJson } from "../config/config-json.js";
import { MANIFEST_FILE, type Manifest } from "./manifest.js";
import { OutputError, outputErrorFrom } from "./output-error.js";
import type { OutputPlan } from "./output-plan.js";
import { VERSION } from "./version.js";

/**
 * Looks at what is at the target of a plan before anything is made.
 *
 * @param force whether an earlier output may be replaced.
 * @returns the manifest of the dataset that is there if it already is what would be made; undefined if the way is free.
 * @throws OutputError if something is there that is not to be replaced: without `force` anything, with it all that
 *   mnist1d did not write.
 */
export async function checkTarget(config: Config, plan: OutputPlan, force: boolean): Promise<Manifest | undefined> {
  if (plan.kind === "stream") return undefined;
  try {
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
  config: Config,
  plan: Extract<OutputPlan, { kind: "directory" }>,
  force: boolean,
): Promise<Manifest | undefined> {
  const { path } = plan;
  const stats = await stat(path).catch(undefinedIfMissing);
  if (stats === undefined) return undefined;
  if (!stats.isDirectory()) throw new OutputError(path, "is a file", "A dataset in this format is a directory.");
  const files = await filesBelow(path);
  if (files.length === 0) return undefined;

  const manifest = await readManifest(path);
  const ours = new Set([MANIFEST_FILE, ...(manifest?.files.map((file) => file.path) ?? [])]);
  const foreign = files.filter((file) => !ours.has(file));
  if (manifest === undefined || foreign.length > 0) {
    const problem = `has files that mnist1d did not write (${foreign.slice(0, 3).join(", ")}${foreign.length > 3 ? ", …" : ""})`;
    throw new OutputError(path, problem, "They are never replaced: choose another directory, or move them.");
  }
  const difference = await differenceFrom(manifest, config, plan);
  if (difference === undefined) return manifest;
  if (!force) throw new OutputError(path, `exists and ${difference}`, "Use --force to replace it.");
  return undefined;
}

function undefinedIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}

/** Paths of all files in a directory and below, relative to it, with `/`. */
async function filesBelow(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  return files.map((entry) => relative(path, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
}

async function readManifest(path: string): Promise<Manifest | undefined> {
  try {
    const manifest = JSON.parse(await readFile(join(path, MANIFEST_FILE), "utf8")) as Manifest;
    return manifest.generator.name === "mnist1d" && Array.isArray(manifest.files) ? manifest : undefined;
  } catch {
    return undefined;
  }
}

/** How a dataset differs from what would be made now, in words; undefined if it does not. */
async function differenceFrom(
  manifest: Manifest,
  config: Config,
  plan: Extract<OutputPlan, { kind: "directory" }>,
): Promise<string | undefined> {
  const wanted = configToJson(config);
  const keys = new Set([...Object.keys(manifest.config), ...Object.keys(wanted)]);
  const changed = [...keys].filter((key) => JSON.stringify(manifest.config[key]) !== JSON.stringify(wanted[key]));
  if (changed.length > 0) return `is a dataset with another ${changed.join(", ")}`;
  if (manifest.formats.join() !== plan.formats.map((format) => format.name).join()) {
    return `is this dataset in another format, ${manifest.formats.join(", ")}`;
  }
  if (manifest.generator.version !== VERSION) return `was written by mnist1d ${manifest.generator.version}`;
  for (const file of manifest.files) {
    if ((await sha256OfFile(join(plan.path, file.path))) !== file.sha256) {
      return `is this dataset, but ${file.path} is not what its manifest says`;
    }
  }
  return undefined;
}

async function sha256OfFile(path: string): Promise<string | undefined> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(path), hash);
  } catch {
    return undefined;
  }
  return hash.digest("hex");
}
