import type { StoredExamples } from "../../../../src/formats/format.js";
import { FormatError } from "../../../../src/formats/format-error.js";
import { type Contents, contentsOf, openSources } from "../../support/read-back.js";
import { sourceOfBytes } from "../../support/source-of-bytes.js";

/** Opens a single file. */
export function decode(bytes: Uint8Array): Promise<StoredExamples> {
  return openSources("parquet", sourceOfBytes(bytes, "data.parquet"));
}

/** The examples of a file by their splits. */
export async function splitsOf(bytes: Uint8Array): Promise<Contents["splits"]> {
  return (await contentsOf(await decode(bytes))).splits;
}

/** What opening and reading a file throws, without its path; undefined if nothing. */
export async function refusalOf(bytes: Uint8Array): Promise<string | undefined> {
  try {
    await splitsOf(bytes);
  } catch (error) {
    if (error instanceof FormatError) return error.message.replace(/^data\.parquet: /, "");
    throw error;
  }
  return undefined;
}
