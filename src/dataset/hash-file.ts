import { createHash } from "node:crypto";
import { outputErrorFrom } from "./output-error.js";
import { openRegular } from "./regular-file.js";

/** Bytes that are hashed at a time. */
const WINDOW = 1 << 20;

/** A file as it is on the disk. */
export interface HashedFile {
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** Why it could not be read, if it could not. */
  readonly problem?: string;
}

/**
 * Reads a file to its end. One window is read while another is hashed.
 *
 * @throws OutputError; the signal's reason when aborted.
 */
export async function hashFile(path: string, signal?: AbortSignal): Promise<HashedFile> {
  const hash = createHash("sha256");
  const windows = [new Uint8Array(WINDOW), new Uint8Array(WINDOW)] as const;
  let bytes = 0;
  try {
    const file = await openRegular(path);
    try {
      let next = file.read(windows[0], 0, WINDOW, 0);
      for (let turn = 1; ; turn = 1 - turn) {
        const { buffer, bytesRead } = await next;
        signal?.throwIfAborted();
        if (bytesRead === 0) return { bytes, sha256: hash.digest("hex") };
        bytes += bytesRead;
        next = file.read(windows[turn]!, 0, WINDOW, bytes);
        hash.update(buffer.subarray(0, bytesRead));
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    throw outputErrorFrom(error, path);
  }
}
