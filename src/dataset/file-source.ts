import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import { FormatError } from "../formats/format-error.js";
import type { SourceFile } from "../formats/source.js";
import { outputErrorFrom } from "./output-error.js";

/** A file, open for reading. */
export class FileSource implements SourceFile {
  readonly path: string;
  readonly name: string;
  readonly size: number;
  readonly #file: FileHandle;

  private constructor(path: string, name: string, size: number, file: FileHandle) {
    this.path = path;
    this.name = name;
    this.size = size;
    this.#file = file;
  }

  /**
   * @param name its path in the directory of its dataset; by default its own name.
   * @throws OutputError
   */
  static async open(path: string, name = basename(path)): Promise<FileSource> {
    try {
      const handle = await open(path);
      const { size } = await handle.stat();
      return new FileSource(path, name, size, handle);
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
