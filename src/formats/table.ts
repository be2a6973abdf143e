import { type RowRange, rowCount } from "../generate/examples.js";
import type { DatasetInfo, Encoder, FilePart, Folder, FormatWriter, Sink } from "./format.js";

/** A file of a table format: one split, or all with a column that tells them apart. */
export interface TableInfo extends DatasetInfo {
  /** Rows of this file. */
  readonly rows: number;
  /** Whether there is a `split` column, after all others. */
  readonly hasSplitColumn: boolean;
}

export type EncodeTable = (sink: Sink, info: TableInfo) => Promise<Encoder>;

/** What writes the files of a table format, each as in `FormatWriter`. */
export interface TableCode extends Pick<FormatWriter, "encodeRows"> {
  readonly encodeTable: EncodeTable;
  readonly encodeOldTable?: EncodeTable;
  /** Where a stream is not what a file is. */
  readonly encodeStream?: EncodeTable;
}

/**
 * A format of tables with one row per example, the columns of the dataset and, in a single file, split.
 * In a directory each split has its file, or several, under the names that Hugging Face's `load_dataset` takes for splits.
 */
export function tableWriter(
  extension: string,
  { encodeTable, encodeOldTable, encodeStream, encodeRows }: TableCode,
): FormatWriter {
  const single = (encode: EncodeTable) => (sink: Sink, info: DatasetInfo) =>
    encode(sink, { ...info, rows: rowCount(info.splits), hasSplitColumn: true });

  return {
    encodeFile: single(encodeTable),
    ...(encodeOldTable && { encodeOldFile: single(encodeOldTable) }),
    encodeStream: single(encodeStream ?? encodeTable),
    encodeFolder: async (folder, info) => encodeInto(folder, info, extension, encodeTable),
    ...(encodeRows && { encodeRows }),
  };
}

/**
 * One file after the other. Parts end before the next begins, so that any number of them takes no more than one open; whole
 * splits state the digest, and wait for it.
 */
function encodeInto(folder: Folder, info: DatasetInfo, extension: string, encode: EncodeTable): Encoder {
  const whole = info.splits.map(({ name, rows }) => ({ split: name, start: 0, rows, index: 0, count: 1 }));
  const queue: FilePart[] = [...(info.parts ?? whole)];
  const waiting: Encoder[] = [];
  let part: FilePart | undefined;
  let encoder: Encoder | undefined;

  async function next(): Promise<void> {
    if (encoder !== undefined) {
      if (info.parts === undefined) waiting.push(encoder);
      else await encoder.finish(undefined);
    }
    part = queue.shift();
    if (part === undefined) encoder = undefined;
    else {
      const sink = await folder.create(tablePath(part, extension));
      encoder = await encode(sink, { ...info, rows: part.rows, hasSplitColumn: false });
    }
  }

  /** The encoder of the file that has these rows. */
  async function encoderOf({ split, start }: RowRange): Promise<Encoder> {
    while (encoder === undefined || part!.split !== split || start >= part!.start + part!.rows) await next();
    return encoder;
  }

  return {
    write: async (chunk) => (await encoderOf(chunk)).write(chunk),
    writeText: async (rows, text) => (await encoderOf(rows)).writeText!(rows, text),
    async finish(digest) {
      do await next();
      while (part !== undefined);
      for (const file of waiting) await file.finish(digest);
    },
  };
}

/** Where a table is in a dataset's directory: under the names that Hugging Face gives files. */
export function tablePath({ split, ...part }: Pick<FilePart, "split" | "index" | "count">, extension: string): string {
  return `data/${split}-${partName(part)}${extension}`;
}

/** One of several, as Hugging Face numbers them: 00003-of-00008. */
export function partName({ index, count }: Pick<FilePart, "index" | "count">): string {
  return `${String(index).padStart(5, "0")}-of-${String(count).padStart(5, "0")}`;
}
