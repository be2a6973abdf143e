import { join } from "node:path";
import { cardOf } from "../describe/card/card.js";
import { CARD_FILE, type CardWarnings, newCard, readCard } from "./card-file.js";
import { hasFilesIn } from "./enclosing-repository.js";
import { OutputError, outputErrorFrom } from "./output-error.js";
import { repositoryConfigs } from "./repository-configs.js";
import { updateFile } from "./update-file.js";

/** A card is of at least one dataset. */
const NOTHING_LEFT = "is a repository's, and there is no dataset in it any more that could be loaded";

/** A card that could not be written of datasets that are there. */
export class CardError extends OutputError {}

/**
 * Brings the card of a repository up to date with the datasets that are in it. Others may do so at the same time: one
 * after the other, so that who comes last sees what all have put there.
 *
 * @returns why the card stays what it is, if somebody made another of it, and what it does not have.
 * @throws CardError
 */
export async function updateRepositoryCard(path: string): Promise<CardWarnings> {
  const card = join(path, CARD_FILE);
  let warnings: CardWarnings = {};
  try {
    await updateFile(card, async () => {
      const existing = await readCard(path);
      const updated = await cardNow(path, existing);
      warnings = updated.warnings;
      return updated.text === existing ? undefined : updated.text;
    });
    return warnings;
  } catch (error) {
    throw cardError(outputErrorFrom(error, card));
  }
}

/** @returns the text that the card is to have; what it has if it is left alone. */
async function cardNow(
  path: string,
  existing: string | undefined,
): Promise<{ text: string | undefined; warnings: CardWarnings }> {
  const { configs, others, unloadable } = await repositoryConfigs(path);
  const leftOut = unloadable
    .filter(({ name, isDamaged }) => isDamaged || (existing !== undefined && hasFilesIn(existing, name)))
    .map(({ name, problem }) => ({ path: join(path, name), problem }));
  const warn = (problem: string | undefined): CardWarnings => ({
    ...(leftOut.length > 0 && { leftOut }),
    ...(problem !== undefined && { leftAlone: { path: join(path, CARD_FILE), problem } }),
  });
  if (configs.length === 0)
    return { text: existing, warnings: warn(existing === undefined ? undefined : NOTHING_LEFT) };
  const chosen =
    existing === undefined
      ? undefined
      : await (await import("../describe/card/chosen-config.js")).chosenConfig(existing);
  const { text, leftAlone } = await newCard(existing, cardOf(configs, chosen), others);
  return { text, warnings: warn(leftAlone) };
}

/** Says that only the card is amiss. Other errors pass through. */
function cardError(error: unknown): unknown {
  if (!(error instanceof OutputError)) return error;
  const { path, problem, hint = "Start again when it can be: the dataset is not made anew." } = error;
  return new CardError(path, `could not be written, though the dataset is in place: ${problem}`, hint, {
    cause: error,
  });
}
