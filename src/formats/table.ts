import { type Chunk, type RowRange, rowCount, type SplitName } from "../generate/examples.js";
import type { DatasetInfo, Encoder, FilePart, Folder, Format, Sink } from "./format.js";
import { type DecodeTable, decodeTables, type StoredTable } from "./stored-tables.js";

/** A file of a table format: one split, or both with a column that tells them apart. */
export interface TableInfo extends DatasetInfo {
  /** Rows of this file. */
  readonly rows: number;
  /** Whether there is a `split` column, after all others. */
  readonly hasSplitColumn: boolean;
}

export type EncodeTable = (sink: Sink, info: TableInfo) => Promise<Encoder>;

/** What makes a table format. */
export interface TableCode {
  readonly encodeTable: EncodeTable;
  /** As in `Format`. */
  readonly encodeOldTable?: EncodeTable;
  /** Absent where a pipe makes no sense. */
  readonly encodeStream?: EncodeTable;
  /** As in `Format`. */
  readonly encodeRows?: Format["encodeRows"];
  readonly decode: Format["decode"];
}

/**
 * A format of tables with one row per example, columns x, y, y_clean (with label noise) and, in a single file, split.
 * In a directory each split has its file, or several, under the names that Hugging Face's `load_dataset` takes for splits.
 */
export function tableFormat(
  extension: string,
  { encodeTable, encodeOldTable, encodeStream, encodeRows, decode }: TableCode,
): Format {
  const single = (encode: EncodeTable) => (sink: Sink, info: DatasetInfo) =>
    encode(sink, { ...info, rows: rowCount(info.splits), hasSplitColumn: true });

  return {
    encodeFile: single(encodeTable),
    ...(encodeOldTable && { encodeOldFile: single(encodeOldTable) }),
    ...(encodeStream && { encodeStream: single(encodeStream) }),
    encodeFolder: (folder, info) => encodeInto(folder, info, extension, encodeTable),
    ...(encodeRows && { encodeRows }),
    decode,
  };
}

/** Reads a dataset table by table, where each can be opened on its own. */
export function eachTable(decode: DecodeTable): Format["decode"] {
  return async (sources) => {
    const tables: StoredTable[] = [];
    for (const source of sources) tables.push(await decode(source));
    return decodeTables(tables, sources);
  };
}

type OpenTable = (file: TableName, rows: number) => Promise<Encoder>;

function encodeInto(folder: Folder, info: DatasetInfo, extension: string, encode: EncodeTable): Promise<Encoder> {
  const open: OpenTable = async (file, rows) =>
    encode(await folder.create(tablePath(file, extension)), { ...info, rows, hasSplitColumn: false });
  return info.parts === undefined ? encodeSplits(info.splits, open) : encodeParts(info.parts, open);
}

async function encodeSplits([train, test]: DatasetInfo["splits"], open: OpenTable): Promise<Encoder> {
  const encoders: Record<SplitName, Encoder> = {
    train: await open({ split: "train", index: 0, count: 1 }, train.rows),
    test: await open({ split: "test", index: 0, count: 1 }, test.rows),
  };
  return {
    write: (chunk) => encoders[chunk.split].write(chunk),
    writeText: (rows, text) => encoders[rows.split].writeText!(rows, text),
    async finish(digest) {
      await encoders.train.finish(digest);
      await encoders.test.finish(digest);
    },
  };
}

/** One file after the other, so that any number of them takes no more than one open. */
async function encodeParts(parts: readonly FilePart[], open: OpenTable): Promise<Encoder> {
  const queue = [...parts];
  let part: FilePart | undefined;
  let encoder: Encoder | undefined;

  async function next(): Promise<void> {
    await encoder?.finish(undefined);
    part = queue.shift();
    encoder = part && (await open(part, part.rows));
  }

  /** The encoder of the file that has these rows. */
  async function encoderOf({ split, start }: RowRange): Promise<Encoder> {
    while (encoder === undefined || part!.split !== split || start >= part!.start + part!.rows) await next();
    return encoder;
  }

  return {
    write: async (chunk) => (await encoderOf(chunk)).write(chunk),
    writeText: async (rows, text) => (await encoderOf(rows)).writeText!(rows, text),
    async finish() {
      do await next();
      while (part !== undefined);
    },
  };
}

type TableName = Pick<FilePart, "split" | "index" | "count">;

/** Where a table is in a dataset's directory: under the names that Hugging Face gives files. */
export function tablePath({ split, ...part }: TableName, extension: string): string {
  return `data/${split}-${partName(part)}${extension}`;
}

/** One of several, as Hugging Face numbers them: 00003-of-00008. */
export function partName({ index, count }: Pick<FilePart, "index" | "count">): string {
  return `${String(index).padStart(5, "0")}-of-${String(count).padStart(5, "0")}`;
}

/** The labels of a chunk, by column name. */
export function labelColumns(chunk: Chunk): [name: string, labels: Int32Array][] {
  return chunk.yClean === undefined
    ? [["y", chunk.y]]
    : [
        ["y", chunk.y],
        ["y_clean", chunk.yClean],
      ];
}
