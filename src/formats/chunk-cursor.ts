import { FormatError } from "./format-error.js";
import type { ByteCursor } from "./forward-source.js";

/**
 * A cursor over bytes that come in chunks of any size.
 *
 * @param path what they are, as messages name it.
 * @param next gives the next chunk, which it may reuse after the one after it was asked for; undefined after the last.
 */
export function chunkCursor(path: string, next: () => Promise<Uint8Array | undefined>, close: () => void): ByteCursor {
  let chunk: Uint8Array = new Uint8Array(0);
  return {
    async read(target) {
      for (let done = 0; done < target.length; ) {
        if (chunk.length === 0) {
          const other = await next();
          if (other === undefined) throw new FormatError(path, "is damaged: it has fewer bytes than it says");
          chunk = other;
        }
        const part = chunk.subarray(0, target.length - done);
        target.set(part, done);
        done += part.length;
        chunk = chunk.subarray(part.length);
      }
    },
    async end() {
      if (chunk.length > 0 || (await next()) !== undefined) {
        throw new FormatError(path, "is damaged: it has more bytes than it says");
      }
    },
    close,
  };
}
