import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { type Card, datasetCard } from "../describe/card/card.js";
import { cardText } from "../describe/card/card-text.js";
import { ForeignCard } from "../describe/card/foreign-card.js";
import { describeDataset } from "./describe-dataset.js";
import type { Manifest } from "./manifest.js";
import { OutputError } from "./output-error.js";
import { readRegular } from "./regular-file.js";
import { undefinedIfMissing } from "./undefined-if-missing.js";

/** Hugging Face's card. Not among the files that a manifest lists: people may edit it. */
export const CARD_FILE = "README.md";

/** One of 10,000 datasets has 20 MB. */
export const MAX_CARD_BYTES = 100_000_000;

/** A card that is not UTF-8. */
export class NoText extends OutputError {}

/** A card that could not be brought up to date. */
export interface LeftAlone {
  readonly path: string;
  /** As the end of a sentence. */
  readonly problem: string;
}

/** What people should know of a card, though it stops nothing. */
export interface CardWarnings {
  readonly leftAlone?: LeftAlone;
  /** Folders of a repository that its card does not have, and why, as a sentence. */
  readonly leftOut?: readonly LeftAlone[];
}

/** What a card is to be. */
export interface NewCard {
  readonly text: string;
  /** Why it stays what it was, as the end of a sentence, if it does. */
  readonly leftAlone?: string;
}

/**
 * The text of a directory's card; undefined without one.
 *
 * @throws OutputError for one that is no file, or no text: then it can't be kept.
 */
export async function readCard(directory: string): Promise<string | undefined> {
  const path = join(directory, CARD_FILE);
  const stats = await lstat(path).catch(undefinedIfMissing);
  if (stats === undefined) return undefined;
  if (!stats.isFile()) throw new OutputError(path, "is not a file", "Move it elsewhere.");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      await readRegular(path, MAX_CARD_BYTES, "card"),
    );
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new NoText(path, "is not UTF-8 text", "Move it elsewhere.", { cause: error });
  }
}

/** The card of a directory, whatever is there: what people wrote stays. @param others as in `updatedCardText`. */
export async function newCard(
  existing: string | undefined,
  card: Card,
  others: readonly string[] = [],
): Promise<NewCard> {
  if (existing === undefined) return { text: cardText(card) };
  try {
    // With a parser of YAML, which those who make a new card need not wait for.
    const { updatedCardText } = await import("../describe/card/updated-card-text.js");
    return { text: await updatedCardText(existing, card, others) };
  } catch (error) {
    if (error instanceof ForeignCard) return { text: existing, leftAlone: error.message };
    if (error instanceof RangeError) return { text: existing, leftAlone: "is nested too deeply, or too large" };
    throw error;
  }
}

/** The card that mnist1d gives a dataset that stands alone; undefined if it has none. */
export function ownCardText(manifest: Manifest): string | undefined {
  const description = describeDataset(manifest);
  return description && cardText(datasetCard(description));
}

/**
 * The card of a dataset that takes the place of another.
 *
 * @param existing the card that is there.
 * @param replaced the manifest of the dataset that is there.
 * @param isInRepository whether its card is that of the repository that it is in.
 */
export async function replacingCard(
  manifest: Manifest,
  existing: string | undefined,
  replaced: Manifest | undefined,
  isInRepository: boolean,
): Promise<NewCard | undefined> {
  const description = isInRepository ? undefined : describeDataset(manifest);
  // One that nobody edited goes with its dataset.
  const kept = replaced !== undefined && existing === ownCardText(replaced) ? undefined : existing;
  if (description !== undefined) return await newCard(kept, datasetCard(description));
  const leftAlone = `was edited, and the dataset that is now there has no card${isInRepository ? " of its own" : ""}`;
  return kept === undefined ? undefined : { text: kept, leftAlone };
}
