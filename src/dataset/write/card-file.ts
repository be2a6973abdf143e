import { join } from "node:path";
import { type CardConfig, cardText, datasetConfig } from "../../describe/card/card.js";
import { isLoadable } from "../../describe/manifest.js";
import { FileError } from "../errors.js";
import type { Manifest } from "../manifest.js";
import { statsAt } from "../paths.js";
import { readRegular } from "../read/regular-file.js";

/** Hugging Face's card. Not among the files that a manifest lists: people may edit it. */
export const CARD_FILE = "README.md";

/** One of 10,000 datasets has 20 MB. */
export const MAX_CARD_BYTES = 100_000_000;

/** A card that is not UTF-8. */
export class NoText extends FileError {}

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

export interface NewCard {
  readonly text: string;
  /** Why it stays what it was, as the end of a sentence, if it does. */
  readonly leftAlone?: string;
}

/**
 * The text of a directory's card; undefined without one.
 * @throws FileError for one that is no file, or no text: then it can't be kept.
 */
export async function readCard(directory: string): Promise<string | undefined> {
  const path = join(directory, CARD_FILE);
  const stats = await statsAt(path);
  if (stats === undefined) return undefined;
  if (!stats.isFile()) throw new FileError(path, "is not a file", "Move it elsewhere.");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      await readRegular(path, MAX_CARD_BYTES, "card"),
    );
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new NoText(path, "is not UTF-8 text", "Move it elsewhere.", { cause: error });
  }
}

/**
 * The card of a directory, whatever is there: what people wrote stays.
 * @param others as in `updatedCardText`.
 * @param chosen which config a new card marks as the default, as in `mainFirst`.
 */
export async function newCard(
  existing: string | undefined,
  configs: readonly CardConfig[],
  others: readonly string[] = [],
  chosen?: string,
): Promise<NewCard> {
  if (existing === undefined) return { text: cardText(configs, chosen) };
  // With a parser of YAML, which those who make a new card need not wait for.
  const { ForeignCard, updatedCardText } = await import("../../describe/card/update-card.js");
  try {
    return { text: updatedCardText(existing, configs, others) };
  } catch (error) {
    if (error instanceof ForeignCard) return { text: existing, leftAlone: error.message };
    if (error instanceof RangeError) return { text: existing, leftAlone: "is nested too deeply, or too large" };
    throw error;
  }
}

/** The card that mnist1d gives a dataset that stands alone; undefined if it has none. */
export function ownCardText(manifest: Manifest): string | undefined {
  return isLoadable(manifest) ? cardText([datasetConfig(manifest)]) : undefined;
}
