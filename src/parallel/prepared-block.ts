import type { BlockHashes } from "../digest/dataset-digest.js";
import type { FormatName } from "../formats/format.js";
import type { Chunk, RowRange } from "../generate/examples.js";

/** Consecutive rows on their way into files, with what was done for them elsewhere. */
export interface PreparedBlock extends RowRange {
  /** The rows, in chunks of the default size that end where files do. As those, they are reused for what comes next. */
  readonly chunks: readonly Chunk[];
  /** Their hashes, if they are a block of the digest. */
  readonly hashes?: BlockHashes;
  /** Their text, by the formats that want it, in pieces that end where files do. */
  readonly text?: ReadonlyMap<FormatName, readonly RowsText[]>;
}

/** The text of some rows. */
export interface RowsText extends RowRange {
  readonly bytes: Uint8Array;
}

/** A chunk for which nothing was done. */
export function unprepared(chunk: Chunk): PreparedBlock {
  const { split, start, rows } = chunk;
  return { split, start, rows, chunks: [chunk] };
}
