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

  const document = documentOf(text, yaml, () => fail(0, TOO_DEEP));
  const [error] = document.errors;
  if (error !== undefined) fail(error.pos[0], /call stack/.test(error.message) ? TOO_DEEP : error.message);
  const { contents } = document;
  if (contents === null) return { lines: yamlLines(text, yaml), entries: [], value: new Map(), references: [] };
  const token = contents.srcToken;
  if (!yaml.isMap(contents) || token?.type !== "block-map" || token.indent !== 0) {
    return fail(contents.range[0], "not a key at the beginning of a line");
  }
  const aliases = aliasesOf(document, yaml, fail);
  const lines = yamlLines(text, yaml);
  const at = (offset: number) => lineAt(starts, offset);
  const value = resolved(document, (problem) => fail(contents.range[0], problem));
  const entries = yamlEntries({ yaml, document, value, lines, lineAt: at });
  return { lines, entries, value, references: references(document, aliases, at) };
}

/** @param failDeep for what goes beyond the parser's calls in each other. */
function documentOf(text: string, yaml: typeof Yaml, failDeep: () => never): Yaml.Document.Parsed {
  try {
    return yaml.parseDocument(text, {
      version: "1.1", // PyYAML's, which reads cards
      customTags: (tags) => tags.map(likePyYaml),
      keepSourceTokens: true,
      prettyErrors: false,
      logLevel: "error",
      uniqueKeys: false, // compares each with each: `aliasesOf` looks
    });
  } catch (error) {
    if (error instanceof RangeError) return failDeep();
    throw error;
  }
}

/** Nodes above a node: some hundred levels of keys, which no card has, and all that walks them may use a call for each. */
const MAX_DEPTH = 200;

const TOO_DEEP = "it is nested too deeply";

/** More references than cards have. Each is looked for in all of it. */
const MAX_ALIASES = 1000;

/** The references in a document whose keys are unique, and that is not nested deeply. @param fail if they are not, or it is. */
function aliasesOf(
  document: Yaml.Document,
  yaml: typeof Yaml,
  fail: (offset: number, problem: string) => never,
): Yaml.Alias[] {
  const aliases: Yaml.Alias[] = [];
  const left: [node: unknown, depth: number][] = [[document.contents, 0]];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [node, depth] = next;
    if (yaml.isAlias(node) && aliases.push(node) > MAX_ALIASES) fail(node.range![0], "it has too many references");
    if (!yaml.isCollection(node)) continue;
    if (depth > MAX_DEPTH) fail(node.range![0], TOO_DEEP);
    const keys = new Set<unknown>();
    for (const item of node.items) {
      if (!yaml.isPair(item)) {
        left.push([item, depth + 1]);
        continue;
      }
      const { key, value } = item;
      if (yaml.isMap(node) && yaml.isScalar(key)) {
        if (keys.has(key.value)) fail(key.range![0], "Map keys must be unique");
        keys.add(key.value);
      }
      left.push([key, depth + 1], [value, depth + 1]);
    }
  }
  return aliases.reverse();
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

function references(document: Yaml.Document, aliases: readonly Yaml.Alias[], lineOf: (offset: number) => number) {
  return aliases.map((alias) => {
    const [from, to] = [alias.range![0], alias.resolve(document)!.range![0]];
    return { name: alias.source, from: lineOf(from), to: lineOf(to) };
  });
}

function codePoint(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}
