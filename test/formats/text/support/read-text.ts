import type { FormatName, StoredExamples } from "../../../../src/formats/format.js";
import { FormatError } from "../../../../src/formats/format-error.js";
import { formatNamed } from "../../../../src/formats/registry.js";
import type { SourceFile } from "../../../../src/formats/source.js";
import type { SplitName } from "../../../../src/generate/examples.js";

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

/** All that chunks give of one split. */
export interface SplitContents {
  readonly x: number[];
  readonly y: number[];
  readonly yClean: number[] | undefined;
}

/** Reads all chunks, and checks that they come as they must. */
export async function contentsOf(stored: StoredExamples): Promise<Partial<Record<SplitName, SplitContents>>> {
  const contents = Object.fromEntries(
    stored.splits.map(({ name }) => [
      name,
      { x: [] as number[], y: [] as number[], yClean: stored.hasCleanLabels ? ([] as number[]) : undefined },
    ]),
  );
  for await (const { split, start, rows, x, y, yClean } of stored.chunks()) {
    const { x: xs, y: ys, yClean: cleans } = contents[split]!;
    const isFloat64 = x instanceof Float64Array;
    if (start !== ys.length || rows !== y.length || x.length !== rows * stored.length || rows > 4096) {
      throw new Error(`a chunk of ${rows} rows at ${start} after ${ys.length}`);
    }
    if (isFloat64 !== (stored.dtype === "float64") || (yClean === undefined) === stored.hasCleanLabels) {
      throw new Error("a chunk of other columns than were announced");
    }
    for (const value of x) xs.push(value);
    ys.push(...y);
    cleans?.push(...yClean!);
  }
  for (const { name, rows } of stored.splits) {
    if (contents[name]!.y.length !== rows) throw new Error(`${name} has ${contents[name]!.y.length} of ${rows} rows`);
  }
  return contents;
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
