import { FormatError } from "../../../src/formats/format-error.js";
import type { SourceFile } from "../../../src/formats/source.js";

/** Bytes in memory as a file. Keeps count of those that are read. */
export function sourceOfBytes(bytes: Uint8Array, path: string): SourceFile & { bytesRead: number } {
  const source = {
    path,
    name: path.split("/").at(-1)!,
    size: bytes.length,
    bytesRead: 0,
    async readInto(target: Uint8Array, offset: number) {
      if (offset + target.length > bytes.length) throw new FormatError(path, "ends before");
      target.set(bytes.subarray(offset, offset + target.length));
      source.bytesRead += target.length;
    },
  };
  return source;
}
