import { crc32 } from "node:zlib";
import { FormatError } from "../format-error.js";
import { type ByteCursor, forwardSource } from "../forward-source.js";
import type { Source } from "../source.js";
import { inflateCursor } from "./inflate-cursor.js";
import type { ZipMember } from "./zip-layout.js";

/**
 * The bytes of a member, inflated if need be, as a source. Whoever reads them to the end learns by a FormatError of a
 * checksum that does not fit, or of another size than the announced one.
 *
 * @param path the member, as messages name it.
 */
export function memberSource(archive: Source, member: ZipMember, path: string): Source {
  return forwardSource(path, member.size, () => {
    const { isDeflated, offset, storedSize, crc } = member;
    const cursor = isDeflated ? inflateCursor(archive, offset, storedSize, path) : storedCursor(archive, offset);
    return checkedCursor(cursor, crc, path);
  });
}

/** Bytes as they are in the archive. */
function storedCursor(archive: Source, offset: number): ByteCursor {
  let at = offset;
  return {
    async read(target) {
      await archive.readInto(target, at);
      at += target.length;
    },
    end: async () => {},
    close() {},
  };
}

function checkedCursor(cursor: ByteCursor, crc: number, path: string): ByteCursor {
  let sum = 0;
  return {
    async read(target) {
      await cursor.read(target);
      sum = crc32(target, sum);
    },
    async end() {
      await cursor.end();
      if (sum !== crc) throw new FormatError(path, "is damaged: its bytes do not have the checksum of the archive");
    },
    close: () => cursor.close(),
  };
}
