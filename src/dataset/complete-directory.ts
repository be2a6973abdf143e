import { basename, join } from "node:path";
import { MAX_MANIFEST_BYTES } from "../config/limits.js";
import { CARD_FILE, type LeftAlone, readCard, replacingCard } from "./card-file.js";
import type { DatasetFile } from "./file-sink.js";
import { MANIFEST_FILE, type Manifest, manifestText } from "./manifest.js";
import { OutputError } from "./output-error.js";
import type { OutputPlan } from "./output-plan.js";
import { proveOwn } from "./own-files.js";
import { readManifest } from "./read-manifest.js";
import { sidecarsOf } from "./sidecars.js";
import { addText, type Staging } from "./staging.js";
import type { CheckReplaced } from "./workplace/publication.js";

/** A dataset that waits to be put in its place. */
export interface CompleteDirectory {
  readonly manifest: Manifest;
  /** All of its files, also what no manifest lists: the manifest itself, and the card. */
  readonly files: readonly DatasetFile[];
  /** The dataset that is at the target. */
  readonly replaced: Manifest | undefined;
  readonly leftAlone?: LeftAlone;
  /** What must hold of the directory that is replaced, at the moment when it is. */
  readonly checkReplaced: CheckReplaced;
}

/**
 * Adds to the files of a dataset what stands beside them: sidecars, the manifest, and the card, with what people made of
 * that of the dataset which it replaces.
 *
 * @param manifestNow the manifest of the files that are there.
 */
export async function completeDirectory(
  staging: Staging,
  manifestNow: () => Manifest,
  { path, repository }: Pick<Extract<OutputPlan, { kind: "directory" }>, "path" | "repository">,
): Promise<CompleteDirectory> {
  const name = repository === undefined ? undefined : basename(path); // in its repository
  for (const sidecar of sidecarsOf(manifestNow(), name)) await addText(staging, sidecar.path, sidecar.text);
  const manifest = manifestNow();
  const text = manifestText(manifest);
  if (text.length > MAX_MANIFEST_BYTES) {
    throw new OutputError(path, `would have a manifest of ${text.length} bytes, and ${MAX_MANIFEST_BYTES} are read`);
  }
  await addText(staging, MANIFEST_FILE, text);
  const replaced = (await readManifest(path).catch(() => undefined))?.manifest;
  const existing = await readCard(path);
  const card = await replacingCard(manifest, existing, replaced, repository !== undefined);
  if (card !== undefined) await addText(staging, CARD_FILE, card.text);
  return {
    manifest,
    files: staging.files(),
    replaced,
    ...(card?.leftAlone !== undefined && { leftAlone: { path: join(path, CARD_FILE), problem: card.leftAlone } }),
    async checkReplaced(directory) {
      const own = await proveOwn(directory, { name: path, keepsCard: true });
      if ((await readCard(directory)) === existing) return own;
      throw new OutputError(join(path, CARD_FILE), "changed in the meantime", "Start again, and the change is kept.");
    },
  };
}
