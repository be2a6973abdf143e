import { expect } from "vitest";
import { parseDocument } from "yaml";
import { type Card, cardOf, datasetCard } from "../../../../src/describe/card/card.js";
import { MARKS } from "../../../../src/describe/card/card-text.js";
import { ForeignCard } from "../../../../src/describe/card/foreign-card.js";
import { updatedCardText } from "../../../../src/describe/card/updated-card-text.js";
import { config, description, split } from "../../support/descriptions.js";

/** Of a dataset that stands alone, and of another in its place. */
export const CARD = datasetCard(description());
export const OTHER = datasetCard(description({ length: 7, splits: [split("train", 100_000), split("test", 1)] }));

/** Of a repository, and of the same with other data. */
export const PAIR = cardOf([config("a"), config("b")]);
export const OTHER_PAIR = cardOf([config("a", { length: 7 }), config("b", { length: 7 })]);

/** A card with some YAML, and nothing but the marks below it. */
export function edited(yaml: string, newline = "\n"): string {
  return `---${newline}${yaml}---${newline}${MARKS.join("\n")}\n`;
}

/** The lines of a card's YAML. */
export function yamlOf(text: string): string {
  return /^\s*---\r?\n(.*?)^---\r?$/ms.exec(text)![1]!;
}

/** As the library that loads datasets does, which takes YAML 1.1. */
export function readYaml(yaml: string): Map<unknown, unknown> {
  const document = parseDocument(yaml, { version: "1.1" });
  expect(document.errors).toEqual([]);
  return document.toJS({ mapAsMap: true }) ?? new Map();
}

/** The `config_name` of each item in a list of a card. */
export function namesIn(text: string, key = "configs"): unknown[] {
  return (readYaml(yamlOf(text)).get(key) as Map<string, unknown>[]).map((item) => item.get("config_name"));
}

/** Why a card is not brought up to date. */
export async function refusal(text: string, card: Card = OTHER): Promise<string> {
  const error = await updatedCardText(text, card).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ForeignCard);
  return (error as ForeignCard).message;
}
