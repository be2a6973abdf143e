import type { Dtype } from "../config/config.js";
import { ConfigError, show } from "../config/config-error.js";
import { integer, oneOf } from "../config/kinds.js";
import type { Chunk, RowRange, Split, SplitName } from "../generate/examples.js";
import { copyFloats } from "../numeric/copy-floats.js";
import { bytesOf, int64FromLabels } from "./bytes.js";
import { DigestError } from "./digest-error.js";
import { bytesFromHex, hexFromBytes, sha256 } from "./sha256.js";

/** Rows that are hashed together. Fixed by the format: shards of a split can be checked alone. */
export const BLOCK_ROWS = 4096;

/** Of SHA-256. */
const HASH_BYTES = 32;

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

/** Computes a digest from chunks as they pass by: of all rows that were announced, in their order, and of no others. */
export interface DigestBuilder {
  /**
   * Takes the next chunk: chunks of any size, train before test, each split's in order. The chunk can be reused once the
   * promise resolves; the hashing itself goes on beside the caller, on another thread where the platform has one.
   *
   * @throws DigestError for rows that are not the next ones, or not of the shape and type of the dataset.
   */
  update(chunk: Chunk): Promise<void>;
  /** Takes the hashes of the next rows instead: of a whole block, or of what is left at the end of a split. */
  addBlock(rows: RowRange, hashes: BlockHashes): void;
  /**
   * The digest of everything; nothing may follow.
   *
   * @throws DigestError while rows are missing.
   */
  finish(): Promise<DatasetDigest>;
}

/**
 * @param length points per example.
 * @param splits all that the digest is to be of, train first.
 * @param dtype of x.
 * @throws ConfigError for what is no shape of a dataset.
 */
export function createDigest(length: number, splits: readonly Split[], dtype: Dtype): DigestBuilder {
  const points = integer(1).parse(length, "length");
  const own = checkedSplits(splits);
  const isWide = oneOf("float32", "float64").parse(dtype, "dtype") === "float64";
  const float32 = own.map((split) => new SplitHasher(split, points, Float32Array));
  const float64 = isWide ? own.map((split) => new SplitHasher(split, points, Float64Array)) : [];
  let isFinished = false;

  /** The number of the split whose turn it is. @throws DigestError for rows that are not the next ones. */
  function turnOf({ split, start, rows }: RowRange): number {
    if (isFinished) throw new DigestError("chunk", "nothing after the digest was finished", `rows of ${show(split)}`);
    const index = own.findIndex(({ name }) => name === split);
    if (index < 0) throw new DigestError("chunk.split", own.map(({ name }) => name).join(" or "), show(split));
    if (![start, rows].every((count) => Number.isSafeInteger(count) && count >= 0)) {
      throw new DigestError("chunk", "start and rows of 0 or more", `${show(start)} and ${show(rows)}`);
    }
    for (const hasher of float32.slice(0, index)) hasher.checkComplete(`rows of ${split}`);
    for (const later of float32.slice(index + 1)) {
      if (later.taken > 0) throw new DigestError("chunk.split", `${later.split.name} alone, which has begun`, split);
    }
    float32[index]!.checkNext(start, rows);
    return index;
  }

  return {
    async update(chunk) {
      const index = turnOf(chunk);
      const { rows, x, y } = chunk;
      const ArrayType = isWide ? Float64Array : Float32Array;
      if (!(x instanceof ArrayType) || x.length !== rows * points) {
        throw new DigestError("chunk.x", `a ${ArrayType.name} of ${rows * points} values`, arrayText(x));
      }
      if (!(y instanceof Int32Array) || y.length !== rows) {
        throw new DigestError("chunk.y", `an Int32Array of ${rows} labels`, arrayText(y));
      }
      // Both take their copy before anything is waited for.
      await Promise.all([float32[index]!.update(chunk), float64[index]?.update(chunk)]);
    },
    addBlock(range, hashes) {
      const index = turnOf(range);
      for (const [name, hash] of Object.entries({
        float32: hashes.float32,
        ...(isWide && { float64: hashes.float64 }),
      })) {
        const isHash = hash instanceof Uint8Array && hash.length === HASH_BYTES;
        if (!isHash) throw new DigestError(`hashes.${name}`, `a Uint8Array of ${HASH_BYTES} values`, arrayText(hash));
      }
      float32[index]!.addBlock(range, hashes.float32);
      float64[index]?.addBlock(range, hashes.float64!);
    },
    async finish() {
      if (isFinished) throw new DigestError("digest", "to be finished once", "a second time");
      for (const hasher of float32) hasher.checkComplete("the end");
      isFinished = true;
      const blocks = await Promise.all(float32.map((hasher) => hasher.finish()));
      const float64Blocks = await Promise.all(float64.map((hasher) => hasher.finish()));
      return digestOfBlocks(
        points,
        own.map(({ name, rows }, i) => ({
          name,
          rows,
          blocks: blocks[i]!,
          ...(isWide && { float64Blocks: float64Blocks[i]! }),
        })),
      );
    },
  };
}

