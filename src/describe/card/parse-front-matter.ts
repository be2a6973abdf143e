import {
  type CST,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseDocument,
  visit,
  type YAMLMap,
} from "yaml";

/** A card that can't be brought up to date, and why, as the end of a sentence. */
export class ForeignCard extends Error {
  override readonly name = "ForeignCard";
}

/** Whole lines of YAML, by their indices. */
export interface Span {
  readonly from: number;
  /** Behind the last. */
  readonly to: number;
}

/** An item of a list, or the keys that stand for the only one. */
export interface Item extends Span {
  /** The `config_name`, as it is written: 1.0 is no number. */
  readonly name: string | undefined;
  readonly value: unknown;
}

/** A key of ours with its value. */
export interface Entry extends Span {
  readonly value: unknown;
  /** Column of the dashes of a list; undefined of what is none. */
  readonly indent: number | undefined;
  readonly items: readonly Item[];
}

/** The keys of the YAML that follow from the data; the second and third are lists of configs. */
export const OWN_KEYS = ["size_categories", "configs", "dataset_info"] as const;
type OwnKey = (typeof OWN_KEYS)[number];

/** YAML as it is understood, and where in its lines everything is. */
export interface FrontMatter {
  /** To the letter, each with its end. */
  readonly lines: readonly string[];
  /** All of it, with `<<` and references resolved. */
  readonly value: ReadonlyMap<unknown, unknown>;
  /** The keys of ours that are there, in their order. */
  readonly entries: ReadonlyMap<OwnKey, Entry>;
}

/** Characters that PyYAML refuses, or ends a line at, which other parsers do not. */
const UNUSUAL = /\r(?!\n)|[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ufefe\uff00-\ufffd]/;

/** Nodes above a node: some hundred levels of keys, which no card has, and all that walks them may use a call for each. */
const MAX_DEPTH = 400;

/** More references than cards have. Each is looked for in all of it. */
const MAX_ALIASES = 1000;

/**
 * @param text the lines between the two `---`.
 * @param firstLine the number of the first in its file.
 * @throws ForeignCard for what is no YAML, or YAML that other programs read otherwise; for keys of ours in a notation
 *   in which items can't be replaced by whole lines.
 */
