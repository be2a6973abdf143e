import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Config } from "../../config/config.js";
import { FileError, fileErrorFrom, isUnreadable } from "../errors.js";
import { MANIFEST_FILE, type Manifest } from "../manifest.js";
import type { OutputPlan } from "../output-plan.js";
import { isWorkplaceName, realTarget, statsAt, undefinedIfMissing } from "../paths.js";
import { NewerDataset, readManifest } from "../read/read-manifest.js";
import { checkRepository, refuseLink } from "../repository/repository.js";
import { type Division, SHARDS_DIRECTORY, type Shard, scopeOf, shardName, shardNamed, shardPath } from "../scope.js";
import { recoverTarget } from "../write/recover-target.js";
import type { Wanted } from "./difference-from.js";
import { proveOwn } from "./own-files.js";

/**
 * Looks at what is at the target of a plan before anything is made, and puts right first what a run that was killed
 * left there.
 * @param config of the dataset that would be made; undefined if what is there is not to be taken for it in any case.
 * @param force whether an earlier output may be replaced.
 * @param division how the dataset is divided: the target of a shard is its own directory.
 * @param signal stops the reading of what is there.
 * @returns the manifest of the dataset that is there if it already is what would be made (of a single file, which has
 *   none, what it would say); undefined if the way is free.
 * @throws FileError if something is there that is not to be replaced: without `force` anything, with it all that
 *   mnist1d did not write; PlanError for a division that there can't be; the signal's reason when aborted.
 */
export async function checkTarget(
  config: Config | undefined,
  plan: OutputPlan,
  force: boolean,
  division: Division = {},
  signal?: AbortSignal,
): Promise<Manifest | undefined> {
  if (plan.kind === "stream") return undefined;
  try {
    if (plan.kind === "file") {
      await recoverTarget(plan.path);
      return await checkFile(config, plan, force, signal);
    }
    const wanted = config && { config, formats: plan.formats, scope: scopeOf(config, plan, division) };
    const { shard } = division;
    await checkRepository(plan);
    const another = config === undefined ? "output" : plan.repository === undefined ? "-o" : "--name";
    if (shard === undefined) return await checkDirectory(wanted, plan.path, force, another, signal);
    const merged = await checkMerged(wanted!, plan.path, force);
    if (merged !== undefined) return merged;
    const path = shardPath(plan.path, shard);
    for (const folder of [dirname(path), path])
      await refuseLink(folder, "Merge takes no shard from there: remove the link.");
    await checkSiblings(wanted!, plan.path, shard);
    return await checkDirectory(wanted, path, force, another, signal);
  } catch (error) {
    throw fileErrorFrom(error, plan.path);
  }
}

async function checkFile(
  config: Config | undefined,
  { path, format }: Extract<OutputPlan, { kind: "file" }>,
  force: boolean,
  signal: AbortSignal | undefined,
): Promise<Manifest | undefined> {
  const stats = await statsAt(path);
  if (stats === undefined) return undefined;
  if (!stats.isFile()) throw new FileError(path, "exists and is not a file");
  const { existingFile } = await comparison();
  const existing = config && (await existingFile(path, config, format, force, signal));
  if (existing !== undefined && "manifest" in existing) return existing.manifest;
  const problem = existing === undefined ? "exists already" : `exists and ${existing.difference}`;
  if (!force) throw new FileError(path, problem, replaceHint(problem, config ? "-o" : "output"));
  return undefined;
}

