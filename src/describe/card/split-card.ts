import { ForeignCard } from "./foreign-card.js";

/** A card in three parts, which together are its text to the letter. */
export interface CardParts {
  /** All before the YAML, with the line `---`; "" for a card without YAML. */
  readonly head: string;
  /** Whole lines. */
  readonly yaml: string;
  /** From the second line `---` on. */
  readonly rest: string;
}

/**
 * The Hub and its library take blank lines before the YAML, but no blanks behind the first `---`
 * (REGEX_YAML_BLOCK in huggingface_hub/repocard.py).
 */
const CARD = /^(\s*---\r?\n)((?:.*?\r?\n)??)(---[ \t]*(?:\r?\n.*|$))$/s;

/** What people mean for YAML. */
const BEGINNING = /^\s*---\s*?(?:[\r\n]|$)/;

/** @throws ForeignCard for one that begins like YAML and does not end it: a second YAML above would hide the first. */
export function splitCard(text: string): CardParts {
  const [, head, yaml, rest] = CARD.exec(text) ?? [];
  if (head !== undefined) return { head, yaml: yaml!, rest: rest! };
  if (!BEGINNING.test(text)) return { head: "", yaml: "", rest: text };
  throw new ForeignCard(
    "begins with ---, but not with YAML as the Hub reads it: between two lines that have --- and nothing else",
  );
}
