import { FormatError } from "../format-error.js";
import type { Source } from "../source.js";

const WINDOW_BYTES = 2 ** 16;

/** Most bytes that an opcode is read with: more are left in the file. */
const MAX_TAKEN = 256;

/** Reads the opcodes of a file and what belongs to them, and passes over the rest. Throws FormatError at its end. */
export interface ByteWindow {
  /** Place in the file of the next byte. */
  readonly position: number;
  /** To be awaited before each opcode: brings enough bytes for it, if the file has them. */
  ready(): Promise<void>;
  /** The next bytes, at most 256, in memory that `ready` will reuse. */
  take(length: number): Buffer;
  uint8(): number;
  uint16(): number;
  int32(): number;
  uint32(): number;
  /** NaN if it is beyond 2^53. */
  uint64(): number;
  /** Up to a line feed, which is passed over. */
  line(): string;
  skip(length: number): void;
}

export function byteWindow(source: Source): ByteWindow {
  const memory = Buffer.alloc(Math.min(WINDOW_BYTES, source.size));
  let window = memory.subarray(0, 0);
  /** Places in the file: of the window's start, and of the next byte. */
  let [start, position] = [0, 0];

  function take(length: number): Buffer {
    const at = position - start;
    if (at + length > window.length) {
      throw new FormatError(source.path, `is cut off or damaged: it ends at ${source.size} bytes, in the middle of it`);
    }
    position += length;
    return window.subarray(at, at + length);
  }

  return {
    get position() {
      return position;
    },
    async ready() {
      const end = start + window.length;
      if (position + 3 * MAX_TAKEN <= end || end === source.size) return;
      start = position;
      window = memory.subarray(0, Math.min(memory.length, source.size - start));
      await source.readInto(window, start);
    },
    take,
    uint8: () => take(1).readUInt8(),
    uint16: () => take(2).readUInt16LE(),
    int32: () => take(4).readInt32LE(),
    uint32: () => take(4).readUInt32LE(),
    uint64() {
      const value = Number(take(8).readBigUInt64LE());
      return Number.isSafeInteger(value) ? value : Number.NaN;
    },
    line() {
      const at = position - start;
      const length = window.subarray(at, at + MAX_TAKEN).indexOf("\n");
      if (length < 0) throw new FormatError(source.path, `is damaged: a name at byte ${position} does not end`);
      const text = take(length).toString();
      take(1);
      return text;
    },
    skip(length) {
      if (!(position + length <= source.size)) {
        const place = `${Number.isNaN(length) ? "more than 2^53" : length} bytes at ${position}`;
        throw new FormatError(source.path, `is cut off or damaged: it announces ${place}, and has ${source.size}`);
      }
      position += length;
    },
  };
}
