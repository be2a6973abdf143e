import type { ByteWindow } from "./byte-window.js";
import { NEWLINE, RETURN, SPACE, TAB } from "./characters.js";

/** The first byte from a position on that is no whitespace of JSON; line ends are, if `acrossLines`. */
export function skipSpace(bytes: Uint8Array, position: number, acrossLines: boolean): number {
  let i = position;
  for (;;) {
    const byte = bytes[i];
    if (byte !== SPACE && byte !== TAB && !(acrossLines && (byte === NEWLINE || byte === RETURN))) return i;
    i++;
  }
}

/** Where the next line begins, if the line ends at a position, as all lines but a file's last must; or ~position. */
export function skipLineEnd(window: ByteWindow, position: number): number {
  const { bytes } = window;
  if (bytes[position] === NEWLINE) return position + 1;
  if (bytes[position] === RETURN) return bytes[position + 1] === NEWLINE ? position + 2 : ~(position + 1);
  return position === window.limit && window.isAtEnd ? position : ~position;
}
