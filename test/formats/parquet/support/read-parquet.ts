import type { StoredExamples } from "../../../../src/formats/format.js";
import { FormatError } from "../../../../src/formats/format-error.js";
import { parquet } from "../../../../src/formats/parquet/parquet.js";
import type { SourceFile } from "../../../../src/formats/source.js";
import type { SplitName } from "../../../../src/generate/examples.js";

/** Bytes in memory as a file. */
export function sourceOf(bytes: Uint8Array, name = "data.parquet"): SourceFile {
  return {
    path: name,
    name,
    size: bytes.length,
    async readInto(target, offset) {
      if (offset < 0 || offset + target.length > bytes.length) throw new Error("the reader reads beyond the file");
      target.set(bytes.subarray(offset, offset + target.length));
    },
  };
}

export function decode(...sources: SourceFile[]): Promise<StoredExamples> {
  return parquet.decode!(sources);
}

/** All examples of one split. */
export interface SplitContents {
  readonly x: Float32Array | Float64Array;
  readonly y: Int32Array;
  readonly yClean: Int32Array | undefined;
}

/** Reads all chunks, and checks that they come as they must. */
export async function contentsOf(stored: StoredExamples): Promise<Partial<Record<SplitName, SplitContents>>> {
  const { length, dtype, hasCleanLabels } = stored;
  const Floats = dtype === "float64" ? Float64Array : Float32Array;
  const contents = Object.fromEntries(
    stored.splits.map(({ name, rows }) => {
      const yClean = hasCleanLabels ? new Int32Array(rows) : undefined;
      return [name, { x: new Floats(rows * length), y: new Int32Array(rows), yClean, seen: 0 }];
    }),
  );
  for await (const { split, start, rows, x, y, yClean } of stored.chunks()) {
    const part = contents[split]!;
    if (start !== part.seen || rows < 1 || y.length !== rows || x.length !== rows * length || !(x instanceof Floats)) {
      throw new Error(`a chunk of ${rows} rows at ${start} after ${part.seen}`);
    }
    part.x.set(x, start * length);
    part.y.set(y, start);
    part.yClean?.set(yClean!, start);
    part.seen += rows;
  }
  for (const { name, rows } of stored.splits) {
    if (contents[name]!.seen !== rows) throw new Error(`${name} has ${contents[name]!.seen} of ${rows} rows`);
  }
  return contents;
}

/** What opening and reading a file throws, without its path. */
export async function refusalOf(bytes: Uint8Array): Promise<string> {
  try {
    await contentsOf(await decode(sourceOf(bytes)));
  } catch (error) {
    if (error instanceof FormatError) return error.message.replace(/^data\.parquet: /, "");
    throw error;
  }
  throw new Error("the file was read");
}
