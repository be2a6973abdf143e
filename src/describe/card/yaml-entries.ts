import type * as Yaml from "yaml";
import { type Item, nameOf, type Source, type Span, seqItems, spanOf } from "./yaml-items.js";
import type { YamlLine } from "./yaml-lines.js";

/** A top-level key with its value. */
export interface Entry extends Span {
  /** Undefined for a key that is no text. */
  readonly key: string | undefined;
  /** `key:` to the letter, if it is at the beginning of a line. */
  readonly head: string | undefined;
  /** A list whose items begin on lines of their own, keys that do, nothing at all, or something else. */
  readonly notation: "list" | "keys" | "nothing" | "other";
  /** Column of a list's dashes, or of keys. */
  readonly indent: number;
  /** Of a list; of keys the one item that they are. */
  readonly items: readonly Item[];
}

/** The top-level keys of a document, in their order. */
export function yamlEntries(source: Source): Entry[] {
  const { items: pairs } = source.document.contents as Yaml.YAMLMap<Yaml.ParsedNode, Yaml.ParsedNode | null>;
  const starts = pairs.map(({ srcToken }) => source.lineAt(startOf(srcToken!)));
  return pairs.map(({ key, value, srcToken }, i) => {
    const span = spanOf(source.lines, starts[i]!, starts[i + 1]);
    const head = headOf(source.lines[span.from]!, srcToken!);
    const name = source.yaml.isScalar(key) && typeof key.value === "string" ? key.value : undefined;
    return { key: name, ...span, head, ...layoutOf(value, span, source.value.get(name), source) };
  });
}

/** Where the first token is that is no blank or comment. */
function startOf({ start, key, sep }: Yaml.CST.CollectionItem): number {
  const first = start.find(({ type }) => !["space", "newline", "comment"].includes(type));
  return (first ?? key ?? sep![0]!).offset;
}

function headOf({ text }: YamlLine, { start, key, sep }: Yaml.CST.CollectionItem): string | undefined {
  const colon = sep?.find(({ type }) => type === "map-value-ind");
  const isPlain = start.length === 0 || start.every(({ type }) => ["space", "newline", "comment"].includes(type));
  if (!isPlain || colon === undefined || key == null) return undefined;
  const head = text.slice(0, colon.offset - key.offset + 1);
  return head.endsWith(":") ? head : undefined;
}

function layoutOf(
  node: Yaml.ParsedNode | null,
  span: Span,
  value: unknown,
  source: Source,
): Pick<Entry, "notation" | "indent" | "items"> {
  const { yaml } = source;
  const token = node?.srcToken;
  if (yaml.isSeq(node) && token?.type === "block-seq") {
    const items = seqItems(node as Yaml.YAMLSeq.Parsed, Array.isArray(value) ? value : [], span, source);
    return { notation: "list", indent: token.indent, items };
  }
  if (yaml.isMap(node) && token?.type === "block-map") {
    const from = source.lineAt(startOf(token.items[0]!));
    const item = { ...spanOf(source.lines, from, span.to), name: nameOf(node, value, source), value };
    return { notation: "keys", indent: token.indent, items: [item] };
  }
  const isNothing = node === null || (yaml.isScalar(node) && node.value === null);
  const isEmpty = yaml.isCollection(node) && node.items.length === 0;
  return { notation: isNothing || isEmpty ? "nothing" : "other", indent: 0, items: [] };
}
