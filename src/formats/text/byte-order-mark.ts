import { FormatError } from "../format-error.js";
import type { ByteWindow } from "./byte-window.js";

/**
 * Passes by the mark that programs on Windows put before UTF-8 text.
 *
 * @param window at the beginning of a file.
 * @throws FormatError for UTF-16, which begins with a mark of its own.
 */
export async function skipByteOrderMark(window: ByteWindow): Promise<void> {
  if (window.source.size === 0) return;
  await window.more("the file");
  const [first, second, third] = window.bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    const hint = "Windows PowerShell writes it with >: give mnist1d an output file instead.";
    throw new FormatError(window.source.path, "is UTF-16 text, not UTF-8", hint);
  }
  if (first === 0xef && second === 0xbb && third === 0xbf) window.position = 3;
}
