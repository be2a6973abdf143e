import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { CARD_FILE, type LeftAlone, readCard, replacingCard } from "../dataset/card-file.js";
import type { Manifest } from "../dataset/manifest.js";
import { OutputError } from "../dataset/output-error.js";
import { type Sidecar, sidecarsOf } from "../dataset/sidecars.js";
import { undefinedIfMissing } from "../dataset/undefined-if-missing.js";
import { writeInOneStep } from "./merged-manifest.js";

export interface WithSidecars {
  /** Lists them. */
  readonly manifest: Manifest;
  readonly sidecars: readonly Sidecar[];
}

/** The manifest of a merged dataset with what stands beside its files, as if it had been made at once. */
export function withSidecars(manifest: Manifest): WithSidecars {
  const sidecars = sidecarsOf(manifest);
  const listed = sidecars.map(({ path, text }) => {
    const bytes = Buffer.from(text);
    return { path, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
  });
  const files = [...manifest.files, ...listed].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { manifest: { ...manifest, files }, sidecars };
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

/** Writes them, and the card. @param replaced the manifest of a dataset that was there. */
export async function addSidecars(
  path: string,
  { manifest, sidecars }: WithSidecars,
  replaced: Manifest | undefined,
): Promise<LeftAlone | undefined> {
  for (const sidecar of sidecars) await writeInOneStep(path, sidecar.path, sidecar.text);
  const existing = await readCard(path);
  const card = await replacingCard(manifest, existing, replaced, false);
  if (card !== undefined && card.text !== existing) await writeInOneStep(path, CARD_FILE, card.text);
  return card?.leftAlone === undefined ? undefined : { path: join(path, CARD_FILE), problem: card.leftAlone };
}
