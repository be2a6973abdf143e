import type { ColumnChunk, ParquetType, RowGroup, SchemaElement, Statistics } from "hyparquet";
import { ByteWriter } from "hyparquet-writer/src/bytewriter.js";
import { writePageHeader } from "hyparquet-writer/src/datapage.js";
import { writeMetadata } from "hyparquet-writer/src/metadata.js";
import { bytesOf, int64FromLabels } from "../../digest/bytes.js";
import type { Column } from "../../generate/columns.js";
import type { Chunk, Split } from "../../generate/examples.js";
import type { Encoder, Sink } from "../format.js";
import { DIGEST_KEY, metadataOf } from "../metadata.js";
import type { TableInfo } from "../table.js";
import { arrowSchema } from "./arrow-schema.js";

/** Rows after which a row group ends: 21 MB of x at the default length, and 1 MB per column of labels held for it. */
const ROW_GROUP_ROWS = 131_072;

/** Values of further signals, which are held as well, after which it ends: so many rows of twice the default length. */
const MOST_HELD_VALUES = ROW_GROUP_ROWS * 80;

const MAGIC = Uint8Array.of(0x50, 0x41, 0x52, 0x31); // PAR1

/**
 * Parquet that everything can read: file version 1, data pages V1, PLAIN, uncompressed. Each chunk is one page of x,
 * written as it is in memory. The other columns, a page each, wait in memory for the end of their row group, since a column's
 * pages must be adjacent.
 */
export async function encodeTable(sink: Sink, info: TableInfo): Promise<Encoder> {
  const { dtype, length, columns: tableColumns, hasSplitColumn } = info;
  const others = tableColumns.filter(({ field }) => field !== "x");
  const heldPerRow = others.filter(({ kind }) => kind === "signal").length * length;
  const rowGroups: RowGroup[] = [];
  let offset = 0;
  await write(MAGIC);
  let group = emptyGroup();

  function emptyGroup() {
    return { start: offset, rows: 0, waiting: others.map(() => [] as WaitingPart[]), splits: [] as Split[] };
  }

  async function write(...parts: readonly Uint8Array[]): Promise<void> {
    for (const part of parts) {
      await sink.write(part);
      offset += part.length;
    }
  }

  async function writePage(values: number, parts: readonly Uint8Array[]): Promise<void> {
    const size = parts.reduce((sum, part) => sum + part.length, 0);
    await write(pageHeader(values, size), ...parts);
  }

  async function writeColumn(
    name: string,
    type: ParquetType,
    parts: readonly Uint8Array[],
    bounds?: Statistics,
  ): Promise<ColumnChunk> {
    const [start, { rows }] = [offset, group];
    if (rows > 0) await writePage(rows, parts);
    const statistics = rows > 0 && bounds !== undefined ? { ...bounds, null_count: 0n } : undefined;
    return columnChunk([name], type, start, offset, rows, statistics);
  }

  async function writeWaiting(column: Column, parts: readonly WaitingPart[]): Promise<ColumnChunk> {
    const { name, kind } = column;
    if (kind === "integer") return writeColumn(name, "INT64", parts.map(bytesOf), boundsOf(parts as BigInt64Array[]));
    if (kind === "real") return writeColumn(name, "DOUBLE", parts.map(bytesOf));
    const start = offset;
    for (const values of parts) await writeLists(values as Chunk["x"]);
    return columnChunk([name, "list", "element"], floatType(dtype), start, offset, group.rows * length);
  }

  /** A page of lists. */
  async function writeLists(values: Chunk["x"]): Promise<void> {
    const levels = [listRepetitionLevels(values.length / length, length), presentDefinitionLevels(values.length)];
    await writePage(values.length, [...levels, bytesOf(values)]);
  }

  async function endGroup(): Promise<void> {
    const { start, rows, waiting, splits } = group;
    const columns = [columnChunk(["x", "list", "element"], floatType(dtype), start, offset, rows * length)];
    for (const [i, column] of others.entries()) columns.push(await writeWaiting(column, waiting[i]!));
    if (hasSplitColumn) {
      const texts = splits.map(({ name, rows }) => plainTexts(name, rows));
      const names = splits.map(({ name }) => name).sort();
      columns.push(await writeColumn("split", "BYTE_ARRAY", texts, { min_value: names[0]!, max_value: names.at(-1)! }));
    }
    const size = columns.reduce((sum, column) => sum + column.meta_data!.total_uncompressed_size, 0n);
    rowGroups.push({ columns, num_rows: BigInt(rows), total_byte_size: size });
    group = emptyGroup();
  }

  return {
    async write(chunk) {
      await writeLists(chunk.x);
      for (const [i, { field }] of others.entries()) {
        const values = chunk[field]!;
        group.waiting[i]!.push(values instanceof Int32Array ? int64FromLabels(values) : values.slice());
      }
      group.splits.push({ name: chunk.split, rows: chunk.rows });
      group.rows += chunk.rows;
      const isFull = group.rows >= ROW_GROUP_ROWS || group.rows * heldPerRow >= MOST_HELD_VALUES;
      if (isFull) await endGroup();
    },
    async finish(digest) {
      // Without examples one row group without rows, as Arrow writes it: hyparquet-writer gives an empty list no type.
      if (group.rows > 0 || rowGroups.length === 0) await endGroup();
      await write(footer(info, rowGroups, digest), MAGIC);
      await sink.close();
    },
  };
}

