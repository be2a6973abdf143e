import { constants } from "node:fs";
import { access, lstat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { CARD_FILE, readCard } from "./card-file.js";
import { manifestOrigin } from "./manifest-origin.js";
import { OutputError, outputErrorFrom } from "./output-error.js";
import type { OutputPlan } from "./output-plan.js";
import { readManifest } from "./read-manifest.js";
import { undefinedIfMissing } from "./undefined-if-missing.js";
import { realTarget } from "./workplace/real-target.js";

/**
 * Makes sure that a dataset can be put into the repository that a plan says, if it says one, before anything is made.
 *
 * @throws OutputError
 */
export async function checkRepository(plan: OutputPlan): Promise<void> {
  if (plan.kind !== "directory" || plan.repository === undefined) return;
  try {
    await refuseDataset(plan.repository);
    await refuseInside(plan.repository);
    await refuseLink(plan.path);
    await checkCard(plan.repository);
  } catch (error) {
    throw outputErrorFrom(error, plan.path);
  }
}

/** A repository is no dataset itself, whose card would be in the same place. A manifest.json of others is nothing to us. */
async function refuseDataset(path: string): Promise<void> {
  const origin = await manifestOrigin(path);
  if (origin === "none" || origin === "others") return;
  const hint = "The datasets of a repository are in directories of their own: use another one.";
  throw new OutputError(path, "is a dataset, not a repository of several", hint);
}

/** Folders above a repository that are looked at: files of a dataset are one below it, and a shard's place three. */
const LEVELS = 4;

/** Where a dataset has its files, everything else is in the way of its next replacement. */
async function refuseInside(path: string): Promise<void> {
  let folder = await realTarget(path);
  for (let level = 0; level < LEVELS; level++) {
    const below = `${basename(folder)}/`;
    folder = dirname(folder);
    const manifest = (await readManifest(folder).catch(() => undefined))?.manifest;
    if (manifest?.files.some((file) => file.path.startsWith(below)) !== true) continue;
    const hint = "Put the repository beside that dataset.";
    throw new OutputError(path, `is in ${below} of the dataset ${basename(folder)}, which has its files there`, hint);
  }
}

/** What a link leads to is a dataset under another name, or somebody's elsewhere: `--force` would replace that. */
export async function refuseLink(path: string, hint = "Use another name, or remove the link."): Promise<void> {
  if ((await lstat(path).catch(undefinedIfMissing))?.isSymbolicLink() !== true) return;
  throw new OutputError(path, "is a link to another place", hint);
}

/** Makes sure that the card of a repository can be written, whoever made it. @throws OutputError */
export async function checkCard(repository: string): Promise<void> {
  if ((await readCard(repository)) === undefined) return;
  const path = join(repository, CARD_FILE);
  await access(path, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
    // Another file takes its place, for which it needs no permission of its own. One that is immutable can't be replaced.
    if (error.code !== "EACCES") throw outputErrorFrom(error, path);
  });
}
