import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { CARD_FILE, type LeftAlone, readCard, replacingCard } from "../dataset/card-file.js";
import type { DatasetFile } from "../dataset/file-sink.js";
import { MANIFEST_FILE, type Manifest, manifestText } from "../dataset/manifest.js";
import { OutputError } from "../dataset/output-error.js";
import { type Sidecar, sidecarsOf } from "../dataset/sidecars.js";
import { undefinedIfMissing } from "../dataset/undefined-if-missing.js";
import { writeInOneStep } from "./merged-manifest.js";

export interface WithSidecars {
  /** Lists them. */
  readonly manifest: Manifest;
  readonly sidecars: readonly Sidecar[];
}

/**
 * The manifest of a merged dataset with what stands beside its files, as if it had been made at once.
 *
 * @param name in its repository.
 */
export function withSidecars(manifest: Manifest, name?: string): WithSidecars {
  const sidecars = sidecarsOf(manifest, name);
  return { manifest: { ...manifest, files: withTexts(manifest.files, sidecars) }, sidecars };
}

/** Files with others of text among them, sorted by path. */
function withTexts(files: readonly DatasetFile[], texts: readonly Sidecar[]): DatasetFile[] {
  const others = texts.map(({ path, text }) => {
    const bytes = Buffer.from(text);
    return { path, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
  });
  return [...files, ...others].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * Makes sure that nothing is where they go, but what an earlier merge wrote, or belongs to a dataset that is replaced.
 *
 * @throws OutputError
 */
export async function checkRoom(
  path: string,
  sidecars: readonly Sidecar[],
  listed: ReadonlySet<string>,
): Promise<void> {
  for (const sidecar of sidecars) {
    const place = join(path, sidecar.path);
    const there = await readFile(place, "utf8").catch(undefinedIfMissing);
    if (there === undefined || there === sidecar.text || listed.has(sidecar.path)) continue;
    throw new OutputError(place, "is in the way, and no manifest lists it", "Move it elsewhere.");
  }
}

export interface AddedFiles {
  /** All files of the dataset, also what no manifest lists: the manifest itself, and the card. */
  readonly files: readonly DatasetFile[];
  readonly leftAlone?: LeftAlone;
}

/**
 * Writes them, the card, and at last the manifest.
 *
 * @param replaced the manifest of a dataset that was there.
 * @param isInRepository whether its card is that of the repository that it is in.
 */
export async function addSidecars(
  path: string,
  { manifest, sidecars }: WithSidecars,
  replaced: Manifest | undefined,
  isInRepository: boolean,
): Promise<AddedFiles> {
  for (const sidecar of sidecars) await writeInOneStep(path, sidecar.path, sidecar.text);
  const existing = await readCard(path);
  const card = await replacingCard(manifest, existing, replaced, isInRepository);
  if (card !== undefined && card.text !== existing) await writeInOneStep(path, CARD_FILE, card.text);
  const text = manifestText(manifest);
  await writeInOneStep(path, MANIFEST_FILE, text);
  return {
    files: withTexts(manifest.files, [
      { path: MANIFEST_FILE, text },
      ...(card ? [{ path: CARD_FILE, text: card.text }] : []),
    ]),
    ...(card?.leftAlone !== undefined && { leftAlone: { path: join(path, CARD_FILE), problem: card.leftAlone } }),
  };
}