/** @param another what else of the command line could say where the dataset goes. */
async function checkDirectory(
  wanted: Wanted | undefined,
  path: string,
  force: boolean,
  another: string,
  signal: AbortSignal | undefined,
): Promise<Manifest | undefined> {
  await recoverTarget(path);
  const stats = await stat(path).catch(undefinedIfMissing);
  if (stats === undefined) return undefined;
  if (stats.isFile()) throw new FileError(path, "is a file", "Several files go into a directory.");
  if (!stats.isDirectory()) throw new FileError(path, "exists and is not a directory");

  const manifest = await manifestIn(path);
  if (manifest === undefined && existsSync(join(path, SHARDS_DIRECTORY))) {
    const hint = `Merge them with mnist1d merge ${path}, or remove ${join(path, SHARDS_DIRECTORY)}.`;
    throw new FileError(path, "has shards that are not merged yet", hint);
  }
  const { differenceFrom, statedDifference } = await comparison();
  const difference =
    manifest && (wanted === undefined ? "is a dataset" : await differenceFrom(path, manifest, wanted, signal));
  if (manifest !== undefined && difference === undefined) return manifest;
  // What was changed is never replaced, and whoever may not replace the rest need not wait until all is looked at.
  const hashes = force || (wanted !== undefined && manifest !== undefined && !statedDifference(manifest, wanted));
  const among = (name: string) => !isWorkplaceName(name);
  const keepsCard = manifest !== undefined;
  await proveOwn(await realTarget(path), { name: path, keepsCard, among, hashes, signal });
  if (manifest !== undefined && !force) {
    throw new FileError(path, `exists and ${difference}`, replaceHint(difference!, another));
  }
  return undefined;
}

/** Loaded where there is something to compare with. */
const comparison = () => import("./difference-from.js");

/** What to do about a dataset that is in the way; a damaged one is of no use to anybody. */
function replaceHint(difference: string, another: string): string {
  const isDamaged = difference.includes("is this dataset, but ");
  return isDamaged ? "Use --force to replace it." : `Use another ${another}, or --force to replace it.`;
}

/** The dataset whose shard would be made, if it is there already. @throws FileError if another one is there. */
async function checkMerged(wanted: Wanted, path: string, force: boolean): Promise<Manifest | undefined> {
  const manifest = await manifestIn(path);
  if (manifest === undefined) return undefined;
  const { roughDifferenceFrom } = await comparison();
  const difference = await roughDifferenceFrom(path, manifest, wanted);
  if (difference === undefined) return manifest;
  if (!force) throw new FileError(path, `exists and ${difference}`, "Use --force to make shards of another.");
  return undefined;
}

/** Makes sure that shards beside one are of the same dataset. @throws FileError */
async function checkSiblings(wanted: Wanted, path: string, shard: Shard): Promise<void> {
  const directory = join(path, SHARDS_DIRECTORY);
  for (const name of await readdir(directory).catch(() => [])) {
    const sibling = shardNamed(name);
    if (sibling === undefined || sibling.index === shard.index) continue;
    const manifest = await manifestIn(join(directory, name));
    if (manifest === undefined) continue;
    const { differenceOfData } = await comparison();
    const isCutAlike = manifest.shard?.rows_per_file === wanted.scope.rowsPerFile;
    const inData = differenceOfData(manifest, wanted) ?? (isCutAlike ? undefined : "has another --rows-per-file");
    const difference = sibling.count === shard.count ? inData : `is one of ${sibling.count}`;
    if (difference === undefined) return; // One that fits was compared with the others when it was made.
    const hint = `Shards in one place are of one dataset: use another --out, or remove ${directory}.`;
    throw new FileError(join(directory, name), `${difference}, not ${shardName(shard)} of what is asked for`, hint);
  }
}

/**
 * The manifest of a directory; undefined if there is none that can be relied on.
 * @throws FileError if nobody can tell, and for one of a newer version: what it lists is nothing that may be replaced
 *   here.
 */
async function manifestIn(directory: string): Promise<Manifest | undefined> {
  try {
    return (await readManifest(directory))?.manifest;
  } catch (error) {
    if (error instanceof NewerDataset) throw new FileError(directory, `has a ${MANIFEST_FILE} that ${error.problem}`);
    if (isUnreadable(error)) throw error;
    return undefined;
  }
}
