import { MAX_ROW_BYTES } from "../../config/limits.js";
import { FormatError } from "../format-error.js";
import type { Source } from "../source.js";

/** Bytes that are read at once, unless a piece is longer. */
export const STEP = 1 << 18;

/**
 * A stretch of a file as text in which every character is a byte: places in it are places in the file, and the end of the
 * stretch cuts no character in two. What may have more than ASCII goes through `utf8`.
 */
export class TextWindow {
  readonly source: Source;
  /** Replaced by `more`. */
  text = "";
  /** Where the next piece begins in `text`; all before it is done with. */
  position = 0;
  /** Place in the file of the first byte that was not read yet. */
  #next: number;

  constructor(source: Source, offset = 0) {
    this.source = source;
    this.#next = offset;
  }

  /** Whether the file has no more bytes than those of `text`. */
  get isAtEnd(): boolean {
    return this.#next === this.source.size;
  }

  /** Place in the file of a position in `text`. */
  offsetOf(position: number): number {
    return this.#next - this.text.length + position;
  }

  /**
   * Reads on. What is before `position` is dropped.
   *
   * @param piece what begins at `position`, for the message if it does not end within 64 MB.
   * @throws FormatError
   */
  async more(piece: string): Promise<void> {
    const unread = this.text.slice(this.position);
    if (unread.length >= MAX_ROW_BYTES) throw new FormatError(this.source.path, `${piece} is longer than 64 MB`);
    // Of a long piece as much again, so that it is not put together at every step.
    const count = Math.min(Math.max(STEP, unread.length), this.source.size - this.#next);
    const bytes = Buffer.allocUnsafe(count);
    await this.source.readInto(bytes, this.#next);
    this.#next += count;
    this.text = unread + bytes.toString("latin1");
    this.position = 0;
  }
}

/**
 * Opens a text, after the mark that programs on Windows put before UTF-8.
 *
 * @throws FormatError for UTF-16, which begins with a mark of its own.
 */
export async function openText(source: Source): Promise<TextWindow> {
  const window = new TextWindow(source);
  if (source.size === 0) return window;
  await window.more("the file");
  if (/^(\xff\xfe|\xfe\xff)/.test(window.text)) {
    const hint = "Windows PowerShell writes it with >: give mnist1d an output file instead.";
    throw new FormatError(source.path, "is UTF-16 text, not UTF-8", hint);
  }
  if (window.text.startsWith("\xef\xbb\xbf")) window.position = 3;
  return window;
}

/** What text of a character per byte says in UTF-8; bytes that are none become U+FFFD. @param fatal whether they are a TypeError instead. */
export function utf8(text: string, fatal = false): string {
  return new TextDecoder("utf-8", { fatal, ignoreBOM: true }).decode(Buffer.from(text, "latin1"));
}
