import type { StoredForm } from "../dataset/read/open-dataset.js";
import { VERSION } from "../dataset/version.js";
import { bytesOf } from "../digest/bytes.js";
import { alignChunks } from "../formats/align-chunks.js";
import type { DatasetInfo, Sink } from "../formats/format.js";
import type { Source } from "../formats/source.js";
import { withTrainAndTest } from "../generate/examples.js";
import { type Check, failed, passed } from "./check.js";

/**
 * Whether a file of ours is byte for byte what we write of the data and the metadata in it, the version that it states
 * among them. So no byte is left that could change unnoticed: not in a footer's statistics, not in a header.
 *
 * @returns undefined for a file that says nothing of itself, and of a format that has no place for the version.
 */
export async function checkLayout({ format, files, examples }: StoredForm): Promise<Check | undefined> {
  const { metadata, length, dtype, splits, columns } = examples;
  const [file] = files;
  if (file === undefined || files.length > 1 || !format.isTable || splits.length < 2) return undefined;
  const { digest = "", version, ...stated } = metadata;
  if (version === undefined) {
    const [key] = Object.keys(metadata);
    return key === undefined ? undefined : failed("layout", `the file states its ${key}, but not what wrote it`);
  }
  const info: DatasetInfo = {
    ...stated,
    version,
    length,
    dtype,
    splits: withTrainAndTest(splits),
    columns,
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
      return passed("layout", `every byte is what mnist1d ${version} writes for this data`);
    }
    place = Math.max(place, firstDifference);
  }
  const other =
    version === VERSION ? [] : [`this is mnist1d ${VERSION}; should ${version} write otherwise, verify with it`];
  return failed("layout", `from byte ${place} on it is not what mnist1d ${version} writes for this data`, other);
}

/** Takes what an encoder writes, and compares it with what is there. */
class ComparingSink implements Sink {
  firstDifference: number | undefined;
  readonly #file: Source;
  #offset = 0;
  #buffer = new Uint8Array(1 << 16);

  constructor(file: Source) {
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
