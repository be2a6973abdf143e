import { chunkCursor } from "../chunk-cursor.js";
import { FormatError } from "../format-error.js";
import type { ByteCursor } from "../forward-source.js";
import type { Source } from "../source.js";

const WINDOW_BYTES = 2 ** 16;

/**
 * Bytes that are in a file as a UTF-8 text, each as the character of its number: protocol 2 of pickle has no bytes.
 *
 * @param start where the text begins.
 * @param length its bytes in the file.
 * @param path what it is, as messages name it.
 */
export function latin1Cursor(source: Source, start: number, length: number, path: string): ByteCursor {
  const end = start + length;
  const [memory, decoded] = [new Uint8Array(WINDOW_BYTES), new Uint8Array(WINDOW_BYTES)];
  let at = start;

  async function next(): Promise<Uint8Array | undefined> {
    if (at === end) return undefined;
    const read = memory.subarray(0, Math.min(WINDOW_BYTES, end - at));
    await source.readInto(read, at);
    // The second byte of the last character may be still to come.
    const text = read.at(-1)! >= 0xc0 ? read.subarray(0, -1) : read;
    const count = decodeLatin1(text, decoded);
    if (count < 1) throw new FormatError(path, "is damaged: its bytes are not there as a text of Latin-1");
    at += text.length;
    return decoded.subarray(0, count);
  }

  return chunkCursor(path, next, () => {});
}

/** @returns the number of bytes; -1 if there is something else than whole characters up to 0xff. */
function decodeLatin1(text: Uint8Array, target: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < text.length; ) {
    const byte = text[i++]!;
    if (byte < 0x80) target[count++] = byte;
    else {
      const next = text[i++] ?? 0;
      if ((byte !== 0xc2 && byte !== 0xc3) || (next & 0xc0) !== 0x80) return -1;
      target[count++] = next | ((byte & 1) << 6);
    }
  }
  return count;
}