export function parseFrontMatter(text: string, firstLine = 1): FrontMatter {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const starts = new LineCounter();
  let start = 0;
  for (const line of lines) {
    starts.addNewLine(start);
    start += line.length;
  }
  const lineOf = (offset: number) => Math.max(0, starts.linePos(offset).line - 1);
  const fail: Fail = (offset, problem) => {
    const line = lineOf(offset);
    const shown = (lines[line] ?? "").trim().slice(0, 60);
    throw new ForeignCard(`has YAML that can't be brought up to date, line ${line + firstLine} (${shown}): ${problem}`);
  };
  const unusual = UNUSUAL.exec(text);
  if (unusual !== null) {
    const code = unusual[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    fail(unusual.index, `character U+${code}, at which programs disagree`);
  }
  const end = /^(\.\.\.(?=\s)|---(?=\s)|%)/m.exec(text);
  if (end !== null) fail(end.index, `${end[0]} at the beginning of a line`);

  const document = documentOf(text, fail);
  const { contents } = document;
  if (contents === null) return { lines, value: new Map(), entries: new Map() };
  const token = contents.srcToken;
  if (!isMap(contents) || token?.type !== "block-map" || token.indent !== 0)
    return fail(contents.range[0], "not a key at the beginning of a line");
  checkNodes(document, fail);
  let value: ReadonlyMap<unknown, unknown>;
  try {
    value = document.toJS({ mapAsMap: true });
  } catch (error) {
    return fail(contents.range[0], (error as Error).message);
  }
  const spanOf = (from: number, to: number) => ({ from: lineOf(from), to: Math.max(lineOf(from), lineOf(to - 1)) + 1 });
  const entries = new Map<OwnKey, Entry>();
  for (const { key, value: node } of contents.items) {
    const name = isScalar(key) ? OWN_KEYS.find((one) => one === key.value) : undefined;
    if (name === undefined) continue;
    const { from, to } = spanOf(key!.range[0], node?.range[1] ?? 0);
    const items = name === "size_categories" ? [] : itemsOf(name, node, value.get(name), document, spanOf);
    const hasOwnLine = new RegExp(`^(['"]?)${name}\\1[ \\t]*:`).test(lines[from]!);
    if (!hasOwnLine || items === undefined)
      throw new ForeignCard(`has ${name} in another notation than a list of one config after the other`);
    const isList = items.length > 0 && isSeq(node);
    const indent = isList ? starts.linePos(node.range[0]).col - 1 : undefined;
    entries.set(name, { from, to: isList ? items.at(-1)!.to : to, value: value.get(name), indent, items });
  }
  return { lines, value, entries };
}

type Fail = (offset: number, problem: string) => never;

const TOO_DEEP = "it is nested too deeply";

function documentOf(text: string, fail: Fail): Document.Parsed {
  try {
    const document = parseDocument(text, {
      version: "1.1", // PyYAML's, which reads cards
      customTags: (tags) => tags.map(likePyYaml),
      keepSourceTokens: true,
      prettyErrors: false,
      logLevel: "error",
      uniqueKeys: false, // compares each with each: `checkNodes` looks
    });
    const [error] = document.errors;
    if (error !== undefined) fail(error.pos[0], /call stack/.test(error.message) ? TOO_DEEP : error.message);
    return document;
  } catch (error) {
    // What goes beyond the parser's calls in each other.
    if (error instanceof RangeError) return fail(0, TOO_DEEP);
    throw error;
  }
}

/** PyYAML takes y and n for text. */
function likePyYaml<T>(tag: T): T {
  const { tag: name, test } = tag as { tag?: string; test?: RegExp };
  if (name !== "tag:yaml.org,2002:bool" || test === undefined) return tag;
  return { ...tag, test: new RegExp(`(?!^[yn]$)${test.source}`, test.flags) };
}

/** Keys must be unique, references must lead somewhere, and neither may be more or deeper than is sane. */
function checkNodes(document: Document.Parsed, fail: Fail): void {
  let aliases = 0;
  visit(document, (_, node, path) => {
    if (!isNode(node)) return;
    const at = node.range![0];
    if (path.length > MAX_DEPTH) fail(at, TOO_DEEP);
    if (isAlias(node)) {
      if (++aliases > MAX_ALIASES) fail(at, "it has too many references");
      if (node.resolve(document) === undefined) fail(at, `*${node.source} refers to nothing above it`);
    }
    if (!isMap(node)) return;
    const known = new Set<unknown>();
    for (const { key } of (node as YAMLMap.Parsed).items) {
      if (!isScalar(key)) continue;
      if (known.has(key.value)) fail(key.range[0], "Map keys must be unique");
      known.add(key.value);
    }
  });
}

/** The items of a list that has each on lines of its own, or the one of keys; undefined for another notation. */
function itemsOf(
  key: OwnKey,
  node: ParsedNode | null,
  value: unknown,
  document: Document,
  spanOf: (from: number, to: number) => Span,
): Item[] | undefined {
  const itemOf = (from: number, item: ParsedNode, own: unknown): Item => {
    const name = nameOf(item, own, document) ?? (key === "dataset_info" ? "default" : undefined);
    return { ...spanOf(from, item.range[1]), name, value: own };
  };
  const isNothing =
    node === null || (isScalar(node) ? node.value === null : isCollection(node) && node.items.length === 0);
  if (isNothing) return [];
  let items: Item[] = [];
  if (isSeq(node) && node.flow !== true && Array.isArray(value)) {
    const tokens = (node.srcToken as CST.BlockSequence).items.flatMap(({ start }) => start);
    const dashes = tokens.filter(({ type }) => type === "seq-item-ind");
    items = (node.items as ParsedNode[]).map((item, i) => itemOf(dashes[i]!.offset, item, value[i]));
  } else if (isMap(node) && node.flow !== true && key === "dataset_info") {
    items = [itemOf(node.range[0], node, value)];
  }
  const isReadable = items.length > 0 && items.every((item) => item.name !== undefined && item.value instanceof Map);
  return isReadable ? items : undefined;
}

/** A name like 1.0 is meant as it is written. */
function nameOf(node: ParsedNode, value: unknown, document: Document): string | undefined {
  const written = isMap(node) ? node.get("config_name", true) : undefined;
  const scalar = isAlias(written) ? written.resolve(document) : written;
  if (isScalar(scalar)) return scalar.source ?? "";
  const merged = value instanceof Map ? value.get("config_name") : undefined; // by <<, or of an item that is a reference
  return typeof merged === "string" ? merged : undefined;
}
