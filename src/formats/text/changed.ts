import { FormatError } from "../format-error.js";
import type { Source } from "../source.js";

/** What was true of a file when it was opened is not true any more. */
export function changed(source: Source): FormatError {
  return new FormatError(source.path, "has changed while it was read");
}
