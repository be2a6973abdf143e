import type { Card } from "./card.js";
import { MARKS } from "./card-text.js";
import { ForeignCard } from "./foreign-card.js";
import { mergedFrontMatter } from "./merge-front-matter.js";
import { splitCard } from "./split-card.js";

/**
 * A README.md that people may have edited, brought up to date: what is between the marks, and the keys of ours in the
 * YAML. All else stays as it is, and each part keeps its line ends.
 *
 * @param others folders beside the card that mnist1d did not make: what the YAML has of them stays, too.
 * @throws ForeignCard for one without the marks, which is not ours to change, or with YAML that can't be.
 */
export async function updatedCardText(text: string, card: Card, others: readonly string[] = []): Promise<string> {
  const { head, yaml, rest } = splitCard(text);
  const [begin, end] = MARKS.map((mark) => indicesOf(rest, mark));
  if (begin!.length !== 1 || end!.length !== 1 || begin![0]! > end![0]!) {
    throw new ForeignCard(
      `does not have the marks ${MARKS.join(" and ")}, each once, for the part that mnist1d writes`,
    );
  }
  const newline = newlineOf(rest.slice(begin![0]!));
  const before = rest.slice(0, begin![0]! + MARKS[0].length);
  const own = card.body.replaceAll("\n", newline);
  const body = `${before}${newline}${own}${newline}${rest.slice(end![0]!)}`;

  const yamlNewline = newlineOf(head || text);
  const firstLine = head.split("\n").length;
  const merged = await mergedFrontMatter(yaml, card.frontMatter, { newline: yamlNewline, others, firstLine });
  if (head !== "") return head + merged + body;
  const [, mark, content] = /^(\uFEFF?)(.*)$/s.exec(body)!; // a byte order mark comes first, or is none
  return `${mark}---${yamlNewline}${merged}---${yamlNewline}${content}`;
}

/** How the first line of a text ends. */
function newlineOf(text: string): string {
  return /^[^\n]*\r\n/.test(text) ? "\r\n" : "\n";
}

function indicesOf(text: string, mark: string): number[] {
  return Array.from(text.matchAll(new RegExp(`^${mark}[ \\t]*\\r?$`, "gm")), ({ index }) => index);
}
