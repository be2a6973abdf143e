import { join } from "node:path";
import { checkedOptions, text } from "../config/options.js";
import { cardOf } from "../describe/card/card.js";
import { type WorkOptions, workKinds } from "../generate/work-options.js";
import { CARD_FILE, type CardWarnings, type LeftAlone, newCard, readCard } from "./card-file.js";
import { hasFilesIn } from "./enclosing-repository.js";
import { OutputError, outputErrorFrom } from "./output-error.js";
import { repositoryConfigs } from "./repository-configs.js";
import { addText, Staging } from "./staging.js";

/** More runs than ever put their datasets into one repository in the same instant. */
const MOST_ROUNDS = 100;

/** A card is of at least one dataset. */
const NOTHING_LEFT = "is a repository's, and there is no dataset in it any more that could be loaded";

/** A card that could not be written of datasets that are there. */
export class CardError extends OutputError {}

/**
 * Brings the card of a repository up to date with the datasets that are in it. Others may do so at the same time: who
 * comes last sees what all have put there, and looks once more when its card is written.
 *
 * @returns why the card stays what it is, if somebody made another of it, and what it does not have.
 * @throws CardError; the signal's reason when aborted.
 */
export async function updateRepositoryCard(path: string, options: WorkOptions = {}): Promise<CardWarnings> {
  const { onProgress, signal } = checkedOptions(options, workKinds);
  text.parse(path, "path");
  const leftOut = new Map<string, LeftAlone>();
  const warnings = () => (leftOut.size === 0 ? {} : { leftOut: [...leftOut.values()] });
  const card = join(path, CARD_FILE);
  try {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      signal?.throwIfAborted();
      const existing = await readCard(path);
      const { configs, others, unloadable } = await repositoryConfigs(path);
      for (const { name, problem, isDamaged } of unloadable) {
        const wasIn = existing !== undefined && hasFilesIn(existing, name);
        if (isDamaged || wasIn) leftOut.set(name, { path: join(path, name), problem });
      }
      onProgress?.({ phase: "reading", done: configs.length, total: configs.length + unloadable.length });
      if (configs.length === 0) {
        return { ...warnings(), ...(existing !== undefined && { leftAlone: { path: card, problem: NOTHING_LEFT } }) };
      }
      const chosen =
        existing === undefined
          ? undefined
          : await (await import("../describe/card/chosen-config.js")).chosenConfig(existing);
      const { text, leftAlone } = await newCard(existing, cardOf(configs, chosen), others);
      if (leftAlone !== undefined) return { ...warnings(), leftAlone: { path: card, problem: leftAlone } };
      if (text === existing) return warnings();
      await replaceFile(card, text);
    }
  } catch (error) {
    throw cardError(outputErrorFrom(error, card));
  }
  throw cardError(new OutputError(card, "is written by others all the time", "Start again when they have ended."));
}

/** Says that only the card is amiss. Other errors pass through. */
function cardError(error: unknown): unknown {
  if (!(error instanceof OutputError)) return error;
  const { path, problem, hint = "Start again when it can be: the dataset is not made anew." } = error;
  return new CardError(path, `could not be written, though the dataset is in place: ${problem}`, hint, {
    cause: error,
  });
}

/** In one step: whoever looks sees the old text or the new. What a killed run leaves is removed by the next. */
async function replaceFile(path: string, text: string): Promise<void> {
  const staging = await Staging.open(path);
  try {
    await addText(staging, CARD_FILE, text);
    await staging.publishFile(CARD_FILE, true);
  } catch (error) {
    await staging.discard();
    throw error;
  }
}
