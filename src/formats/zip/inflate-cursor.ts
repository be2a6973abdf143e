import { pipeline, Readable } from "node:stream";
import { createInflateRaw } from "node:zlib";
import { chunkCursor } from "../chunk-cursor.js";
import { FormatError } from "../format-error.js";
import type { ByteCursor } from "../forward-source.js";
import { readBytes, type Source } from "../source.js";

/** Compressed bytes that are read at once. */
const WINDOW_BYTES = 2 ** 16;

/** Bytes that are inflated at once: no bomb gets further before somebody looks. */
const CHUNK_BYTES = 2 ** 18;

/**
 * Inflates a raw Deflate stream as it is read.
 *
 * @param size its compressed bytes.
 * @param path what it is, as messages name it.
 */
export function inflateCursor(source: Source, offset: number, size: number, path: string): ByteCursor {
  async function* windows() {
    for (let at = 0; at < size; at += WINDOW_BYTES) {
      yield await readBytes(source, offset + at, Math.min(WINDOW_BYTES, size - at), "compressed data");
    }
  }
  const inflate = createInflateRaw({ chunkSize: CHUNK_BYTES });
  // Its callback has nothing to do: errors come out of the iterator too.
  pipeline(Readable.from(windows()), inflate, () => {});
  const chunks: AsyncIterator<Buffer> = inflate[Symbol.asyncIterator]();

  async function next(): Promise<Uint8Array | undefined> {
    const { done, value } = await chunks.next().catch((cause: unknown) => {
      if (!isZlibError(cause)) throw cause;
      throw new FormatError(path, `is damaged: it cannot be inflated (${cause.message})`, undefined, { cause });
    });
    if (done && inflate.bytesWritten !== size) {
      throw new FormatError(path, "is damaged: its compressed data end before their end");
    }
    return done ? undefined : value;
  }

  return chunkCursor(path, next, () => void inflate.destroy());
}

function isZlibError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("Z_");
}
