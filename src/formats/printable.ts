import { show } from "../config/config-error.js";

/**
 * What a terminal obeys, or what shows nothing or something else than what is there: controls (C0, C1, delete), what turns
 * the direction of text, line separators, what has no width, tags, halves of surrogate pairs. Line ends are ours, and
 * U+FE0E and U+FE0F only choose how an emoji is drawn.
 */
const DECEIVING = /(?!\n|\ufe0e|\ufe0f)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Text as a terminal may get it, whoever wrote it: with `\u202e` for what would deceive. JSON stays the same JSON. */
export function visible(text: string): string {
  return text.replace(DECEIVING, (character) => {
    const units = Array.from({ length: character.length }, (_, i) => character.charCodeAt(i));
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
  });
}

/** The same of what is no more than a line, or a part of one. */
export function visibleLine(text: string): string {
  return visible(text).replaceAll("\n", "\\n");
}

/** A name from a file, as messages show it: quoted, on one line, and no longer than a line. */
export function printable(name: string): string {
  return visible(show(name));
}
