import { type FileHandle, open } from "node:fs/promises";
import { FormatError } from "../formats/format-error.js";
import type { Source } from "../formats/source.js";
import { outputErrorFrom } from "./output-error.js";

/** A file, open for reading. */
export class FileSource implements Source {
  readonly path: string;
  readonly size: number;
  readonly #file: FileHandle;

  private constructor(path: string, size: number, file: FileHandle) {
    this.path = path;
    this.size = size;
    this.#file = file;
  }

  /**
   * @param file where it is.
   * @param path how messages name it.
   * @throws OutputError
   */
  static async open(file: string, path = file): Promise<FileSource> {
    try {
      const handle = await open(file);
      const { size } = await handle.stat();
      return new FileSource(path, size, handle);
    } catch (error) {
      throw outputErrorFrom(error, path);
    }
  }

  async readInto(target: Uint8Array, offset: number): Promise<void> {
    for (let done = 0; done < target.length; ) {
      const { bytesRead } = await this.#read(target, done, offset + done);
      if (bytesRead === 0) throw new FormatError(this.path, `is cut off: it ends at ${offset + done} bytes`);
      done += bytesRead;
    }
  }

  #read(target: Uint8Array, start: number, offset: number) {
    return this.#file.read(target, start, target.length - start, offset).catch((error: unknown) => {
      throw outputErrorFrom(error, this.path);
    });
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
