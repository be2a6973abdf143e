import type { SplitName } from "../generate/examples.js";
import { FormatError } from "./format-error.js";

/** Bytes that can be had at any place: of a file, or of a part of one. */
export interface Source {
  /** The file, and perhaps the part of it, as messages name it. */
  readonly path: string;
  readonly size: number;
  /** Whether going back means reading from the start again, as of what is compressed: best read in order. */
  readonly isForwardOnly?: boolean;
  /** Fills `target` with the bytes from `offset` on. Throws FormatError if the file ends before. */
  readInto(target: Uint8Array, offset: number): Promise<void>;
}

/** A file of a dataset. */
export interface SourceFile extends Source {
  /** Its path in the directory of its dataset, with `/`; of a single file its name alone. */
  readonly name: string;
  /** The split that it is of, where something beside it says so. */
  readonly split?: SplitName;
}

/**
 * Some bytes of a file in memory of their own. A length that the file does not have is refused before anything is
 * allocated, whatever a header announces.
 *
 * @param what they are, as in "the footer".
 * @throws FormatError
 */
export async function readBytes(
  source: Source,
  offset: number,
  length: number,
  what: string,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!(offset >= 0 && length >= 0 && offset + length <= source.size)) {
    const place = `${length} bytes at ${offset}, and the file has ${source.size}`;
    throw new FormatError(source.path, `is cut off or damaged: ${what} would be ${place}`);
  }
  const bytes = new Uint8Array(length);
  await source.readInto(bytes, offset);
  return bytes;
}

/** Part of a source, as a source. The caller has checked that it is there. */
export function sliceOf(source: Source, offset: number, size: number, path = source.path): Source {
  return {
    path,
    size,
    ...(source.isForwardOnly && { isForwardOnly: true }),
    async readInto(target, at) {
      if (at + target.length > size) throw new FormatError(path, `is cut off: it ends at ${size} bytes`);
      await source.readInto(target, offset + at);
    },
  };
}
