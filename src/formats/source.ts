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

/** The file of a dataset, in a format that has all of it in one. @throws FormatError if there are more. */
export function onlySource([first, second]: readonly Source[]): Source {
  if (second === undefined) return first!;
  throw new FormatError(second.path, `is another dataset beside ${first!.path}`, "Name the file that is meant.");
}

/** Bytes one after the other, in parts, of which each is good until the next is asked for. */
export type ByteStream = AsyncGenerator<Uint8Array, void, void>;

const PART_BYTES = 2 ** 20;

/** Bytes of a source, from an offset on. */
export async function* bytesFrom(source: Source, offset: number, length: number): ByteStream {
  const memory = new Uint8Array(Math.min(PART_BYTES, length));
  for (let done = 0; done < length; done += memory.length) {
    const part = memory.subarray(0, length - done);
    await source.readInto(part, offset + done);
    yield part;
  }
}

/** Part of a source, as a source. The caller has checked that it is there. */
export function sliceOf(source: Source, offset: number, size: number, path: string = source.path): Source {
  return {
    path,
    size,
    ...(source.isForwardOnly && { isForwardOnly: true }),
    async readInto(target, at) {
      checkEnd(path, size, target, at);
      await source.readInto(target, offset + at);
    },
  };
}

/** Streams that wait for whom goes on where they are: one for each of several readers that take turns. */
const MAX_IDLE = 4;

/**
 * Bytes that are had in order only, such as what is compressed, as a source. A read that goes on where another ended
 * costs nothing but its bytes; one at an earlier place begins anew.
 *
 * @param size bytes that the stream must have. At its end it may find out that they were not what they must be.
 * @param open begins at the start.
 */
export function forwardSource(path: string, size: number, open: () => ByteStream): Source {
  const idle: ForwardReader[] = [];

  /** The reader that has the least to pass over, which nobody else has while it reads. */
  function take(offset: number): ForwardReader {
    const [nearest] = idle.filter(({ position }) => position <= offset).sort((a, b) => b.position - a.position);
    if (nearest === undefined) return new ForwardReader(path, open());
    idle.splice(idle.indexOf(nearest), 1);
    return nearest;
  }

  return {
    path,
    size,
    isForwardOnly: true,
    async readInto(target, offset) {
      checkEnd(path, size, target, offset);
      if (target.length === 0) return;
      const reader = take(offset);
      try {
        await reader.pass(offset - reader.position);
        await reader.pass(target.length, target);
        if (reader.position === size) await reader.end();
      } catch (error) {
        await reader.close();
        throw error;
      }
      if (reader.position < size) idle.push(reader);
      if (idle.length > MAX_IDLE) await idle.shift()!.close();
    },
  };
}

/** A place in a stream. */
class ForwardReader {
  position = 0;
  readonly #path: string;
  readonly #stream: ByteStream;
  /** What the stream gave last, from the position on. */
  #part: Uint8Array = new Uint8Array(0);

  constructor(path: string, stream: ByteStream) {
    this.#path = path;
    this.#stream = stream;
  }

  /** Passes over so many bytes. @param target gets them. @throws FormatError if there are fewer. */
  async pass(length: number, target?: Uint8Array): Promise<void> {
    for (let done = 0; done < length; ) {
      if (this.#part.length === 0 && !(await this.#next())) {
        throw new FormatError(this.#path, "is damaged: it has fewer bytes than it says");
      }
      const part = this.#part.subarray(0, length - done);
      target?.set(part, done);
      done += part.length;
      this.position += part.length;
      this.#part = this.#part.subarray(part.length);
    }
  }

  /** Ends the stream. @throws FormatError if it has more bytes, or finds fault with those that it had. */
  async end(): Promise<void> {
    while (this.#part.length === 0 && (await this.#next()));
    if (this.#part.length > 0) {
      throw new FormatError(this.#path, "is damaged: it has more bytes than it says");
    }
  }

  async close(): Promise<void> {
    await this.#stream.return();
  }

  async #next(): Promise<boolean> {
    const { done, value } = await this.#stream.next();
    if (!done) this.#part = value;
    return !done;
  }
}

function checkEnd(path: string, size: number, target: Uint8Array, offset: number): void {
  if (offset + target.length > size) throw new FormatError(path, `is cut off: it ends at ${size} bytes`);
}
