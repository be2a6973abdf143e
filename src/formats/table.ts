import type { Chunk, Split, SplitName } from "../generate/examples.js";
import type { DatasetInfo, Encoder, Folder, Format, Sink } from "./format.js";
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
  /** Absent where a pipe makes no sense. */
  readonly encodeStream?: EncodeTable;
  readonly decode: Format["decode"];
}

/**
 * A format of tables with one row per example, columns x, y, y_clean (with label noise) and, in a single file, split.
 * In a directory each split has its file, under the names that Hugging Face's `load_dataset` takes for splits.
 */
export function tableFormat(extension: string, { encodeTable, encodeStream, decode }: TableCode): Format {
  const single = (encode: EncodeTable) => (sink: Sink, info: DatasetInfo) =>
    encode(sink, { ...info, rows: info.splits[0].rows + info.splits[1].rows, hasSplitColumn: true });

  return {
    encodeFile: single(encodeTable),
    ...(encodeStream && { encodeStream: single(encodeStream) }),
    encodeFolder: (folder, info) => encodeSplits(folder, info, extension, encodeTable),
    decode,
  };
}

/** Reads a dataset table by table, where each can be opened on its own. */
export function eachTable(decode: DecodeTable): Format["decode"] {
  return async (sources) => {
    const tables: StoredTable[] = [];
    for (const source of sources) tables.push(await decode(source));
    return decodeTables(
      tables,
      sources.map(({ name }) => name),
    );
  };
}

async function encodeSplits(
  folder: Folder,
  info: DatasetInfo,
  extension: string,
  encode: EncodeTable,
): Promise<Encoder> {
  const open = async (split: Split) => {
    const sink = await folder.create(`data/${split.name}-00000-of-00001${extension}`);
    return encode(sink, { ...info, rows: split.rows, hasSplitColumn: false });
  };
  const [train, test] = info.splits;
  const encoders: Record<SplitName, Encoder> = { train: await open(train), test: await open(test) };
  return {
    write: (chunk) => encoders[chunk.split].write(chunk),
    async finish(digest) {
      await encoders.train.finish(digest);
      await encoders.test.finish(digest);
    },
  };
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
