import type { Dtype } from "../../src/config/config.js";
import { compareSplits, type SplitName } from "../../src/config/split-names.js";
import type { Chunk, ReadableExamples } from "../../src/generate/examples.js";

/** Examples given one by one. */
export interface Example {
  readonly x: readonly number[];
  readonly y: number;
}

export interface ReadableOptions {
  readonly dtype?: Dtype;
  /** Rows of a chunk, at most. */
  readonly chunkRows?: number;
  /** As files are read. */
  readonly isAsync?: boolean;
  /** Called when a reading ends, early or not. */
  readonly onEnd?: () => void;
}

/** A dataset made by hand, in chunks that share one buffer. A split that is not given is not there. */
export function readable(
  parts: Partial<Record<SplitName, readonly Example[]>>,
  { dtype = "float32", chunkRows = 3, isAsync = false, onEnd }: ReadableOptions = {},
): ReadableExamples {
  const names = (Object.keys(parts) as SplitName[]).sort(compareSplits);
  const length = Object.values(parts).flat()[0]?.x.length ?? 1;
  const ArrayType = dtype === "float64" ? Float64Array : Float32Array;

  function* chunks(): Generator<Chunk, void, void> {
    const [x, y] = [new ArrayType(chunkRows * length), new Int32Array(chunkRows)];
    try {
      for (const split of names) {
        const examples = parts[split]!;
        for (let start = 0; start < examples.length; start += chunkRows) {
          const part = examples.slice(start, start + chunkRows);
          x.set(part.flatMap((example) => example.x));
          y.set(part.map((example) => example.y));
          const rows = part.length;
          yield { split, start, rows, x: x.subarray(0, rows * length), y: y.subarray(0, rows) };
        }
      }
    } finally {
      onEnd?.();
    }
  }

  async function* asyncChunks(): AsyncGenerator<Chunk, void, void> {
    for (const chunk of chunks()) {
      await Promise.resolve();
      yield chunk;
    }
  }

  return {
    length,
    dtype,
    splits: names.map((name) => ({ name, rows: parts[name]!.length })),
    chunks: isAsync ? asyncChunks : chunks,
  };
}
