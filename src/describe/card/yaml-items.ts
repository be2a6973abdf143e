import type * as Yaml from "yaml";
import type { YamlLine } from "./yaml-lines.js";

/** Lines, by their indices. */
export interface Span {
  readonly from: number;
  /** Behind the last one that has more than a comment. */
  readonly to: number;
}

/** An item of a list. */
export interface Item extends Span {
  /** The `config_name`, as text whatever YAML takes it for; undefined without one. */
  readonly name: string | undefined;
  readonly value: unknown;
}

/** What is needed to find nodes in the lines that they are from. */
export interface Source {
  readonly yaml: typeof Yaml;
  readonly document: Yaml.Document;
  /** The whole document, resolved. */
  readonly value: ReadonlyMap<unknown, unknown>;
  readonly lines: readonly YamlLine[];
  readonly lineAt: (offset: number) => number;
}

/** The items of a list that has each on lines of its own. */
export function seqItems(list: Yaml.YAMLSeq.Parsed, values: readonly unknown[], span: Span, source: Source): Item[] {
  const token = list.srcToken as Yaml.CST.BlockSequence;
  const starts = token.items.flatMap(({ start }) =>
    start.filter(({ type }) => type === "seq-item-ind").map(({ offset }) => source.lineAt(offset)),
  );
  return list.items.map((node, i) => ({
    ...spanOf(source.lines, starts[i]!, starts[i + 1] ?? span.to),
    name: nameOf(node, values[i], source),
    value: values[i],
  }));
}

/** @param next where what follows begins: comments and blank lines before it are no part of the span. */
export function spanOf(lines: readonly YamlLine[], from: number, next = lines.length): Span {
  let to = next;
  while (to > from + 1 && lines[to - 1]!.code === "") to--;
  return { from, to };
}

/** A name like 1.0 is meant as it is written. */
export function nameOf(node: Yaml.ParsedNode | null, value: unknown, source: Source): string | undefined {
  const { yaml, document } = source;
  const written = yaml.isMap(node) ? node.get("config_name", true) : undefined;
  const scalar = yaml.isAlias(written) ? written.resolve(document) : written;
  if (yaml.isScalar(scalar)) return (scalar as Yaml.Scalar).source ?? "";
  const merged = value instanceof Map ? value.get("config_name") : undefined; // by <<, or of an item that is a reference
  return typeof merged === "string" ? merged : undefined;
}
