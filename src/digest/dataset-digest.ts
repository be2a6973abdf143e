import type { Config, Dtype } from "../config/config.js";
import { ConfigError, show } from "../config/config-error.js";
import { configToJson } from "../config/config-json.js";
import { integer, kind, oneOf } from "../config/kinds.js";
import { isSplitName, type SplitName } from "../config/split-names.js";
import { COLUMNS, type Column, valuesPerRow } from "../generate/columns.js";
import type { Chunk, RowRange, Split } from "../generate/examples.js";
import { bytesFromHex, hexFromBytes, sha256 } from "./bytes.js";
import { DigestError, hashedParts, SplitHasher } from "./split-hasher.js";

const HASH_BYTES = 32;

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
  readonly xFloat64?: PerSplit<string>;
  /** What those are the digests of: like `blocks`, over float64 x. */
  readonly xFloat64Blocks?: PerSplit<readonly string[]>;
  /** Of each further column, by its name in files: the same over its values alone, signals as float32; of float64 data also as they are, `x_clean_float64`. */
  readonly columns?: Readonly<Record<string, PerSplit<string>>>;
  /** What those are the digests of. */
  readonly columnBlocks?: Readonly<Record<string, PerSplit<readonly string[]>>>;
}

/** By the names of splits. */
export type PerSplit<T> = Readonly<Record<string, T>>;

/** SHA-256 of a block, made elsewhere; beside `float32` that of each further part (`hashedParts`) by its name. */
export interface BlockHashes {
  readonly float32: Uint8Array;
  readonly [part: string]: Uint8Array;
}

/** The blocks of a split, hexadecimal. */
export interface SplitBlocks extends Split {
  readonly blocks: readonly string[];
  readonly float64Blocks?: readonly string[];
  /** Of further columns, by their names. */
  readonly columnBlocks?: Readonly<Record<string, readonly string[]>>;
}

/** Computes a digest from chunks as they pass by: of all rows that were announced, in their order, and of no others. */
export interface DigestBuilder {
  /**
   * Takes the next chunk: chunks of any size, train before test, each split's in order. The chunk can be reused once
   * the promise resolves; the hashing itself goes on beside the caller, on another thread where the platform has one.
   * @throws DigestError for rows that are not the next ones, or not of the shape and type of the dataset.
   */
  update(chunk: Chunk): Promise<void>;
  /** Takes the hashes of the next rows instead: of a whole block, or of what is left at the end of a split. */
  addBlock(rows: RowRange, hashes: BlockHashes): void;
  /** The digest of everything; nothing may follow. @throws DigestError while rows are missing. */
  finish(): Promise<DatasetDigest>;
}

/**
 * @param length points per example.
 * @param splits all that the digest is to be of, train first.
 * @param dtype of x.
 * @param columns those of the chunks; of further ones than x and y there are digests of their own.
 * @throws ConfigError for what is no shape of a dataset.
 */
