import type { Dtype } from "../config/config.js";
import type { Chunk, Split, SplitName } from "../generate/examples.js";
import { bytesOf, int64FromLabels } from "./bytes.js";
import { hexFromBytes, sha256 } from "./sha256.js";

/** Rows that are hashed together. Fixed by the format: shards of a split can be checked alone. */
export const BLOCK_ROWS = 4096;

/**
 * Most blocks handed to the platform's hash and not finished yet: more would take memory, and in Node the last of the four
 * threads that files are read with.
 */
const MAX_PENDING = 3;

/** The identity of one split. */
export interface SplitDigest {
  readonly name: SplitName;
  readonly rows: number;
  /** SHA-256 of the concatenated block digests, hexadecimal. */
  readonly sha256: string;
  /** SHA-256 of each block of 4,096 rows: x as little-endian float32 in C order, then y as little-endian int64. */
  readonly blocks: readonly string[];
}

/** The identity of a dataset, whatever format it is stored in. */
export interface DatasetDigest {
  /** `sha256:…` over the names, shapes and digests of the splits. */
  readonly digest: string;
  readonly splits: readonly SplitDigest[];
  /** For float64 data, whose digest is over its float32 rounding: per split the same digest over float64 x. */
  readonly xFloat64?: Readonly<Record<SplitName, string>>;
}

/** Computes a digest from chunks as they pass by. */
export interface DigestBuilder {
  /**
   * Takes the next chunk: chunks of any size, each split's in order. The chunk can be reused once the promise resolves;
   * the hashing itself goes on beside the caller, on another thread where the platform has one.
   */
  update(chunk: Chunk): Promise<void>;
  /** The digest of everything; no update may follow. */
  finish(): Promise<DatasetDigest>;
}

/** @param length points per example. */
export function createDigest(length: number, splits: readonly Split[], dtype: Dtype): DigestBuilder {
  const float32 = splits.map((split) => new SplitHasher(split, length, Float32Array));
  const float64 = dtype === "float64" ? splits.map((split) => new SplitHasher(split, length, Float64Array)) : [];
  return {
    async update(chunk) {
      for (const hasher of [...float32, ...float64]) {
        if (hasher.split.name === chunk.split) await hasher.update(chunk);
      }
    },
    async finish() {
      const digests = await Promise.all(float32.map((hasher) => hasher.finish()));
      const lines = digests.map(({ name, rows, sha256: hex }) => `${name} ${rows} ${length} ${hex}\n`);
      const text = new TextEncoder().encode(`mnist1d-digest-v1\n${lines.join("")}`);
      const exact = await Promise.all(float64.map((hasher) => hasher.finish()));
      return {
        digest: `sha256:${hexFromBytes(await sha256(text))}`,
        splits: digests,
        ...(dtype === "float64" && {
          xFloat64: Object.fromEntries(exact.map((split) => [split.name, split.sha256])) as Record<SplitName, string>,
        }),
      };
    },
  };
}

/** Collects the rows of one split into blocks and hashes each. */
class SplitHasher {
  readonly split: Split;
  readonly #length: number;
  /** A block as it is hashed: x, then y. The platform copies it, so that it can be filled again at once. */
  readonly #block: Uint8Array<ArrayBuffer>;
  readonly #x: Float32Array | Float64Array;
  readonly #y: Int32Array;
  #rows = 0;
  readonly #blocks: Promise<Uint8Array>[] = [];

  constructor(split: Split, length: number, ArrayType: Float32ArrayConstructor | Float64ArrayConstructor) {
    const rows = Math.min(BLOCK_ROWS, split.rows);
    this.split = split;
    this.#length = length;
    this.#block = new Uint8Array(rows * (length * ArrayType.BYTES_PER_ELEMENT + 8));
    this.#x = new ArrayType(this.#block.buffer, 0, rows * length);
    this.#y = new Int32Array(rows);
  }

  async update(chunk: Chunk): Promise<void> {
    for (let row = 0; row < chunk.rows; ) {
      const count = Math.min(chunk.rows - row, BLOCK_ROWS - this.#rows);
      this.#x.set(chunk.x.subarray(row * this.#length, (row + count) * this.#length), this.#rows * this.#length);
      this.#y.set(chunk.y.subarray(row, row + count), this.#rows);
      row += count;
      this.#rows += count;
      if (this.#rows === BLOCK_ROWS) this.#closeBlock();
    }
    await this.#blocks[this.#blocks.length - MAX_PENDING];
  }

  #closeBlock(): void {
    const xBytes = this.#rows * this.#length * this.#x.BYTES_PER_ELEMENT;
    const bytes = xBytes + this.#rows * 8;
    this.#block.set(bytesOf(int64FromLabels(this.#y.subarray(0, this.#rows))), xBytes);
    this.#blocks.push(sha256(this.#block.subarray(0, bytes)));
    this.#rows = 0;
  }

  async finish(): Promise<SplitDigest> {
    if (this.#rows > 0) this.#closeBlock();
    const digests = await Promise.all(this.#blocks);
    const joined = new Uint8Array(digests.length * 32);
    for (const [i, digest] of digests.entries()) joined.set(digest, i * 32);
    const { name, rows } = this.split;
    return { name, rows, sha256: hexFromBytes(await sha256(joined)), blocks: digests.map(hexFromBytes) };
  }
}
