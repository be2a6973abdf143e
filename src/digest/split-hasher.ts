import type { Dtype } from "../config/config.js";
import { show } from "../config/config-error.js";
import { Mnist1dError } from "../config/mnist1d-error.js";
import { type Column, type Columns, valuesPerRow } from "../generate/columns.js";
import { BLOCK_ROWS, type Chunk, type RowRange, type Split } from "../generate/examples.js";
import { copyFloats } from "../numeric/floats.js";
import { bytesOf, hexFromBytes, int64FromLabels, sha256 } from "./bytes.js";

/**
 * Most blocks handed to the platform's hash and not finished yet: more would take memory, and in Node the last of the
 * four threads that files are read with.
 */
const MAX_PENDING = 3;

/** What of a block is hashed together. */
interface HashedPart {
  /** `float32` or `float64`, which are of x and y; or that of a further column: `x_clean`, `x_clean_float64`. */
  readonly name: string;
  /** Floats, which come first, and the type that they are hashed as. */
  readonly floats?: {
    readonly field: "x" | "xClean" | "scale" | "shear";
    readonly perRow: number;
    readonly ArrayType: Float32ArrayConstructor | Float64ArrayConstructor;
  };
  /** Integers, as int64. */
  readonly integers?: "y" | "yClean" | "padding" | "translation";
}

/** What is added to the name of a column that is hashed as float64, too. */
const WIDE = "_float64";

/** The parts of a block that have hashes of their own: x and y, and each further column; of float64 data signals in both types. */
export function hashedParts(columns: readonly Column[], length: number, dtype: Dtype): HashedPart[] {
  const xAndY = (name: string, ArrayType: Float32ArrayConstructor | Float64ArrayConstructor): HashedPart => ({
    name,
    floats: { field: "x", perRow: length, ArrayType },
    integers: "y",
  });
  const isWide = dtype === "float64";
  const further = columns.filter(({ field }) => field !== "x" && field !== "y");
  return [
    xAndY("float32", Float32Array),
    ...(isWide ? [xAndY("float64", Float64Array)] : []),
    ...further.flatMap((column) => {
      const { name, field, kind } = column;
      if (kind === "integer") return [{ name, integers: field } as HashedPart];
      const part = (own: string, ArrayType: Float32ArrayConstructor | Float64ArrayConstructor) =>
        ({ name: own, floats: { field, perRow: valuesPerRow(column, length), ArrayType } }) as HashedPart;
      if (kind === "real") return [part(name, Float64Array)];
      return [part(name, Float32Array), ...(isWide ? [part(`${name}${WIDE}`, Float64Array)] : [])];
    }),
  ];
}

/** The bytes of rows that are hashed for a part. */
export function bytesOfPart({ floats, integers }: HashedPart, rows: Columns): Uint8Array[] {
  const bytes: Uint8Array[] = [];
  if (floats !== undefined) {
    const values = rows[floats.field]!;
    bytes.push(bytesOf(values instanceof floats.ArrayType ? values : floats.ArrayType.from(values)));
  }
  if (integers !== undefined) bytes.push(bytesOf(int64FromLabels(rows[integers]!)));
  return bytes;
}

/** Rows that are not those that a digest was said to be of. */
export class DigestError extends Mnist1dError {
  override readonly name = "DigestError";
  override readonly code = "ERR_DIGEST";

  /**
   * @param key what of the rows is wrong, e.g. `chunk.x`.
   * @param expected as the end of "expected …".
   * @param got what came.
   */
  constructor(
    readonly key: string,
    readonly expected: string,
    readonly got: string,
  ) {
    super(`${key}: expected ${expected}, got ${got}`);
  }
}

/** Collects a part of the rows of one split into blocks and hashes each. */
export class SplitHasher {
  readonly split: Split;
  readonly #part: HashedPart;
  /** A block as it is hashed: floats, then integers. The platform copies it, so that it can be filled again at once. */
  readonly #block: Uint8Array<ArrayBuffer>;
  readonly #floats: Float32Array | Float64Array;
  readonly #integers: Int32Array;
  /** Rows of the block that is being filled. */
  #rows = 0;
  /** Rows of the blocks before it. */
  #counted = 0;
  /** The row of the whole split that came first: of a shard it is not 0. */
  #first: number | undefined;
  readonly #blocks: Promise<Uint8Array>[] = [];

  constructor(split: Split, part: HashedPart) {
    const rows = Math.min(BLOCK_ROWS, split.rows);
    const { perRow = 0, ArrayType = Float32Array } = part.floats ?? {};
    this.split = split;
    this.#part = part;
    this.#block = new Uint8Array(rows * (perRow * ArrayType.BYTES_PER_ELEMENT + (part.integers ? 8 : 0)));
    this.#floats = new ArrayType(this.#block.buffer, 0, rows * perRow);
    this.#integers = new Int32Array(part.integers ? rows : 0);
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
    const { floats, integers } = this.#part;
    this.#first ??= chunk.start;
    for (let row = 0; row < chunk.rows; ) {
      const count = Math.min(chunk.rows - row, BLOCK_ROWS - this.#rows);
      if (floats !== undefined) {
        const { field, perRow } = floats;
        const values = chunk[field]!.subarray(row * perRow, (row + count) * perRow);
        copyFloats(this.#floats, values, this.#rows * perRow);
      }
      if (integers !== undefined) this.#integers.set(chunk[integers]!.subarray(row, row + count), this.#rows);
      row += count;
      this.#rows += count;
      if (this.#rows === BLOCK_ROWS) this.#closeBlock();
    }
    await this.#blocks[this.#blocks.length - MAX_PENDING];
  }

  #closeBlock(): void {
    const { floats, integers } = this.#part;
    const floatBytes = this.#rows * (floats?.perRow ?? 0) * this.#floats.BYTES_PER_ELEMENT;
    const bytes = floatBytes + (integers ? this.#rows * 8 : 0);
    if (integers) this.#block.set(bytesOf(int64FromLabels(this.#integers.subarray(0, this.#rows))), floatBytes);
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