/** Values of a column that waits for the end of its row group. */
type WaitingPart = BigInt64Array | Float32Array | Float64Array;

function pageHeader(values: number, size: number): Uint8Array {
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
  return header.getBytes();
}

/** What the footer says of a column in a row group, whose pages lie from `start` to `end`. */
function columnChunk(
  path: string[],
  type: ParquetType,
  start: number,
  end: number,
  values: number,
  statistics?: Statistics,
): ColumnChunk {
  const size = BigInt(end - start);
  return {
    file_offset: BigInt(start),
    meta_data: {
      type,
      encodings: path.length > 1 ? ["PLAIN", "RLE"] : ["PLAIN"],
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

/**
 * Repetition levels of `rows` lists of `length` values each, as RLE/bit-packing hybrid of width 1 with its byte length
 * before it: 0 where a list begins, 1 inside it. One bit-packed run, since 39 of 40 bits are alike but no run is long.
 */
function listRepetitionLevels(rows: number, length: number): Uint8Array {
  const groups = Math.ceil((rows * length) / 8);
  const header = varint(groups * 2 + 1);
  const levels = withLength(header.length + groups);
  levels.set(header, 4);
  const bits = levels.subarray(4 + header.length).fill(0xff);
  for (let i = 0; i < rows * length; i += length) bits[i >>> 3]! &= ~(1 << (i & 7));
  return levels;
}

/** Definition levels of `count` values that are all there: one run of ones. */
function presentDefinitionLevels(count: number): Uint8Array {
  const run = [...varint(count * 2), 1];
  const levels = withLength(run.length);
  levels.set(run, 4);
  return levels;
}

/** A buffer whose first four bytes say how many follow. */
function withLength(length: number): Uint8Array {
  const buffer = new Uint8Array(4 + length);
  new DataView(buffer.buffer).setUint32(0, length, true);
  return buffer;
}

/** Unsigned LEB128 of a value below 2^53. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return [...bytes, rest];
}

function boundsOf(parts: readonly BigInt64Array[]): Statistics {
  if (parts.length === 0) return {};
  let [min, max] = [Number(parts[0]![0]), Number(parts[0]![0])];
  for (const part of parts) {
    // Of integers of 32 bits the lower halves; a BigInt for each took ten times as long.
    const words = new Int32Array(part.buffer, part.byteOffset, 2 * part.length);
    for (let i = 0; i < words.length; i += 2) {
      if (words[i]! < min) min = words[i]!;
      if (words[i]! > max) max = words[i]!;
    }
  }
  return { min_value: BigInt(min), max_value: BigInt(max) };
}

/** A text repeated, PLAIN: its length in four bytes before each. */
function plainTexts(text: string, count: number): Uint8Array {
  const one = withLength(text.length);
  one.set(new TextEncoder().encode(text), 4);
  const all = new Uint8Array(one.length * count);
  for (let i = 0; i < count; i++) all.set(one, i * one.length);
  return all;
}

function footer(info: TableInfo, rowGroups: RowGroup[], digest: string | undefined): Uint8Array {
  const writer = new ByteWriter();
  const own = metadataOf(info);
  if (digest !== undefined) own.push([DIGEST_KEY, digest]);
  const metadata = [...own, ["ARROW:schema", arrowSchema(info, own)]] as const;
  writeMetadata(writer, {
    version: 1,
    schema: schemaOf(info),
    num_rows: BigInt(info.rows),
    row_groups: rowGroups,
    key_value_metadata: metadata.map(([key, value]) => ({ key, value })),
    created_by: `mnist1d version ${info.version}`,
    metadata_length: 0, // of a file that was read; not written
  });
  return writer.getBytes();
}

/** Depth first: a group is followed by its children. Nothing is ever null. */
function schemaOf({ dtype, columns, hasSplitColumn }: TableInfo): SchemaElement[] {
  const required = { repetition_type: "REQUIRED" } as const;
  const elements = columns.flatMap(({ name, kind }): SchemaElement[] => {
    if (kind === "integer") return [{ ...required, name, type: "INT64", converted_type: "INT_64" }];
    if (kind === "real") return [{ ...required, name, type: "DOUBLE" }];
    return [
      { ...required, name, num_children: 1, converted_type: "LIST" },
      { name: "list", repetition_type: "REPEATED", num_children: 1 },
      { ...required, name: "element", type: floatType(dtype) },
    ];
  });
  if (hasSplitColumn) elements.push({ ...required, name: "split", type: "BYTE_ARRAY", converted_type: "UTF8" });
  return [{ name: "schema", num_children: columns.length + Number(hasSplitColumn) }, ...elements];
}

function floatType(dtype: TableInfo["dtype"]): ParquetType {
  return dtype === "float64" ? "DOUBLE" : "FLOAT";
}
