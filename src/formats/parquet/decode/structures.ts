import { binary, bool, i32, i64, list, optional, required, struct, text, type ValueOf } from "./thrift-types.js";

/**
 * The structures of parquet.thrift, under its names, without the fields that a reader of datasets does not need.
 *
 * @see https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
 */

export const PhysicalType = {
  BOOLEAN: 0,
  INT32: 1,
  INT64: 2,
  INT96: 3,
  FLOAT: 4,
  DOUBLE: 5,
  BYTE_ARRAY: 6,
  FIXED_LEN_BYTE_ARRAY: 7,
} as const;

export const Repetition = { REQUIRED: 0, OPTIONAL: 1, REPEATED: 2 } as const;

export const Encoding = {
  PLAIN: 0,
  PLAIN_DICTIONARY: 2,
  RLE: 3,
  BIT_PACKED: 4,
  DELTA_BINARY_PACKED: 5,
  DELTA_LENGTH_BYTE_ARRAY: 6,
  DELTA_BYTE_ARRAY: 7,
  RLE_DICTIONARY: 8,
  BYTE_STREAM_SPLIT: 9,
} as const;

export const Codec = {
  UNCOMPRESSED: 0,
  SNAPPY: 1,
  GZIP: 2,
  LZO: 3,
  BROTLI: 4,
  LZ4: 5,
  ZSTD: 6,
  LZ4_RAW: 7,
} as const;

export const PageType = { DATA_PAGE: 0, INDEX_PAGE: 1, DICTIONARY_PAGE: 2, DATA_PAGE_V2: 3 } as const;

/** The older annotations of a column, by their number. */
export const CONVERTED_TYPES = [
  "UTF8",
  "MAP",
  "MAP_KEY_VALUE",
  "LIST",
  "ENUM",
  "DECIMAL",
  "DATE",
  "TIME_MILLIS",
  "TIME_MICROS",
  "TIMESTAMP_MILLIS",
  "TIMESTAMP_MICROS",
  "UINT_8",
  "UINT_16",
  "UINT_32",
  "UINT_64",
  "INT_8",
  "INT_16",
  "INT_32",
  "INT_64",
  "JSON",
  "BSON",
  "INTERVAL",
] as const;

/** The name of a value of an enum above, as messages have it. */
export function nameIn(names: Readonly<Record<string, number>>, value: number): string {
  return Object.keys(names).find((name) => names[name] === value) ?? `number ${value}`;
}

/** What has no field that we need. */
const ANY = struct("annotation", {});

const IntType = struct("IntType", { isSigned: required(2, bool) });

/** The newer annotation of a column: one of these. */
const LogicalType = struct("LogicalType", {
  STRING: optional(1, ANY),
  MAP: optional(2, ANY),
  LIST: optional(3, ANY),
  ENUM: optional(4, ANY),
  DECIMAL: optional(5, ANY),
  DATE: optional(6, ANY),
  TIME: optional(7, ANY),
  TIMESTAMP: optional(8, ANY),
  INTEGER: optional(10, IntType),
  UNKNOWN: optional(11, ANY),
  JSON: optional(12, ANY),
  BSON: optional(13, ANY),
  UUID: optional(14, ANY),
  FLOAT16: optional(15, ANY),
  VARIANT: optional(16, ANY),
  GEOMETRY: optional(17, ANY),
  GEOGRAPHY: optional(18, ANY),
});

const SchemaElement = struct("SchemaElement", {
  type: optional(1, i32),
  typeLength: optional(2, i32),
  repetitionType: optional(3, i32),
  name: required(4, text),
  numChildren: optional(5, i32),
  convertedType: optional(6, i32),
  fieldId: optional(9, i32),
  logicalType: optional(10, LogicalType),
});
export type SchemaElement = ValueOf<typeof SchemaElement>;

const Statistics = struct("Statistics", {
  nullCount: optional(3, i64),
  maxValue: optional(5, binary),
  minValue: optional(6, binary),
  isMaxValueExact: optional(7, bool),
  isMinValueExact: optional(8, bool),
});
export type Statistics = ValueOf<typeof Statistics>;

const ColumnMetaData = struct("ColumnMetaData", {
  type: required(1, i32),
  encodings: required(2, list(i32, 100)),
  pathInSchema: required(3, list(text, 100)),
  codec: required(4, i32),
  numValues: required(5, i64),
  totalUncompressedSize: required(6, i64),
  totalCompressedSize: required(7, i64),
  dataPageOffset: required(9, i64),
  dictionaryPageOffset: optional(11, i64),
  statistics: optional(12, Statistics),
});

const ColumnChunk = struct("ColumnChunk", {
  filePath: optional(1, text),
  fileOffset: required(2, i64),
  metaData: optional(3, ColumnMetaData),
});
export type ColumnChunk = ValueOf<typeof ColumnChunk>;

const RowGroup = struct("RowGroup", {
  columns: required(1, list(ColumnChunk, 10_000)),
  totalByteSize: required(2, i64),
  numRows: required(3, i64),
});
export type RowGroup = ValueOf<typeof RowGroup>;

const KeyValue = struct("KeyValue", { key: required(1, text), value: optional(2, binary) });
export type KeyValue = ValueOf<typeof KeyValue>;

const ColumnOrder = struct("ColumnOrder", { TYPE_ORDER: optional(1, ANY) });

export const FileMetaData = struct("FileMetaData", {
  version: required(1, i32),
  schema: required(2, list(SchemaElement, 10_000)),
  numRows: required(3, i64),
  rowGroups: required(4, list(RowGroup, 100_000)),
  keyValueMetadata: optional(5, list(KeyValue, 10_000)),
  createdBy: optional(6, text),
  columnOrders: optional(7, list(ColumnOrder, 10_000)),
  /** Of files whose columns are encrypted and whose footer is not; a signature then follows it. */
  encryptionAlgorithm: optional(8, ANY),
});
export type FileMetaData = ValueOf<typeof FileMetaData>;

const DataPageHeader = struct("DataPageHeader", {
  numValues: required(1, i32),
  encoding: required(2, i32),
  definitionLevelEncoding: required(3, i32),
  repetitionLevelEncoding: required(4, i32),
});
export type DataPageHeader = ValueOf<typeof DataPageHeader>;

const DictionaryPageHeader = struct("DictionaryPageHeader", {
  numValues: required(1, i32),
  encoding: required(2, i32),
});

const DataPageHeaderV2 = struct("DataPageHeaderV2", {
  numValues: required(1, i32),
  numNulls: required(2, i32),
  numRows: required(3, i32),
  encoding: required(4, i32),
  definitionLevelsByteLength: required(5, i32),
  repetitionLevelsByteLength: required(6, i32),
  isCompressed: optional(7, bool),
});
export type DataPageHeaderV2 = ValueOf<typeof DataPageHeaderV2>;

export const PageHeader = struct("PageHeader", {
  type: required(1, i32),
  uncompressedPageSize: required(2, i32),
  compressedPageSize: required(3, i32),
  crc: optional(4, i32),
  dataPageHeader: optional(5, DataPageHeader),
  dictionaryPageHeader: optional(7, DictionaryPageHeader),
  dataPageHeaderV2: optional(8, DataPageHeaderV2),
});
export type PageHeader = ValueOf<typeof PageHeader>;
