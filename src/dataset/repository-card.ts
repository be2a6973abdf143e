import { join } from "node:path";
import { checkedOptions, text } from "../config/options.js";
import { cardOf } from "../describe/card/card.js";
import { type WorkOptions, workKinds } from "../generate/work-options.js";
import { CARD_FILE, type CardWarnings, newCard, readCard } from "./card-file.js";
import { foldersIn } from "./enclosing-repository.js";
import { OutputError, outputErrorFrom } from "./output-error.js";
import { repositoryConfigs } from "./repository-configs.js";
import { updateFile } from "./update-file.js";

/** A card is of at least one dataset. */
const NOTHING_LEFT = "is a repository's, and there is no dataset in it any more that could be loaded";

/**
 * Brings the card of a repository up to date with the datasets that are in it. Others may do so at the same time: one
 * after the other, so that who comes last sees what all have put there. What the card is of is in place already, and so
 * nothing fails that becomes of it.
 *
 * @returns why the card stays what it is, and what it does not have.
 * @throws the signal's reason when aborted.
 */
export async function updateRepositoryCard(path: string, options: WorkOptions = {}): Promise<CardWarnings> {
  const { onProgress, signal } = checkedOptions(options, workKinds);
  text.parse(path, "path");
  const card = join(path, CARD_FILE);
  let warnings: CardWarnings = {};
  try {
    await updateFile(card, async () => {
      signal?.throwIfAborted();
      const existing = await readCard(path);
      const updated = await cardNow(path, existing);
      onProgress?.({ phase: "reading", done: updated.datasets, total: updated.datasets });
      warnings = updated.warnings;
      return updated.text === existing ? undefined : updated.text;
    });
    return warnings;
  } catch (error) {
    signal?.throwIfAborted();
    const reason = outputErrorFrom(error, card);
    const problem = reason instanceof OutputError ? reason.problem : reason instanceof Error ? reason.message : reason;
    return { ...warnings, leftAlone: { path: card, problem: `could not be written: ${problem}` } };
  }
}

/** The text that a card is to have, or has if it is left alone, and of how many datasets it is. */
interface CardNow {
  readonly text: string | undefined;
  readonly warnings: CardWarnings;
  readonly datasets: number;
}

async function cardNow(path: string, existing: string | undefined): Promise<CardNow> {
  const { configs, others, unloadable } = await repositoryConfigs(path);
  const listed = foldersIn(unloadable.length === 0 ? "" : (existing ?? ""));
  const leftOut = unloadable
    .filter(({ name, isDamaged }) => isDamaged || listed.has(name))
    .map(({ name, problem }) => ({ path: join(path, name), problem }));
  const warn = (problem: string | undefined): CardWarnings => ({
    ...(leftOut.length > 0 && { leftOut }),
    ...(problem !== undefined && { leftAlone: { path: join(path, CARD_FILE), problem } }),
  });
  if (configs.length === 0)
    return { text: existing, warnings: warn(existing === undefined ? undefined : NOTHING_LEFT), datasets: 0 };
  const chosen =
    existing === undefined
      ? undefined
      : await (await import("../describe/card/chosen-config.js")).chosenConfig(existing);
  const { text, leftAlone } = await newCard(existing, cardOf(configs, chosen), others);
  return { text, warnings: warn(leftAlone), datasets: configs.length };
}
