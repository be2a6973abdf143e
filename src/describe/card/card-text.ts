import type { Card } from "./card.js";
import { newFrontMatter } from "./new-front-matter.js";

/** What stands around the part of a card's body that is ours. */
export const MARKS = ["<!-- mnist1d:begin -->", "<!-- mnist1d:end -->"] as const;

/** A new README.md. */
export function cardText({ frontMatter, body }: Card): string {
  const [begin, end] = MARKS;
  const lines = newFrontMatter(frontMatter).flatMap(([, entry]) => entry);
  return `---\n${lines.join("\n")}\n---\n\n${begin}\n${body}\n${end}\n`;
}
