import type { Dtype, Templates } from "../config/config.js";
import type { JsonObject } from "../config/config-json.js";
import type { Column, ColumnField } from "../generate/columns.js";
import type { Chunk, ReuseOptions, RowRange, Split, SplitName } from "../generate/examples.js";
import type { Moments } from "../numeric/pairwise-sum.js";
import type { SourceFile } from "./source.js";

/** Where the bytes of one file go. */
export interface Sink {
  /** Appends bytes. They can be reused once the promise resolves; awaiting it is the backpressure. */
  write(bytes: Uint8Array): Promise<void>;
  /** Ends the file; nothing may be written after. */
  close(): Promise<void>;
}

/** Makes the files of a dataset, by their paths in its directory (with `/`). */
export interface Folder {
  create(path: string): Promise<Sink>;
}

/**
 * What every format is told of a dataset before its examples come. What is not known of one that others made (its
 * config, its time axis) is absent, and left out.
 */
export interface DatasetInfo {
  /** The full config, as files state it. */
  readonly config?: JsonObject;
  /** `sha256:…` of the config; there with it. */
  readonly configDigest?: string;
  /** Version of this product that writes the file. */
  readonly version: string;
  /** Points per example. */
  readonly length: number;
  readonly dtype: Dtype;
  /** Train and test are among them, in the order of `compareSplits`. */
  readonly splits: readonly Split[];
  /**
   * The files to write of a dataset whose tables are cut into several, train before test; chunks are of their rows, and
   * end where files do. Absent where each split is one file.
   */
  readonly parts?: readonly FilePart[];
  /** Time of each point, shape (length,). */
  readonly t?: Float64Array;
  readonly templates?: Templates;
  /** What x was standardised by. */
  readonly standardisation?: Moments;
  /** What chunks have, x and y first. */
  readonly columns: readonly Column[];
}

/** One of the files that a split is cut into. */
export interface FilePart extends RowRange {
  /** Which one it is, from 0. */
  readonly index: number;
  /** Of how many. */
  readonly count: number;
}

/** Writes one dataset in one format. */
export interface Encoder {
  /** The element type of x that chunks must have, where it may be another than the dataset's. */
  readonly dtype?: Dtype;
  /** Takes the next chunk, train before test. Resolves when its bytes are written and the chunk can be reused. */
  write(chunk: Chunk): Promise<void>;
  /** Takes the next rows as text that `encodeRows` made of them; there where the format has that. */
  writeText?(rows: RowRange, text: Uint8Array): Promise<void>;
  /**
   * Writes what comes after the last example, and closes.
   *
   * @param digest `sha256:…` of the dataset; files that are a part of it only do without.
   */
  finish(digest: string | undefined): Promise<void>;
}

/** What text of rows depends on. */
export interface RowsInfo extends Pick<DatasetInfo, "length" | "columns"> {
  /** Whether rows say which split they are of. */
  readonly hasSplitColumn: boolean;
}

/**
 * What a file says of a dataset besides its examples, not checked against anything. What a format has no place for, or
 * what others left out, is absent.
 */
export interface StoredMetadata {
  readonly config?: JsonObject;
  /** `sha256:…` of the config, so that an edited one is noticed. */
  readonly configDigest?: string;
  /** Version of this product that wrote the file. */
  readonly version?: string;
  /** `sha256:…` of the data. */
  readonly digest?: string;
  /** What x was standardised by. */
  readonly standardisation?: Moments;
  /** Time of each point, shape (length,). */
  readonly t?: Float64Array;
  readonly templates?: Templates;
}

/** A dataset in files, ready to be read as often as wanted. */
export interface StoredExamples {
  readonly metadata: StoredMetadata;
  /** Points per example. */
  readonly length: number;
  /** Element type of x in the file; of text, float32 if that holds every value. */
  readonly dtype: Dtype;
  /** Train first. One split where the files have no other; a split may have no rows. */
  readonly splits: readonly Split[];
  /** What chunks have, x and y first. */
  readonly columns: readonly Column[];
  /**
   * All examples in order, in chunks of as many rows as the file has together, at most `defaultChunkRows(length)`, that never
   * span two splits; `x` is of type `dtype`. Their arrays are reused for the next chunk, whether that is asked for or not. Throws FormatError where the file is not
   * what it must be.
   */
  chunks(options?: ReuseOptions): AsyncGenerator<Chunk, void, void>;
  /** The file, as messages name it, that has a row of a split; of arrays the one of a column, by default of x. */
  pathOf(split: SplitName, row: number, field?: ColumnField): string;
}

export type FormatName = "parquet" | "arrow" | "npy" | "npz" | "json" | "jsonl" | "csv" | "pkl";

/** What writes datasets in a format. Nothing of it needs Node, or leads to what reads. */
export interface FormatWriter {
  /** Into a directory, in files of its own. */
  encodeFolder(folder: Folder, info: DatasetInfo): Promise<Encoder>;
  /** Into a single file; absent where a dataset needs several. */
  encodeFile?(sink: Sink, info: DatasetInfo): Promise<Encoder>;
  /** Into a single file as earlier versions did, whose files `verify` knows to the byte; absent where nothing has changed. */
  encodeOldFile?(sink: Sink, info: DatasetInfo): Promise<Encoder>;
  /**
   * Into a stream that cannot be rewound, such as a pipe; absent where that makes no sense.
   *
   * @param array of a format that has one array in a file, the one to write: by default x.
   */
  encodeStream?(sink: Sink, info: DatasetInfo, array?: string): Promise<Encoder>;
  /**
   * The rows of a chunk as text, to a sink, without anything around them: what threads can do for an encoder, which then
   * takes the text with `writeText`. Absent where rows are not text.
   */
  encodeRows?(sink: Sink, info: RowsInfo): Promise<(chunk: Chunk) => Promise<void>>;
}

/** One way to store a dataset. */
export interface Format extends FormatWriter {
  /**
   * Opens the files of one dataset: as this product writes them, or as others do with the same names of columns and
   * arrays. Reads what is needed to know the shapes; nothing is allocated on the word of a header.
   *
   * @param sources at least one: a single file, or all files of this format in a directory, sorted by path.
   * @param stated the type of x that a manifest states, for formats that have none: text.
   * @throws FormatError
   */
  decode(sources: readonly SourceFile[], stated?: Dtype): Promise<StoredExamples>;
}

/** What can be said of a format without loading its code. */
export interface FormatEntry {
  readonly name: FormatName;
  /** With the dot. */
  readonly extension: string;
  readonly description: string;
  /** The element type of x that it stores whatever the config says: chunks must come in it. */
  readonly dtype?: Dtype;
  /** What of it is on the disk at the least, in bytes: a float of a type, and an integer. */
  readonly leastBytes: Readonly<Record<Dtype | "integer", number>>;
  /** Whether it is text, which has no notation for numbers that are not finite. */
  readonly isText: boolean;
  /** Whether it is tables with one row per example: then a file may be one of several of its dataset. */
  readonly isTable: boolean;
  /** Whether it can be a single file. */
  readonly singleFile: boolean;
  /** Whether it can go to standard output, and then whether that is text. */
  readonly stream: "text" | "binary" | undefined;
  load(): Promise<Format>;
}
