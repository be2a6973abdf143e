import { createHash, type Hash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import type { Sink } from "../formats/format.js";

/** Small writes are collected up to this size; larger ones go to the file as they are. */
const BUFFER_BYTES = 65_536;

/** What became of a file. */
export interface WrittenFile {
  readonly bytes: number;
  /** Of the whole file, hexadecimal. */
  readonly sha256: string;
}

/** A file of a dataset, by its path in the directory. */
export interface DatasetFile extends WrittenFile {
  readonly path: string;
}

/** A new file, hashed on its way to the disk. */
export class FileSink implements Sink {
  readonly #file: FileHandle;
  readonly #hash: Hash = createHash("sha256");
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  #buffered = 0;
  #bytes = 0;
  #written: WrittenFile | undefined;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Creates the file, which must not exist. */
  static async create(path: string): Promise<FileSink> {
    return new FileSink(await open(path, "wx"));
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#buffered + bytes.length > BUFFER_BYTES) await this.#flush();
    if (bytes.length > BUFFER_BYTES) return this.#append(bytes);
    this.#buffer.set(bytes, this.#buffered);
    this.#buffered += bytes.length;
  }

  async #flush(): Promise<void> {
    const count = this.#buffered;
    this.#buffered = 0;
    if (count > 0) await this.#append(this.#buffer.subarray(0, count));
  }

  async #append(bytes: Uint8Array): Promise<void> {
    // The write goes to another thread; the hash is taken meanwhile.
    const written = this.#writeAll(bytes);
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
    await written;
  }

  async #writeAll(bytes: Uint8Array): Promise<void> {
    for (let start = 0; start < bytes.length; ) {
      start += (await this.#file.write(bytes, start)).bytesWritten;
    }
  }

  /** Writes what is left, waits until the disk has it, and closes the file. */
  async close(): Promise<void> {
    await this.#flush();
    await this.#file.sync();
    await this.#file.close();
    this.#written = { bytes: this.#bytes, sha256: this.#hash.digest("hex") };
  }

  /** Closes the file as it is, if it is open: for an output that is given up. */
  async abandon(): Promise<void> {
    if (this.#written === undefined) await this.#file.close().catch(() => {});
  }

  /** What was written; undefined until the file is closed. */
  get written(): WrittenFile | undefined {
    return this.#written;
  }
}
