import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { cardOf } from "../describe/card/card.js";
import type { CardConfig } from "../describe/card/card-config.js";
import { chosenConfig } from "../describe/card/chosen-config.js";
import { CARD_FILE, type LeftAlone, newCard, readCard } from "./card-file.js";
import { describeDataset } from "./describe-dataset.js";
import { MANIFEST_FILE } from "./manifest.js";
import { OutputError, outputErrorFrom } from "./output-error.js";
import { readManifest } from "./read-manifest.js";
import { nameProblem } from "./repository-plan.js";
import { addText, Staging } from "./staging.js";

/** More runs than ever put their datasets into one repository in the same instant. */
const MOST_ROUNDS = 100;

/** A repository is no dataset itself, whose card would be in the same place. @throws OutputError */
export function checkRepository(path: string): void {
  if (!existsSync(join(path, MANIFEST_FILE))) return;
  const hint = "The datasets of a repository are in directories of their own: use another one.";
  throw new OutputError(path, "is a dataset, not a repository of several", hint);
}

/**
 * Brings the card of a repository up to date with the datasets that are in it. Others may do so at the same time: who
 * comes last sees what all have put there, and looks once more when its card is written.
 *
 * @returns why the card stays what it is, if somebody made another of it.
 * @throws OutputError
 */
export async function updateRepositoryCard(path: string): Promise<LeftAlone | undefined> {
  const card = join(path, CARD_FILE);
  try {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const existing = await readCard(path);
      const { configs, others } = await configsIn(path);
      if (configs.length === 0) return undefined;
      const chosen = existing === undefined ? undefined : await chosenConfig(existing);
      const { text, leftAlone } = await newCard(existing, cardOf(configs, chosen), others);
      if (leftAlone !== undefined) return { path: card, problem: leftAlone };
      if (text === existing) return undefined;
      await replaceFile(card, text);
    }
  } catch (error) {
    throw outputErrorFrom(error, card);
  }
  throw new OutputError(card, "is written by others all the time", "Start again when they have ended.");
}

/** The datasets in a repository, and the names of all other directories. */
async function configsIn(path: string): Promise<{ configs: CardConfig[]; others: string[] }> {
  const configs: CardConfig[] = [];
  const others: string[] = [];
  const entries = await readdir(path, { withFileTypes: true });
  const names = entries.filter((entry) => !entry.isFile() && !entry.name.startsWith(".")).map(({ name }) => name);
  for (const name of names.sort()) {
    const manifest = (await readManifest(join(path, name)).catch(() => undefined))?.manifest;
    const dataset = manifest && describeDataset(manifest, name);
    if (dataset === undefined || nameProblem(name) !== undefined) others.push(name);
    else configs.push({ name, folder: `${name}/`, dataset });
  }
  return { configs, others };
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
