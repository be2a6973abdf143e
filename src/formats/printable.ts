import { show } from "../config/config-error.js";

/** A name from a file, as messages show it: quoted, on one line, and without characters that a terminal would obey. */
export function printable(name: string): string {
  return show(name.replace(/\p{C}/gu, "\ufffd"));
}
