import type * as Yaml from "yaml";

/** A line of YAML, as the lexer sees it: only the lexer knows a comment from a text with a `#`. */
export interface YamlLine {
  /** To the letter, with its end. */
  readonly text: string;
  /** What is not comment, without blanks around it. */
  readonly code: string;
  /** From its `#` on; "" without one. */
  readonly comment: string;
}

/** The lexer's signs for a beginning of a document, a broken list in brackets, and a scalar: no characters of the text. */
const SIGNS = ["\x02", "\x18", "\x1f"];

export function yamlLines(text: string, { Lexer }: typeof Yaml): YamlLine[] {
  const starts = lineStarts(text);
  const comments = new Map<number, number>();
  let offset = 0;
  let isScalar = false;
  for (const token of new Lexer().lex(text)) {
    if (!SIGNS.includes(token)) {
      if (token.startsWith("#") && !isScalar) comments.set(lineAt(starts, offset), offset);
      offset += token.length;
    }
    isScalar = token === "\x1f";
  }
  return starts.map((start, i) => {
    const line = text.slice(start, starts[i + 1]);
    const length = (comments.get(i) ?? Number.POSITIVE_INFINITY) - start;
    return { text: line, code: line.slice(0, length).trim(), comment: line.slice(length).trimEnd() };
  });
}

/** Where the lines of a text begin. */
export function lineStarts(text: string): number[] {
  return Array.from(text.matchAll(/[^\n]*\n|[^\n]+$/g), ({ index }) => index);
}

/** The line of a character, found by halves. */
export function lineAt(starts: readonly number[], offset: number): number {
  let [from, to] = [0, starts.length];
  while (to - from > 1) {
    const middle = (from + to) >> 1;
    if (starts[middle]! <= offset) from = middle;
    else to = middle;
  }
  return from;
}
