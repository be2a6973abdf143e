import { FormatError } from "../format-error.js";
import { printable } from "../printable.js";

/** What the header of a .npy file says. */
export interface NpyHeader {
  /** Type of the elements in NumPy's notation, as in "<f4". */
  readonly descr: string;
  /** Whether the first index moves fastest, not the last. */
  readonly isFortran: boolean;
  readonly shape: readonly number[];
}

/**
 * One token of the Python literals that NumPy writes: spaces, then a text, a number, a constant or a bracket. On Python 2
 * it wrote numbers as `3L` and, now and then, texts as `u'<f8'`.
 */
const TOKEN = /\s*(?:u?'([^'\\]*)'|u?"([^"\\]*)"|(0|[1-9]\d*)L?|(True|False)|([[\]{}():,]))/y;

type Token = { readonly text: string } | { readonly number: number } | { readonly word: string };

/**
 * Parses the Python dict of a .npy header, with its keys in any order.
 *
 * @see numpy/doc/neps/nep-0001-npy-format.rst
 * @throws FormatError
 */
export function parseNpyHeader(header: string, path: string): NpyHeader {
  let at = 0;
  const peek = (word: string) => wordOf(tokenAt(header, at)?.token) === word;
  const refuse = (): never => {
    throw new FormatError(
      path,
      `has a header that NumPy does not write, from ${printable(header.slice(at).trim())} on`,
    );
  };

  function take(): Token {
    const found = tokenAt(header, at) ?? refuse();
    at = found.end;
    return found.token;
  }
  function expectWord(word: string): void {
    if (!peek(word)) refuse();
    take();
  }
  function takeText(): string {
    const token = take();
    return "text" in token ? token.text : refuse();
  }
  function takeShape(): number[] {
    const shape: number[] = [];
    expectWord("(");
    while (!peek(")")) {
      const token = take();
      if (!("number" in token)) return refuse();
      if (!Number.isSafeInteger(token.number)) throw new FormatError(path, "announces more elements than any file has");
      shape.push(token.number);
      // The comma makes it a tuple: (5) is a number.
      if (shape.length === 1 || !peek(")")) expectWord(",");
    }
    expectWord(")");
    return shape;
  }
  function takeDescr(): string {
    if (peek("[") || peek("(")) throw new FormatError(path, "is a structured array, and no array of a dataset is one");
    return takeText();
  }
  function takeBoolean(): boolean {
    const word = wordOf(take());
    return word === "True" || (word === "False" ? false : refuse());
  }

  let descr: string | undefined;
  let isFortran: boolean | undefined;
  let shape: number[] | undefined;
  expectWord("{");
  while (!peek("}")) {
    const key = takeText();
    expectWord(":");
    if (key === "descr" && descr === undefined) descr = takeDescr();
    else if (key === "fortran_order" && isFortran === undefined) isFortran = takeBoolean();
    else if (key === "shape" && shape === undefined) shape = takeShape();
    else refuse();
    if (!peek("}")) expectWord(",");
  }
  expectWord("}");
  // NumPy pads it with spaces, and ends it with a line.
  const isEnd = /^\s*$/.test(header.slice(at));
  if (!isEnd || descr === undefined || isFortran === undefined || shape === undefined) return refuse();
  return { descr, isFortran, shape };
}

function wordOf(token: Token | undefined): string | undefined {
  return token !== undefined && "word" in token ? token.word : undefined;
}

function tokenAt(header: string, at: number): { token: Token; end: number } | undefined {
  TOKEN.lastIndex = at;
  const match = TOKEN.exec(header);
  if (match === null) return undefined;
  const [, single, double, number, constant, bracket = ""] = match;
  const text = single ?? double;
  const other = number !== undefined ? { number: Number(number) } : { word: constant ?? bracket };
  return { token: text !== undefined ? { text } : other, end: TOKEN.lastIndex };
}
