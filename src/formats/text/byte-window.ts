import { MAX_ROW_BYTES } from "../../config/limits.js";
import { FormatError } from "../format-error.js";
import type { Source } from "../source.js";

/** Bytes in memory at first. */
const WINDOW = 1 << 18;

/**
 * A stretch of a file, for parsers that run over bytes and know nothing of reading.
 *
 * After the last byte in memory stands a 0, which no text has: a parser meets it and stops instead of checking for the
 * end at each byte. Where it stopped then says whether to go on with more of the file (`runsOut`), from the beginning of
 * what it was reading.
 */
export class ByteWindow {
  /** Replaced by `more`. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Where the next piece begins in `bytes`; all before it is done with. */
  position = 0;
  /** Where `bytes` ends: at the 0. */
  limit = 0;
  readonly source: Source;
  /** Place in the file of the first byte that is not in memory yet. */
  #next: number;

  constructor(source: Source, offset = 0, size = WINDOW) {
    this.source = source;
    this.#next = offset;
    this.bytes = new Uint8Array(Math.min(size, source.size - offset) + 1);
  }

  /** Whether the file has no more bytes than those in memory. */
  get isAtEnd(): boolean {
    return this.#next === this.source.size;
  }

  /** Whether a parser stopped at a position because the bytes in memory end there, and not the file. */
  runsOut(position: number): boolean {
    return position === this.limit && !this.isAtEnd;
  }

  /** Place in the file of a position in `bytes`. */
  offsetOf(position: number): number {
    return this.#next - this.limit + position;
  }

  /**
   * Reads on. What is before `position` is dropped, and if that is nothing the window grows.
   *
   * @param piece what begins at `position`, for the message if it does not end within 64 MB.
   * @throws FormatError
   */
  async more(piece: string): Promise<void> {
    const unread = this.limit - this.position;
    const rest = this.source.size - this.#next;
    const room = this.bytes.length - 1;
    if (unread >= MAX_ROW_BYTES) throw new FormatError(this.source.path, `${piece} is longer than 64 MB`);
    if (unread === room) {
      const grown = new Uint8Array(Math.min(2 * room, MAX_ROW_BYTES, room + rest) + 1);
      grown.set(this.bytes);
      this.bytes = grown;
    } else {
      this.bytes.copyWithin(0, this.position, this.limit);
    }
    const count = Math.min(this.bytes.length - 1 - unread, rest);
    this.position = 0;
    this.limit = unread + count;
    await this.source.readInto(this.bytes.subarray(unread, this.limit), this.#next);
    this.#next += count;
    this.bytes[this.limit] = 0;
  }
}
