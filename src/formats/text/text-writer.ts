import { type Column, type ColumnField, type Columns, valuesPerRow } from "../../generate/columns.js";
import type { Chunk } from "../../generate/examples.js";
import type { NumberKernel } from "../../kernels/kernel.js";
import { loadKernels, numberKernelFor } from "../../kernels/kernels.js";
import type { Floats } from "../../numeric/floats.js";
import type { RowsInfo, Sink } from "../format.js";
import type { EncodeTable, TableCode, TableInfo } from "../table.js";
import { MAX_NUMBER_BYTES } from "./number-text.js";
import { writeFloat32, writeNumber } from "./write-number.js";

const CAPACITY = 1 << 20;
/** Most numbers that a kernel gets at once. */
const BATCH = 1024;

const COMMA = 0x2c;
const ZERO = 0x30;

/** Bytes of a column in a row of JSON Lines, besides its name and its numbers. */
const COLUMN_MARGIN = '"":[],'.length;

/** Bytes of a row besides its columns: braces, the end of the line, and the split, whose name has 45 characters at most. */
const ROW_MARGIN = 64;

/** Most bytes that the text of a row takes. */
export function rowTextBytes({ columns, length }: Pick<RowsInfo, "columns" | "length">): number {
  return columns.reduce(
    (sum, column) => sum + column.name.length + COLUMN_MARGIN + valuesPerRow(column, length) * (MAX_NUMBER_BYTES + 1),
    ROW_MARGIN,
  );
}

/** Rows of text on their way into a file, in a buffer that is written when it is full. */
export class TextWriter {
  readonly #kernel: NumberKernel | undefined;
  readonly #bytes: Uint8Array;
  #end = 0;

  /** Once kernels are loaded, if they can be. */
  static async to(sink: Sink, info: Pick<RowsInfo, "columns" | "length">): Promise<TextWriter> {
    await loadKernels();
    return new TextWriter(sink, CAPACITY + rowTextBytes(info));
  }

  private constructor(
    private readonly sink: Sink,
    bytes: number,
  ) {
    this.#kernel = numberKernelFor(BATCH, bytes);
    this.#bytes = this.#kernel?.text ?? new Uint8Array(bytes);
  }

  /** Adds the value of a column in a row, of a signal its values with commas between them. */
  value({ kind }: Column, values: NonNullable<Columns[ColumnField]>, row: number, length: number): void {
    if (kind === "integer") this.#integer(values[row]!);
    else if (kind === "real") this.numbers(values as Float64Array, row, row + 1);
    else this.numbers(values as Floats, row * length, (row + 1) * length);
  }

  /** Adds numbers with commas between them: the shortest decimals that read back as the same of their type. */
  numbers(values: Floats, start: number, end: number): void {
    if (values instanceof Float64Array) {
      for (let i = start; i < end; i++) this.#end = this.#comma(writeNumber(values[i]!, this.#bytes, this.#end));
    } else if (this.#kernel === undefined) {
      for (let i = start; i < end; i++) this.#end = this.#comma(writeFloat32(values[i]!, this.#bytes, this.#end));
    } else {
      for (let i = start; i < end; i += BATCH) this.#float32(this.#kernel, values, i, Math.min(i + BATCH, end));
    }
    if (end > start) this.#end--;
  }

  #comma(position: number): number {
    this.#bytes[position] = COMMA;
    return position + 1;
  }

  /** Adds numbers with a comma after each; what the kernel leaves is written here. */
  #float32(kernel: NumberKernel, values: Float32Array, start: number, end: number): void {
    for (let i = start; i < end; i++) kernel.values[i - start] = values[i]!;
    for (let i = start; i < end; i++) {
      this.#end = kernel.write(i - start, end - i, this.#end);
      i += kernel.written();
      if (i < end) this.#end = this.#comma(writeFloat32(values[i]!, this.#bytes, this.#end));
    }
  }

  #integer(value: number): void {
    if (value >= 0 && value < 10) this.#bytes[this.#end++] = ZERO + value;
    else this.text(String(value));
  }

  /** Adds a few ASCII characters. */
  text(text: string): void {
    for (let i = 0; i < text.length; i++) this.#bytes[this.#end++] = text.charCodeAt(i);
  }

  /** Whether what is there has to be written before the next row. */
  get isFull(): boolean {
    return this.#end > CAPACITY;
  }

  /** Writes what is in the buffer. */
  async flush(): Promise<void> {
    const bytes = this.#bytes.subarray(0, this.#end);
    this.#end = 0;
    await this.sink.write(bytes);
  }
}

type EncodeRows = (out: TextWriter, info: RowsInfo) => (chunk: Chunk) => Promise<void>;

/** The writing half of a format that is a header and lines. */
export function textTable(
  encodeRows: EncodeRows,
  header?: (info: TableInfo) => string,
): Pick<TableCode, "encodeTable" | "encodeRows"> {
  const encodeTable: EncodeTable = async (sink, info) => {
    if (header !== undefined) await sink.write(new TextEncoder().encode(header(info)));
    return {
      write: encodeRows(await TextWriter.to(sink, info), info),
      writeText: (_rows, text) => sink.write(text),
      finish: () => sink.close(),
    };
  };
  return { encodeTable, encodeRows: async (sink, info) => encodeRows(await TextWriter.to(sink, info), info) };
}
