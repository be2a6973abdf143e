import type * as Yaml from "yaml";
import { ForeignCard } from "./foreign-card.js";
import { type Entry, yamlEntries } from "./yaml-entries.js";
import { lineAt, lineStarts, type YamlLine, yamlLines } from "./yaml-lines.js";

/** YAML as it is understood, and where in its lines everything is. */
export interface ParsedYaml {
  readonly lines: readonly YamlLine[];
  readonly entries: readonly Entry[];
  /** All of it, with `<<` and references resolved. */
  readonly value: ReadonlyMap<unknown, unknown>;
  /** `*name`, by its line and by that of what it refers to. */
  readonly references: readonly { readonly name: string; readonly from: number; readonly to: number }[];
}

/** Characters that PyYAML refuses, or ends a line at, which other parsers do not. */
const UNUSUAL = /\r(?!\n)|[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ufefe\uff00-\ufffd]/;

/**
 * @param text the lines between the two `---`.
 * @param firstLine the number of the first in its file.
 * @throws ForeignCard for what is no YAML, or YAML that other programs read otherwise.
 */
export async function parseFrontMatter(text: string, firstLine = 1): Promise<ParsedYaml> {
  // Only a card that is there already has YAML that must be understood.
  const yaml = await import("yaml");
  const starts = lineStarts(text);
  const fail = (offset: number, problem: string): never => {
    const line = lineAt(starts, offset);
    const shown = text
      .slice(starts[line], starts[line + 1])
      .trim()
      .slice(0, 60);
    throw new ForeignCard(`has YAML that can't be brought up to date, line ${line + firstLine} (${shown}): ${problem}`);
  };
  const unusual = UNUSUAL.exec(text);
  if (unusual !== null) fail(unusual.index, `character ${codePoint(unusual[0])}, at which programs disagree`);
  const end = /^(\.\.\.(?=\s)|---(?=\s)|%)/m.exec(text);
  if (end !== null) fail(end.index, `${end[0]} at the beginning of a line`);

  const document = yaml.parseDocument(text, {
    version: "1.1", // PyYAML's, which reads cards
    customTags: (tags) => tags.map(likePyYaml),
    keepSourceTokens: true,
    prettyErrors: false,
    logLevel: "error",
  });
  const [error] = document.errors;
  if (error !== undefined) fail(error.pos[0], error.message);
  const { contents } = document;
  if (contents === null) return { lines: yamlLines(text, yaml), entries: [], value: new Map(), references: [] };
  const token = contents.srcToken;
  if (!yaml.isMap(contents) || token?.type !== "block-map" || token.indent !== 0) {
    return fail(contents.range[0], "not a key at the beginning of a line");
  }
  const lines = yamlLines(text, yaml);
  const at = (offset: number) => lineAt(starts, offset);
  const value = resolved(document, (problem) => fail(contents.range[0], problem));
  const entries = yamlEntries({ yaml, document, value, lines, lineAt: at });
  return { lines, entries, value, references: references(document, at, yaml) };
}

/** All of it as JavaScript has it. @param fail for more references than is sane. */
function resolved(document: Yaml.Document, fail: (problem: string) => never): ReadonlyMap<unknown, unknown> {
  try {
    return document.toJS({ mapAsMap: true });
  } catch (error) {
    return fail((error as Error).message);
  }
}

/** PyYAML takes y and n for text. */
function likePyYaml<T>(tag: T): T {
  const { tag: name, test } = tag as { tag?: string; test?: RegExp };
  if (name !== "tag:yaml.org,2002:bool" || test === undefined) return tag;
  return { ...tag, test: new RegExp(`(?!^[yn]$)${test.source}`, test.flags) };
}

function references(document: Yaml.Document, lineOf: (offset: number) => number, yaml: typeof Yaml) {
  const found: { name: string; from: number; to: number }[] = [];
  yaml.visit(document, {
    Alias(_, alias) {
      found.push({ name: alias.source, from: lineOf(alias.range![0]), to: lineOf(alias.resolve(document)!.range![0]) });
    },
  });
  return found;
}

function codePoint(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}
