import { join } from "node:path";
import type { Folder } from "../formats/format.js";
import { CARD_FILE, type LeftAlone, readCard, replacingCard } from "./card-file.js";
import { checkAllOurs } from "./check-target.js";
import type { Manifest } from "./manifest.js";
import { OutputError } from "./output-error.js";
import type { OutputPlan } from "./output-plan.js";
import { readManifest } from "./read-manifest.js";
import { addText } from "./staging.js";

export interface AddedCard {
  readonly leftAlone?: LeftAlone;
  /** What must hold of the directory that is replaced, at the moment when it is. */
  checkReplaced(directory: string): Promise<void>;
}

/** Writes the card of a dataset, with what people made of that of the dataset which it replaces. */
export async function addCard(
  folder: Folder,
  manifest: Manifest,
  { path, repository }: Extract<OutputPlan, { kind: "directory" }>,
): Promise<AddedCard> {
  const replaced = (await readManifest(path).catch(() => undefined))?.manifest;
  // Without a manifest nothing is replaced that could have a card of ours.
  const existing = replaced && (await readCard(path));
  const card = await replacingCard(manifest, existing, replaced, repository !== undefined);
  if (card !== undefined) await addText(folder, CARD_FILE, card.text);
  return {
    ...(card?.leftAlone !== undefined && { leftAlone: { path: join(path, CARD_FILE), problem: card.leftAlone } }),
    async checkReplaced(directory) {
      await checkAllOurs(directory, path, true);
      if ((await readCard(directory)) === existing) return;
      throw new OutputError(join(path, CARD_FILE), "changed in the meantime", "Start again, and the change is kept.");
    },
  };
}
