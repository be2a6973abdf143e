import { decompressLz4Frame } from "../compression/lz4-frame.js";
import { decompressZstdFrame } from "../compression/zstd/zstd-frame.js";
import type { Source } from "../source.js";
import type { Fail } from "./flatbuffer.js";
import type { BodyBuffer, Codec } from "./record-batch.js";

/** The bytes of a buffer, which are had in order. Reading beyond its size is a mistake of the caller. */
export interface ByteReader {
  /** Fills the target with the next bytes. */
  read(target: Uint8Array): Promise<void>;
  skip(count: number): Promise<void>;
  /** Passes over what was not read, and checks that the buffer ends as it must. */
  end(): Promise<void>;
}

/** Opens a buffer, whatever it is compressed with. No more than a few MB of it are in memory. */
export function openBuffer(source: Source, buffer: BodyBuffer, fail: Fail): ByteReader {
  return buffer.codec === undefined ? openPlain(source, buffer) : openCompressed(source, buffer, buffer.codec, fail);
}

function openPlain(source: Source, { offset }: BodyBuffer): ByteReader {
  let at = offset;
  return {
    async read(target) {
      await source.readInto(target, at);
      at += target.length;
    },
    async skip(count) {
      at += count;
    },
    async end() {},
  };
}

const DECOMPRESS = { LZ4: decompressLz4Frame, zstd: decompressZstdFrame };

/** Compressed bytes that are read at once, or more where a block has more. */
const READ_AHEAD = 2 ** 18;

function openCompressed(source: Source, buffer: BodyBuffer, codec: Codec, fail: Fail): ByteReader {
  const failHere: Fail = (problem) => fail(`has a buffer whose ${codec} frame ${problem}`);
  const steps = DECOMPRESS[codec](buffer.size, failHere);
  const input = readAhead(source, buffer, failHere);
  let piece: Uint8Array = new Uint8Array(0);
  let wanted: number | undefined; // by the next step; undefined before the first
  let left = buffer.size;

  /** Sets `piece` to the next bytes of the content. @returns false if there are none. */
  async function next(): Promise<boolean> {
    for (;;) {
      const { value, done } = wanted === undefined ? steps.next() : steps.next(await input.take(wanted));
      if (done === true) return false;
      wanted = value.wanted;
      piece = value.output;
      if (piece.length > 0) return true;
    }
  }

  async function consume(count: number, take: (bytes: Uint8Array, at: number) => void): Promise<void> {
    for (let done = 0; done < count; ) {
      if (piece.length === 0 && !(await next())) throw failHere(`ends ${left} bytes early`);
      const part = piece.subarray(0, count - done);
      take(part, done);
      piece = piece.subarray(part.length);
      done += part.length;
      left -= part.length;
    }
  }

  const skip = (count: number) => consume(count, () => {});
  return {
    read: (target) => consume(target.length, (bytes, at) => target.set(bytes, at)),
    skip,
    async end() {
      await skip(left);
      if (piece.length > 0 || (await next())) throw failHere(`has more content than ${buffer.size} bytes`);
      if (input.left() > 0) throw failHere(`ends ${input.left()} bytes before the buffer`);
    },
  };
}

/** The bytes of a buffer, read from the file in larger parts. */
function readAhead(source: Source, { offset, length }: BodyBuffer, fail: Fail) {
  let buffer = new Uint8Array(Math.min(length, READ_AHEAD));
  let [start, end] = [0, 0]; // of what is in it and not taken
  let at = offset;
  const left = () => offset + length - at + end - start;
  return {
    left,
    /** The next bytes, which are overwritten by the call after. */
    async take(count: number): Promise<Uint8Array> {
      if (count > left()) throw fail("is cut off");
      if (count > end - start) {
        const rest = buffer.subarray(start, end);
        const size = Math.min(Math.max(count, READ_AHEAD), left());
        const larger = size > buffer.length ? new Uint8Array(size) : buffer;
        larger.set(rest);
        buffer = larger;
        await source.readInto(buffer.subarray(rest.length, size), at);
        at += size - rest.length;
        [start, end] = [0, size];
      }
      start += count;
      return buffer.subarray(start - count, start);
    },
  };
}