function checkedSplits(splits: readonly Split[]): Split[] {
  if (!Array.isArray(splits)) throw new ConfigError("splits", "a list of splits", show(splits));
  return (splits as readonly Partial<Split>[]).map((split, i) => {
    const name = oneOf("train", "test").parse(split?.name, `splits[${i}].name`);
    if (splits.findIndex((other) => other.name === name) < i)
      throw new ConfigError("splits", "each once", `${name} twice`);
    return { name, rows: integer(0).parse(split.rows, `splits[${i}].rows`) };
  });
}

function arrayText(value: unknown): string {
  if (!ArrayBuffer.isView(value)) return Array.isArray(value) ? `an array of ${value.length}` : show(value);
  return `${value.constructor.name} of ${(value as Float32Array).length}`;
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
  const joined = new Uint8Array(blocks.length * HASH_BYTES);
  for (const [i, block] of blocks.entries()) joined.set(bytesFromHex(block), i * HASH_BYTES);
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
  /** The row of the whole split that came first: of a shard it is not 0. */
  #first: number | undefined;
  readonly #blocks: Promise<Uint8Array>[] = [];

  constructor(split: Split, length: number, ArrayType: Float32ArrayConstructor | Float64ArrayConstructor) {
    const rows = Math.min(BLOCK_ROWS, split.rows);
    this.split = split;
    this.#length = length;
    this.#block = new Uint8Array(rows * (length * ArrayType.BYTES_PER_ELEMENT + 8));
    this.#x = new ArrayType(this.#block.buffer, 0, rows * length);
    this.#y = new Int32Array(rows);
  }

  /** Rows that were taken. */
  get taken(): number {
    return this.#counted + this.#rows;
  }

  /** @throws DigestError for rows that are not the next ones. */
  checkNext(start: number, rows: number): void {
    const { name, rows: all } = this.split;
    if (this.taken + rows > all) throw new DigestError(`rows of ${name}`, `${all}`, `${this.taken + rows}`);
    const next = (this.#first ?? start) + this.taken;
    if (start !== next) throw new DigestError("chunk.start", `${next}, the next row of ${name}`, show(start));
  }

  /** @throws DigestError while rows are missing. @param what that would follow. */
  checkComplete(what: string): void {
    const { name, rows } = this.split;
    if (this.taken !== rows) throw new DigestError(`rows of ${name}`, `${rows} before ${what}`, `${this.taken}`);
  }

  async update(chunk: Chunk): Promise<void> {
    this.#first ??= chunk.start;
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

  addBlock({ start, rows }: RowRange, hash: Uint8Array): void {
    const isBlock = rows === BLOCK_ROWS || this.taken + rows === this.split.rows;
    if (this.#rows > 0 || !isBlock) {
      const expected =
        this.#rows > 0 ? "those that complete the block before" : `a block of ${BLOCK_ROWS}, or the last ones`;
      throw new DigestError(`rows of ${this.split.name}`, expected, `the hash of ${rows} rows`);
    }
    this.#first ??= start;
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
