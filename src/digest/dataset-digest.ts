import type { Dtype } from "../config/config.js";
import type { Chunk, RowRange, Split, SplitName } from "../generate/examples.js";
import { copyFloats } from "../numeric/copy-floats.js";
import { bytesOf, int64FromLabels } from "./bytes.js";
import { bytesFromHex, hexFromBytes, sha256 } from "./sha256.js";

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
  /** What those are the digests of: like `blocks`, over float64 x. */
  readonly xFloat64Blocks?: Readonly<Record<SplitName, readonly string[]>>;
}

/** SHA-256 of a block, made elsewhere. */
export interface BlockHashes {
  readonly float32: Uint8Array;
  /** For float64 data. */
  readonly float64?: Uint8Array;
}

/** The blocks of a split, hexadecimal. */
export interface SplitBlocks extends Split {
  readonly blocks: readonly string[];
  /** For float64 data. */
  readonly float64Blocks?: readonly string[];
}

/** Computes a digest from chunks as they pass by. */
export interface DigestBuilder {
  /**
   * Takes the next chunk: chunks of any size, each split's in order. The chunk can be reused once the promise resolves;
   * the hashing itself goes on beside the caller, on another thread where the platform has one.
   */
  update(chunk: Chunk): Promise<void>;
  /** Takes the hashes of the next rows instead: of a whole block, or of what is left at the end of a split. */
  addBlock(rows: RowRange, hashes: BlockHashes): void;
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
    addBlock({ split, rows }, hashes) {
      for (const hasher of float32) if (hasher.split.name === split) hasher.addBlock(rows, hashes.float32);
      for (const hasher of float64) if (hasher.split.name === split) hasher.addBlock(rows, hashes.float64!);
    },
    async finish() {
      const blocks = await Promise.all(float32.map((hasher) => hasher.finish()));
      const float64Blocks = await Promise.all(float64.map((hasher) => hasher.finish()));
      return digestOfBlocks(
        length,
        splits.map(({ name, rows }, i) => ({
          name,
          rows,
          blocks: blocks[i]!,
          ...(dtype === "float64" && { float64Blocks: float64Blocks[i]! }),
        })),
      );
    },
  };
}

/** The digest of data whose blocks are hashed. @param length points per example. */
export async function digestOfBlocks(length: number, splits: readonly SplitBlocks[]): Promise<DatasetDigest> {
  const digests: SplitDigest[] = [];
  for (const { name, rows, blocks } of splits) digests.push({ name, rows, sha256: await splitHash(blocks), blocks });
  const lines = digests.map(({ name, rows, sha256: hex }) => `${name} ${rows} ${length} ${hex}\n`);
  const text = new TextEncoder().encode(`mnist1d-digest-v1\n${lines.join("")}`);
  const digest = `sha256:${hexFromBytes(await sha256(text))}`;
  const xFloat64: [string, string][] = [];
  for (const { name, float64Blocks } of splits) {
    if (float64Blocks !== undefined) xFloat64.push([name, await splitHash(float64Blocks)]);
  }
  if (xFloat64.length === 0) return { digest, splits: digests };
  const xFloat64Blocks = Object.fromEntries(splits.map(({ name, float64Blocks = [] }) => [name, float64Blocks]));
  return {
    digest,
    splits: digests,
    xFloat64: Object.fromEntries(xFloat64) as Record<SplitName, string>,
    xFloat64Blocks: xFloat64Blocks as Record<SplitName, readonly string[]>,
  };
}

async function splitHash(blocks: readonly string[]): Promise<string> {
  const joined = new Uint8Array(blocks.length * 32);
  for (const [i, block] of blocks.entries()) joined.set(bytesFromHex(block), i * 32);
  return hexFromBytes(await sha256(joined));
}

/** Collects the rows of one split into blocks and hashes each. */
class SplitHasher {
  readonly split: Split;
  readonly #length: number;
  /** A block as it is hashed: x, then y. The platform copies it, so that it can be filled again at once. */
  readonly #block: Uint8Array<ArrayBuffer>;
  readonly #x: Float32Array | Float64Array;
  readonly #y: Int32Array;
  /** Rows of the block that is being filled. */
  #rows = 0;
  /** Rows of the blocks before it. */
  #counted = 0;
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
      copyFloats(
        this.#x,
        chunk.x.subarray(row * this.#length, (row + count) * this.#length),
        this.#rows * this.#length,
      );
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
    this.#counted += this.#rows;
    this.#rows = 0;
  }

  addBlock(rows: number, hash: Uint8Array): void {
    if (this.#rows > 0) throw new RangeError("the block before is not complete");
    if (rows !== BLOCK_ROWS && this.#counted + rows !== this.split.rows) {
      throw new RangeError(`${rows} rows of ${this.split.name} are no block`);
    }
    this.#counted += rows;
    this.#blocks.push(Promise.resolve(hash));
  }

  /** The hashes of all blocks. */
  async finish(): Promise<string[]> {
    if (this.#rows > 0) this.#closeBlock();
    const digests = await Promise.all(this.#blocks);
    return digests.map(hexFromBytes);
  }
}
