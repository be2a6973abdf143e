import type {
  ColumnChunk,
  Encoding,
  FileMetaData,
  PageHeader,
  ParquetType,
  SchemaElement,
  Statistics,
} from "hyparquet";
import { ByteWriter } from "hyparquet-writer/src/bytewriter.js";
import { writePageHeader } from "hyparquet-writer/src/datapage.js";
import { writeMetadata } from "hyparquet-writer/src/metadata.js";

/** A page, as bytes: its header and what follows. */
export interface CraftedPage {
  readonly header: PageHeader;
  readonly body: Uint8Array;
}

/** A column and its pages. */
export interface CraftedColumn {
  /** Its elements of the schema, from the top. */
  readonly schema: readonly SchemaElement[];
  readonly values: number;
  readonly pages: readonly CraftedPage[];
  readonly codec?: NonNullable<ColumnChunk["meta_data"]>["codec"];
  readonly statistics?: Statistics;
  /** What its metadata says otherwise. */
  readonly metaData?: Partial<NonNullable<ColumnChunk["meta_data"]>>;
  /** Another file that has it. */
  readonly filePath?: string;
}

export interface CraftedFile {
  readonly rows: number;
  readonly columns: readonly CraftedColumn[];
  readonly keyValues?: Readonly<Record<string, string>>;
  /** Rows that the file announces, if not those of its row group. */
  readonly announcedRows?: number;
}

/** A file with these columns in one row group. hyparquet-writer makes its footer and the headers of its pages. */
export function craftedFile({ rows, columns, keyValues, announcedRows = rows }: CraftedFile): Uint8Array {
  const writer = new ByteWriter();
  writer.appendBytes(MAGIC);
  const chunks = columns.map((column): ColumnChunk => {
    const { schema, values, pages, codec = "UNCOMPRESSED", statistics, metaData, filePath } = column;
    const start = writer.offset;
    for (const { header, body } of pages) {
      writePageHeader(writer, header);
      writer.appendBytes(body);
    }
    const hasDictionary = pages[0]?.header.type === "DICTIONARY_PAGE";
    const size = BigInt(writer.offset - start);
    return {
      ...(filePath !== undefined && { file_path: filePath }),
      file_offset: BigInt(start),
      meta_data: {
        type: schema.at(-1)!.type!,
        encodings: ["PLAIN"],
        path_in_schema: schema.map(({ name }) => name),
        codec,
        num_values: BigInt(values),
        total_uncompressed_size: size,
        total_compressed_size: size,
        data_page_offset: BigInt(start),
        ...(hasDictionary && { dictionary_page_offset: BigInt(start) }),
        ...(statistics && { statistics }),
        ...metaData,
      },
    };
  });
  const metadata: FileMetaData = {
    version: 1,
    schema: [{ name: "schema", num_children: columns.length }, ...columns.flatMap(({ schema }) => schema)],
    num_rows: BigInt(announcedRows),
    row_groups: [{ columns: chunks, num_rows: BigInt(rows), total_byte_size: BigInt(writer.offset - 4) }],
    key_value_metadata: Object.entries(keyValues ?? {}).map(([key, value]) => ({ key, value })),
    created_by: "test",
    metadata_length: 0,
  };
  writeMetadata(writer, metadata);
  writer.appendBytes(MAGIC);
  return writer.getBytes().slice();
}

const MAGIC = new TextEncoder().encode("PAR1");

/** A data page of version 1, uncompressed. @param parts of its body: levels, then values. */
export function dataPage(values: number, parts: readonly Uint8Array[], encoding: Encoding = "PLAIN"): CraftedPage {
  const body = concat(...parts);
  return {
    header: {
      type: "DATA_PAGE",
      uncompressed_page_size: body.length,
      compressed_page_size: body.length,
      data_page_header: {
        num_values: values,
        encoding,
        definition_level_encoding: "RLE",
        repetition_level_encoding: "RLE",
      },
    },
    body,
  };
}

export function dictionaryPage(values: number, body: Uint8Array): CraftedPage {
  return {
    header: {
      type: "DICTIONARY_PAGE",
      uncompressed_page_size: body.length,
      compressed_page_size: body.length,
      dictionary_page_header: { num_values: values, encoding: "PLAIN", is_sorted: false },
    },
    body,
  };
}

/** The same page, compressed. */
export function compressed(page: CraftedPage, compress: (body: Uint8Array) => Uint8Array): CraftedPage {
  const body = compress(page.body);
  return { header: { ...page.header, compressed_page_size: body.length }, body };
}

/** Levels in bit-packed runs, with their length before them as in pages of version 1. */
export function packedLevels(levels: readonly number[], width = 1): Uint8Array {
  const groups = Math.ceil(levels.length / 8);
  const bytes = new Uint8Array(groups * width);
  for (const [i, level] of levels.entries()) {
    for (let bit = 0; bit < width; bit++) {
      if ((level >> bit) & 1) bytes[(i * width + bit) >> 3]! |= 1 << ((i * width + bit) & 7);
    }
  }
  return withLength(concat(Uint8Array.of(groups * 2 + 1), bytes));
}

/** One repeated level. */
export function repeatedLevel(level: number, count: number): Uint8Array {
  return withLength(Uint8Array.of(...varint(count * 2), level));
}

export function withLength(bytes: Uint8Array): Uint8Array {
  return concat(u32(bytes.length), bytes);
}

export function u32(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

export function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value % 0x80) | 0x80, ...varint(Math.floor(value / 0x80))];
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => Array.from(part)));
}

export function bytesFrom(values: ArrayBufferView): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

type Repetition = NonNullable<SchemaElement["repetition_type"]>;

/** A list in three levels. */
export function listSchema(list: Repetition = "REQUIRED", element: Repetition = "REQUIRED"): SchemaElement[] {
  return [
    { name: "x", repetition_type: list, num_children: 1, converted_type: "LIST" },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    { name: "element", repetition_type: element, type: "FLOAT" },
  ];
}

export function valueSchema(name: string, type: ParquetType, more: Partial<SchemaElement> = {}): SchemaElement[] {
  return [{ name, repetition_type: "REQUIRED", type, ...more }];
}
