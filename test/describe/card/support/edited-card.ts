import { expect } from "vitest";
import { parseDocument } from "yaml";
import { MARKS } from "../../../../src/describe/card/card-text.js";

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
