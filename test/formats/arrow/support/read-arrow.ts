import type { StoredExamples } from "../../../../src/formats/format.js";
import { FormatError } from "../../../../src/formats/format-error.js";
import { contentsOf, openSources } from "../../support/read-back.js";
import { sourceOfBytes } from "../../support/source-of-bytes.js";

/** Opens a file or stream. */
export function openArrow(bytes: Uint8Array): Promise<StoredExamples> {
  return openSources("arrow", sourceOfBytes(bytes, "f"));
}

/** What opening and reading a file throws, as `path: problem. hint`. */
export async function refusal(bytes: Uint8Array): Promise<string> {
  try {
    await contentsOf(await openArrow(bytes));
  } catch (error) {
    if (error instanceof FormatError) return error.message;
    throw error;
  }
  return "none";
}
