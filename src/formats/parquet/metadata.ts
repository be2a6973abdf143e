import { MAX_METADATA_BYTES } from "../../config/limits.js";
import { locating } from "../damage.js";
import { FormatError } from "../format-error.js";
import { readBytes, type Source } from "../source.js";
import { binary, bool, enumOf, i32, i64, listOf, struct, ThriftInput, text, type ValueOf } from "./thrift.js";

// The structures of parquet.thrift, under its names, without the fields that a reader of datasets does not need.
// See https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift

const PhysicalType = enumOf("BOOLEAN INT32 INT64 INT96 FLOAT DOUBLE BYTE_ARRAY FIXED_LEN_BYTE_ARRAY");
export type PhysicalType = ValueOf<typeof PhysicalType>;

const Repetition = enumOf("REQUIRED OPTIONAL REPEATED");

const Encoding = enumOf(
  "PLAIN GROUP_VAR_INT PLAIN_DICTIONARY RLE BIT_PACKED DELTA_BINARY_PACKED",
  "DELTA_LENGTH_BYTE_ARRAY DELTA_BYTE_ARRAY RLE_DICTIONARY BYTE_STREAM_SPLIT",
);
export type Encoding = ValueOf<typeof Encoding>;

const Codec = enumOf("UNCOMPRESSED SNAPPY GZIP LZO BROTLI LZ4 ZSTD LZ4_RAW");
export type Codec = ValueOf<typeof Codec>;

const PageType = enumOf("DATA_PAGE INDEX_PAGE DICTIONARY_PAGE DATA_PAGE_V2");

/** The older annotations of a column. */
const ConvertedType = enumOf(
  "UTF8 MAP MAP_KEY_VALUE LIST ENUM DECIMAL DATE TIME_MILLIS TIME_MICROS TIMESTAMP_MILLIS TIMESTAMP_MICROS",
  "UINT_8 UINT_16 UINT_32 UINT_64 INT_8 INT_16 INT_32 INT_64 JSON BSON INTERVAL",
);

/** The newer ones: a union of structures, of which those are here that a column of a dataset can have. */
const ANY = struct("annotation", {});
const IntType = struct("IntType", { isSigned: [2, bool] });
const LogicalType = struct("LogicalType", {
  "STRING?": [1, ANY],
  "LIST?": [3, ANY],
  "ENUM?": [4, ANY],
  "INTEGER?": [10, IntType],
  "FLOAT16?": [15, ANY],
});

const SchemaElement = struct("SchemaElement", {
  "type?": [1, PhysicalType],
  "repetitionType?": [3, Repetition],
  name: [4, text],
  "numChildren?": [5, i32],
  "convertedType?": [6, ConvertedType],
  "logicalType?": [10, LogicalType],
});
export type SchemaElement = ValueOf<typeof SchemaElement>;

const ColumnMetaData = struct("ColumnMetaData", {
  type: [1, PhysicalType],
  pathInSchema: [3, listOf(text, 100)],
  codec: [4, Codec],
  numValues: [5, i64],
  totalCompressedSize: [7, i64],
  dataPageOffset: [9, i64],
  "dictionaryPageOffset?": [11, i64],
});

const ColumnChunk = struct("ColumnChunk", { "filePath?": [1, text], "metaData?": [3, ColumnMetaData] });
export type ColumnChunk = ValueOf<typeof ColumnChunk>;

const RowGroup = struct("RowGroup", { columns: [1, listOf(ColumnChunk, 10_000)], numRows: [3, i64] });

const KeyValue = struct("KeyValue", { key: [1, text], "value?": [2, binary] });
export type KeyValue = ValueOf<typeof KeyValue>;

const FileMetaData = struct("FileMetaData", {
  version: [1, i32],
  schema: [2, listOf(SchemaElement, 10_000)],
  numRows: [3, i64],
  rowGroups: [4, listOf(RowGroup, 100_000)],
  "keyValueMetadata?": [5, listOf(KeyValue, 10_000)],
  // Of files whose columns are encrypted and whose footer is not; a signature then follows it.
  "encryptionAlgorithm?": [8, ANY],
});
export type FileMetaData = ValueOf<typeof FileMetaData>;

const DataPageHeader = struct("DataPageHeader", {
  numValues: [1, i32],
  encoding: [2, Encoding],
  definitionLevelEncoding: [3, Encoding],
  repetitionLevelEncoding: [4, Encoding],
});

const DataPageHeaderV2 = struct("DataPageHeaderV2", {
  numValues: [1, i32],
  numRows: [3, i32],
  encoding: [4, Encoding],
  definitionLevelsByteLength: [5, i32],
  repetitionLevelsByteLength: [6, i32],
  "isCompressed?": [7, bool],
});

export const PageHeader = struct("PageHeader", {
  type: [1, PageType],
  uncompressedPageSize: [2, i32],
  compressedPageSize: [3, i32],
  "crc?": [4, i32],
  "dataPageHeader?": [5, DataPageHeader],
  "dictionaryPageHeader?": [7, struct("DictionaryPageHeader", { numValues: [1, i32], encoding: [2, Encoding] })],
  "dataPageHeaderV2?": [8, DataPageHeaderV2],
});

/** The magic at both ends. */
export const MAGIC_LENGTH = 4;

/** The footer's length and the magic after it. */
const TAIL_LENGTH = 8;

/**
 * Reads the footer of a file.
 *
 * @returns what it says, and where it starts: everything else lies between the magic and it.
 * @throws FormatError
 */
export async function readFooter(source: Source): Promise<{ metadata: FileMetaData; start: number }> {
  const { path, size } = source;
  if (size === 0) throw new FormatError(path, "is empty");
  const notParquet = () => new FormatError(path, "is not a Parquet file: it does not begin and end with PAR1");
  const encrypted = () => new FormatError(path, "is an encrypted Parquet file", "Write it without encryption.");
  if (size < MAGIC_LENGTH + TAIL_LENGTH) throw notParquet();
  const head = await readBytes(source, 0, MAGIC_LENGTH, "the head");
  const tail = await readBytes(source, size - TAIL_LENGTH, TAIL_LENGTH, "the tail");
  const magic = [head, tail.subarray(4)].map((bytes) => String.fromCharCode(...bytes));
  if (magic.includes("PARE")) throw encrypted();
  if (magic[0] !== "PAR1") throw notParquet();
  if (magic[1] !== "PAR1") throw new FormatError(path, "is cut off or damaged: it does not end with PAR1");

  const length = new DataView(tail.buffer).getUint32(0, true);
  const start = size - TAIL_LENGTH - length;
  if (start < MAGIC_LENGTH) {
    throw new FormatError(path, `is cut off or damaged: its footer would be ${length} of its ${size} bytes`);
  }
  if (length > MAX_METADATA_BYTES)
    throw new FormatError(path, `has a footer of ${length} bytes, and no dataset needs so many`);
  const input = new ThriftInput(await readBytes(source, start, length, "the footer"));
  const metadata = locating(path, "the footer", () => FileMetaData.read(input));
  if (metadata.encryptionAlgorithm !== undefined) throw encrypted();
  if (input.position !== length) {
    throw new FormatError(path, `is damaged: the footer has ${length - input.position} bytes after its end`);
  }
  return { metadata, start };
}
