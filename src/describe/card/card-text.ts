import type { Card } from "./card.js";
import { ForeignCard } from "./foreign-card.js";
import { mergedFrontMatter } from "./merge-front-matter.js";

/** What stands around the part of a card's body that is ours. */
export const MARKS = ["<!-- mnist1d:begin -->", "<!-- mnist1d:end -->"] as const;

/** A new README.md. */
export function cardText({ frontMatter, body }: Card): string {
  const [begin, end] = MARKS;
  return `---\n${mergedFrontMatter([], frontMatter).join("\n")}\n---\n\n${begin}\n${body}\n${end}\n`;
}

/**
 * A README.md that people may have edited, brought up to date: what is between the marks, and the keys of ours in the
 * YAML. All else stays as it is.
 *
 * @param others folders beside the card that mnist1d did not make: what the YAML has of them stays, too.
 * @throws ForeignCard for one without the marks, which is not ours to change.
 */
export function updatedCardText(text: string, card: Card, others: readonly string[] = []): string {
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const { yaml, rest } = splitCard(text);
  const [begin, end] = MARKS.map((mark) => indicesOf(rest, mark));
  if (begin!.length !== 1 || end!.length !== 1 || begin![0]! > end![0]!) {
    throw new ForeignCard(
      `does not have the marks ${MARKS.join(" and ")}, each once, for the part that mnist1d writes`,
    );
  }
  const lines = mergedFrontMatter(yaml, card.frontMatter, others);
  const before = rest.slice(0, begin![0]! + MARKS[0].length);
  const own = card.body.replaceAll("\n", newline);
  return ["---", ...lines, "---", `${before}${newline}${own}${newline}${rest.slice(end![0]!)}`].join(newline);
}

/** The lines of YAML at the head of a card, and all that follows them. */
export function splitCard(text: string): { yaml: string[]; rest: string } {
  const [, yaml, rest] = /^\uFEFF?---[ \t]*\r?\n(.*?\r?\n)??---[ \t]*(?:\r?\n|$)(.*)$/s.exec(text) ?? [];
  if (rest === undefined) return { yaml: [], rest: text };
  return { yaml: (yaml ?? "").split(/\r?\n/).slice(0, -1), rest };
}

function indicesOf(text: string, mark: string): number[] {
  return Array.from(text.matchAll(new RegExp(`^${mark}[ \\t]*\\r?$`, "gm")), ({ index }) => index);
}
