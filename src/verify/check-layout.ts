import type { FileSource } from "../dataset/file-source.js";
import type { StoredForm } from "../dataset/stored-dataset.js";
import { VERSION } from "../dataset/version.js";
import { bytesOf } from "../digest/bytes.js";
import { alignChunks } from "../formats/align-chunks.js";
import type { DatasetInfo, Sink } from "../formats/format.js";
import { bothSplits } from "../generate/examples.js";
import { type Check, failed, passed } from "./check.js";

/**
 * Whether a file that says this version wrote it is byte for byte what this version writes of the data and the metadata
 * in it. So no byte is left that could change unnoticed: not in a footer's statistics, not in a header.
 *
 * @returns undefined for a file of a format that does not state its version, and of another version.
 */
export async function checkLayout({ format, files, examples }: StoredForm): Promise<Check | undefined> {
  const { metadata, length, dtype, splits, hasCleanLabels } = examples;
  const [file] = files;
  if (file === undefined || files.length > 1 || metadata.version !== VERSION || splits.length < 2) return undefined;
  const { digest = "", ...stated } = metadata;
  const info: DatasetInfo = {
    ...stated,
    version: VERSION,
    length,
    dtype,
    splits: bothSplits(splits),
    hasCleanLabels,
  };
  const { encodeFile, encodeOldFile, encodeStream } = await format.load();
  const isStream = metadata.digest === undefined && encodeStream !== undefined;
  let place = 0;
  for (const encode of isStream ? [encodeStream] : [encodeFile!, encodeOldFile]) {
    if (encode === undefined) continue;
    const sink = new ComparingSink(file);
    const encoder = await encode(sink, info);
    for await (const chunk of alignChunks(examples)) await encoder.write(chunk);
    await encoder.finish(digest);
    const { firstDifference } = sink;
    if (firstDifference === undefined) {
      return passed("layout", `every byte is what mnist1d ${VERSION} writes for this data`);
    }
    place = Math.max(place, firstDifference);
  }
  return failed("layout", `from byte ${place} on it is not what mnist1d ${VERSION} writes for this data`);
}

/** Takes what an encoder writes, and compares it with what is there. */
class ComparingSink implements Sink {
  firstDifference: number | undefined;
  readonly #file: FileSource;
  #offset = 0;
  #buffer = new Uint8Array(1 << 16);

  constructor(file: FileSource) {
    this.#file = file;
  }

  async write(bytes: Uint8Array): Promise<void> {
    const offset = this.#offset;
    this.#offset += bytes.length;
    if (this.firstDifference !== undefined) return;
    if (this.#offset > this.#file.size) {
      this.firstDifference = this.#file.size;
      return;
    }
    if (this.#buffer.length < bytes.length) this.#buffer = new Uint8Array(bytes.length);
    const found = this.#buffer.subarray(0, bytes.length);
    await this.#file.readInto(found, offset);
    if (Buffer.compare(found, bytesOf(bytes)) === 0) return;
    this.firstDifference = offset + found.findIndex((byte, i) => byte !== bytes[i]);
  }

  async close(): Promise<void> {
    if (this.#offset < this.#file.size) this.firstDifference ??= this.#offset;
  }
}
