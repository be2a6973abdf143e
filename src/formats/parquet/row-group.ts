import type { ColumnChunk, Encoding, ParquetType, RowGroup, Statistics } from "hyparquet";
import { ByteWriter } from "hyparquet-writer/src/bytewriter.js";
import { writePageHeader } from "hyparquet-writer/src/datapage.js";
import { bytesOf, int64FromLabels } from "../../digest/bytes.js";
import type { Chunk } from "../../generate/examples.js";
import type { Sink } from "../format.js";
import { labelColumns, type TableInfo } from "../table.js";
import { listRepetitionLevels, presentDefinitionLevels } from "./levels.js";

/** A column's values in one row group, as written so far. */
interface ColumnProgress {
  readonly path: string[];
  readonly type: ParquetType;
  readonly encodings: Encoding[];
  readonly start: number;
  values: number;
}

/**
 * Writes one row group: the pages of x as chunks come, and after the last the other columns, a page each, which waited
 * in memory, since a column's pages must be adjacent.
 */
export class RowGroupWriter {
  rows = 0;
  /** Offset in the file after what was written. */
  offset: number;

  readonly #sink: Sink;
  readonly #info: TableInfo;
  readonly #x: ColumnProgress;
  readonly #labels = new Map<string, BigInt64Array[]>();
  readonly #splits: { readonly name: string; readonly rows: number }[] = [];

  constructor(sink: Sink, offset: number, info: TableInfo) {
    this.#sink = sink;
    this.#info = info;
    this.offset = offset;
    this.#x = {
      path: ["x", "list", "element"],
      type: info.dtype === "float64" ? "DOUBLE" : "FLOAT",
      encodings: ["PLAIN", "RLE"],
      start: offset,
      values: 0,
    };
    for (const name of info.hasCleanLabels ? ["y", "y_clean"] : ["y"]) this.#labels.set(name, []);
  }

  async write(chunk: Chunk): Promise<void> {
    const count = chunk.x.length;
    const levels = [listRepetitionLevels(chunk.rows, this.#info.length), presentDefinitionLevels(count)];
    await this.#writePage(this.#x, count, [...levels, bytesOf(chunk.x)]);
    for (const [name, labels] of labelColumns(chunk)) {
      const parts = this.#labels.get(name) ?? [];
      this.#labels.set(name, [...parts, int64FromLabels(labels)]);
    }
    this.#splits.push({ name: chunk.split, rows: chunk.rows });
    this.rows += chunk.rows;
  }

  /** Writes the waiting columns. Returns what the footer says of the row group. */
  async finish(): Promise<RowGroup> {
    const columns = [this.#columnChunk(this.#x)];
    for (const [name, parts] of this.#labels) {
      columns.push(await this.#writeColumn(name, "INT64", parts.map(bytesOf), labelStatistics(parts)));
    }
    if (this.#info.hasSplitColumn) {
      const pages = this.#splits.map(({ name, rows }) => plainStrings(name, rows));
      columns.push(await this.#writeColumn("split", "BYTE_ARRAY", pages, splitStatistics(this.#splits)));
    }
    const size = columns.reduce((sum, column) => sum + column.meta_data!.total_uncompressed_size, 0n);
    return { columns, num_rows: BigInt(this.rows), total_byte_size: size };
  }

  async #writeColumn(
    name: string,
    type: ParquetType,
    parts: readonly Uint8Array[],
    statistics: Statistics | undefined,
  ): Promise<ColumnChunk> {
    const column: ColumnProgress = { path: [name], type, encodings: ["PLAIN"], start: this.offset, values: 0 };
    if (this.rows > 0) await this.#writePage(column, this.rows, parts);
    return this.#columnChunk(column, statistics);
  }

  async #writePage(column: ColumnProgress, values: number, parts: readonly Uint8Array[]): Promise<void> {
    const size = parts.reduce((sum, part) => sum + part.length, 0);
    const header = new ByteWriter();
    writePageHeader(header, {
      type: "DATA_PAGE",
      uncompressed_page_size: size,
      compressed_page_size: size,
      data_page_header: {
        num_values: values,
        encoding: "PLAIN",
        definition_level_encoding: "RLE",
        repetition_level_encoding: "RLE",
      },
    });
    for (const part of [header.getBytes(), ...parts]) {
      await this.#sink.write(part);
      this.offset += part.length;
    }
    column.values += values;
  }

  #columnChunk({ path, type, encodings, start, values }: ColumnProgress, statistics?: Statistics): ColumnChunk {
    const size = BigInt(this.offset - start);
    return {
      file_offset: BigInt(start),
      meta_data: {
        type,
        encodings,
        path_in_schema: path,
        codec: "UNCOMPRESSED",
        num_values: BigInt(values),
        total_uncompressed_size: size,
        total_compressed_size: size,
        data_page_offset: BigInt(start),
        ...(statistics && { statistics }),
      },
    };
  }
}

function labelStatistics(parts: readonly BigInt64Array[]): Statistics | undefined {
  if (parts.length === 0) return undefined;
  let min = parts[0]![0]!;
  let max = min;
  for (const part of parts) {
    for (const label of part) {
      if (label < min) min = label;
      if (label > max) max = label;
    }
  }
  return { min_value: min, max_value: max, null_count: 0n };
}

function splitStatistics(splits: readonly { readonly name: string }[]): Statistics | undefined {
  if (splits.length === 0) return undefined;
  const names = splits.map(({ name }) => name).sort();
  return { min_value: names[0]!, max_value: names.at(-1)!, null_count: 0n };
}

/** A string repeated, PLAIN: its length in four bytes before each. */
function plainStrings(text: string, count: number): Uint8Array {
  const one = new Uint8Array(4 + text.length);
  new DataView(one.buffer).setUint32(0, text.length, true);
  one.set(new TextEncoder().encode(text), 4);
  const all = new Uint8Array(one.length * count);
  for (let i = 0; i < count; i++) all.set(one, i * one.length);
  return all;
}
