import { createHash, type Hash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import type { Sink } from "../../formats/format.js";

/** So much is written before the disk is asked to take what there is, while more comes: at the end it has little left. */
const SYNC_BYTES = 33_554_432;

/** Small writes are collected up to this size; larger ones go to the file as they are. */
const BUFFER_BYTES = 65_536;

export interface WrittenFile {
  readonly bytes: number;
  /** Of the whole file, hexadecimal. */
  readonly sha256: string;
}

export interface DatasetFile extends WrittenFile {
  readonly path: string;
}

/** A new file, hashed on its way to the disk. */
export class FileSink implements Sink {
  readonly #hash: Hash = createHash("sha256");
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  #buffered = 0;
  #bytes = 0;
  #synced = 0;
  #syncing: Promise<void> | undefined;
  #written: WrittenFile | undefined;

  private constructor(private readonly file: FileHandle) {}

  static async create(path: string): Promise<FileSink> {
    return new FileSink(await open(path, "wx"));
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (bytes.length < BUFFER_BYTES) {
      if (this.#buffered + bytes.length > BUFFER_BYTES) await this.#append(this.#takeBuffered());
      this.#buffer.set(bytes, this.#buffered);
      this.#buffered += bytes.length;
    } else if (this.#buffered > 0) {
      await this.#append(this.#takeBuffered(), bytes);
    } else {
      await this.#append(bytes);
    }
  }

  #takeBuffered(): Uint8Array {
    const buffered = this.#buffer.subarray(0, this.#buffered);
    this.#buffered = 0;
    return buffered;
  }

  async #append(...parts: Uint8Array[]): Promise<void> {
    // The write goes to another thread; the hash is taken meanwhile.
    const written = this.#writeAll(parts);
    for (const part of parts) {
      this.#hash.update(part);
      this.#bytes += part.length;
    }
    await written;
    if (this.#bytes - this.#synced >= SYNC_BYTES && this.#syncing === undefined) {
      this.#synced = this.#bytes;
      // What can't be synced is told at the end.
      this.#syncing = this.file
        .datasync()
        .catch(() => {})
        .finally(() => (this.#syncing = undefined));
    }
  }

  /** One call for all parts; what it leaves, on a disk that fills up, is tried again and gives the error. */
  async #writeAll(parts: readonly Uint8Array[]): Promise<void> {
    let done = (await this.file.writev(parts)).bytesWritten;
    for (const part of parts) {
      let start = Math.min(done, part.length);
      done -= start;
      while (start < part.length) start += (await this.file.write(part, start)).bytesWritten;
    }
  }

  /** Writes what is left, waits until the disk has it, and closes the file. */
  async close(): Promise<void> {
    if (this.#buffered > 0) await this.#append(this.#takeBuffered());
    await this.#syncing;
    await this.file.sync();
    await this.file.close();
    this.#written = { bytes: this.#bytes, sha256: this.#hash.digest("hex") };
  }

  /** Closes the file as it is, if it is open: for an output that is given up. */
  async abandon(): Promise<void> {
    await this.#syncing;
    if (this.#written === undefined) await this.file.close().catch(() => {});
  }

  /** What was written; undefined until the file is closed. */
  get written(): WrittenFile | undefined {
    return this.#written;
  }
}
