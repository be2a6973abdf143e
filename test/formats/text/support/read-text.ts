import type { FormatName, StoredExamples } from "../../../../src/formats/format.js";
import { FormatError } from "../../../../src/formats/format-error.js";
import { formatNamed } from "../../../../src/formats/registry.js";
import type { SourceFile } from "../../../../src/formats/source.js";
import type { Columns } from "../../../../src/generate/columns.js";
import type { SplitName } from "../../../../src/generate/examples.js";
import { collectAsync } from "../../../support/whole-splits.js";

/** Bytes in memory as a file. @param content text is encoded as UTF-8. */
export function sourceOf(content: string | Uint8Array, name: string): SourceFile {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return {
    path: name,
    name,
    size: bytes.length,
    async readInto(target, offset) {
      if (offset + target.length > bytes.length) throw new FormatError(name, "is cut off");
      target.set(bytes.subarray(offset, offset + target.length));
    },
  };
}

export async function decode(format: FormatName, ...sources: SourceFile[]): Promise<StoredExamples> {
  return (await formatNamed(format).load()).decode(sources);
}

/** Columns of a split as plain numbers. */
export type SplitContents = { readonly [Field in keyof Columns]: number[] };

/** Reads all chunks, and checks that they come as they must. */
export async function contentsOf(stored: StoredExamples): Promise<Partial<Record<SplitName, SplitContents>>> {
  const whole = await collectAsync(stored, stored.chunks());
  const plain = (columns: Columns) =>
    Object.fromEntries(Object.entries(columns).map(([field, values]) => [field, Array.from(values)]));
  return Object.fromEntries(Object.entries(whole).map(([split, columns]) => [split, plain(columns) as SplitContents]));
}

/** What opening and reading a file of this content throws, as `path: problem. hint`. */
export async function refusal(format: FormatName, content: string | Uint8Array): Promise<string> {
  try {
    await contentsOf(await decode(format, sourceOf(content, "f")));
  } catch (error) {
    if (error instanceof FormatError) return error.message;
    throw error;
  }
  return "none";
}