export function createDigest(
  length: number,
  splits: readonly Split[],
  dtype: Dtype,
  columns: readonly Column[] = COLUMNS.slice(0, 2),
): DigestBuilder {
  const points = integer(1).parse(length, "length");
  const own = checkedSplits(splits);
  const ArrayType = oneOf("float32", "float64").parse(dtype, "dtype") === "float64" ? Float64Array : Float32Array;
  const parts = hashedParts(columns, points, dtype);
  /** Of each split one for each part; the first of them counts rows. */
  const hashers = own.map((split) => parts.map((part) => new SplitHasher(split, part)));
  const counters = hashers.map(([first]) => first!);
  let isFinished = false;

  /** The number of the split whose turn it is. @throws DigestError for rows that are not the next ones. */
  function turnOf({ split, start, rows }: RowRange): number {
    if (isFinished) throw new DigestError("chunk", "nothing after the digest was finished", `rows of ${show(split)}`);
    const index = own.findIndex(({ name }) => name === split);
    if (index < 0) throw new DigestError("chunk.split", own.map(({ name }) => name).join(" or "), show(split));
    if (![start, rows].every((count) => Number.isSafeInteger(count) && count >= 0)) {
      throw new DigestError("chunk", "start and rows of 0 or more", `${show(start)} and ${show(rows)}`);
    }
    for (const hasher of counters.slice(0, index)) hasher.checkComplete(`rows of ${split}`);
    for (const later of counters.slice(index + 1)) {
      if (later.taken > 0) throw new DigestError("chunk.split", `${later.split.name} alone, which has begun`, split);
    }
    counters[index]!.checkNext(start, rows);
    return index;
  }

  return {
    async update(chunk) {
      const index = turnOf(chunk);
      const { rows } = chunk;
      for (const column of columns) {
        const values: unknown = chunk[column.field];
        const Type = column.kind === "signal" ? ArrayType : column.kind === "real" ? Float64Array : Int32Array;
        const count = rows * valuesPerRow(column, points);
        if (!(values instanceof Type) || values.length !== count) {
          const what = column.kind === "integer" ? (column.field === "y" ? "labels" : "integers") : "values";
          const article = Type === Int32Array ? "an" : "a";
          throw new DigestError(
            `chunk.${column.field}`,
            `${article} ${Type.name} of ${count} ${what}`,
            arrayText(values),
          );
        }
      }
      // All take their copy before anything is waited for.
      await Promise.all(hashers[index]!.map((hasher) => hasher.update(chunk)));
    },
    addBlock(range, hashes) {
      const index = turnOf(range);
      for (const { name } of parts) {
        const hash: unknown = hashes[name];
        const isHash = hash instanceof Uint8Array && hash.length === HASH_BYTES;
        if (!isHash) throw new DigestError(`hashes.${name}`, `a Uint8Array of ${HASH_BYTES} values`, arrayText(hash));
      }
      for (const [i, { name }] of parts.entries()) hashers[index]![i]!.addBlock(range, hashes[name]!);
    },
    async finish() {
      if (isFinished) throw new DigestError("digest", "to be finished once", "a second time");
      for (const hasher of counters) hasher.checkComplete("the end");
      isFinished = true;
      const splits: SplitBlocks[] = [];
      for (const [i, { name, rows }] of own.entries()) {
        const hashed = await Promise.all(hashers[i]!.map((hasher) => hasher.finish()));
        const { float32, float64, ...further } = Object.fromEntries(parts.map((part, k) => [part.name, hashed[k]!]));
        splits.push({
          name,
          rows,
          blocks: float32!,
          ...(float64 && { float64Blocks: float64 }),
          ...(Object.keys(further).length > 0 && { columnBlocks: further }),
        });
      }
      return digestOfBlocks(points, splits);
    },
  };
}

const splitNameKind = kind<SplitName>("train, validation, test or test_<name>", {}, isSplitName);

function checkedSplits(splits: readonly Split[]): Split[] {
  if (!Array.isArray(splits)) throw new ConfigError("splits", "a list of splits", show(splits));
  return (splits as readonly Partial<Split>[]).map((split, i) => {
    const name = splitNameKind.parse(split?.name, `splits[${i}].name`);
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
  const xFloat64Blocks = blocksPerSplit(splits, ({ float64Blocks }) => float64Blocks);
  const names = Object.keys(splits[0]?.columnBlocks ?? {});
  const columnBlocks = names.map(
    (name) => [name, blocksPerSplit(splits, (split) => split.columnBlocks?.[name])] as const,
  );
  const columns: [string, PerSplit<string>][] = [];
  for (const [name, blocks] of columnBlocks) columns.push([name, await splitHashes(blocks!)]);
  return {
    digest,
    splits: digests,
    ...(xFloat64Blocks && { xFloat64: await splitHashes(xFloat64Blocks), xFloat64Blocks }),
    ...(columns.length > 0 && {
      columns: Object.fromEntries(columns),
      columnBlocks: Object.fromEntries(columnBlocks) as Record<string, PerSplit<readonly string[]>>,
    }),
  };
}

/** Blocks of all splits; undefined where there are none of the kind. */
function blocksPerSplit(
  splits: readonly SplitBlocks[],
  blocksOf: (split: SplitBlocks) => readonly string[] | undefined,
): PerSplit<readonly string[]> | undefined {
  if (splits.every((split) => blocksOf(split) === undefined)) return undefined;
  return Object.fromEntries(splits.map((split) => [split.name, blocksOf(split) ?? []]));
}

async function splitHashes(blocks: PerSplit<readonly string[]>): Promise<PerSplit<string>> {
  const hashes: [string, string][] = [];
  for (const [name, own] of Object.entries(blocks)) hashes.push([name, await splitHash(own)]);
  return Object.fromEntries(hashes);
}

async function splitHash(blocks: readonly string[]): Promise<string> {
  const joined = new Uint8Array(blocks.length * HASH_BYTES);
  for (const [i, block] of blocks.entries()) joined.set(bytesFromHex(block), i * HASH_BYTES);
  return hexFromBytes(await sha256(joined));
}

/**
 * The identity of a config, `sha256:…`: SHA-256 of its JSON text without white space, keys in their order. It stands
 * beside the config in files, so that one that was edited is noticed, and is what golden files look a config up by.
 */
export async function configDigest(config: Config): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify(configToJson(config)));
  return `sha256:${hexFromBytes(await sha256(text))}`;
}
