import { Damage, Unsupported } from "./damage.js";
import { DECOMPRESSORS } from "./decompress.js";
import type { StoredColumn } from "./row-groups.js";
import { Codec, Encoding, nameIn, PageHeader, PageType } from "./structures.js";
import { ThriftInput } from "./thrift-input.js";

/** What the header of a page says, as far as it can be checked without the page. */
export interface PageInfo {
  /** Pages of other kinds are passed over. */
  readonly kind: "data" | "dictionary" | "other";
  readonly values: number;
  readonly encoding: number;
  /** Bytes in the file after the header. */
  readonly storedSize: number;
  /** Bytes of levels and values. */
  readonly size: number;
  readonly crc: number | undefined;
  /** In pages of version 2 the levels never are. */
  readonly isCompressed: boolean;
  /** Bytes of the repetition levels and of the definition levels, if the header says so: in pages of version 2. */
  readonly levelSizes: readonly [repetition: number, definition: number] | undefined;
  /** Rows that begin in the page, if the header says so. */
  readonly rows: number | undefined;
}

/** Uncompressed; DuckDB begins a new page after 100 MB. */
const MAX_SIZE = 128 * 1024 * 1024;

/** Bytes that a value takes with its levels at most; texts of splits need 9. */
const MAX_VALUE_SIZE = 32;

/**
 * Reads the header of a page.
 *
 * @param bytes that begin with it.
 * @param left bytes of the column, from the header on.
 * @param isOwn whether this product wrote it: then there is nothing in it that we do not know.
 * @throws Damage
 */
export function readPageInfo(
  bytes: Uint8Array,
  column: StoredColumn,
  left: number,
  isOwn: boolean,
): { page: PageInfo; headerSize: number } {
  const input = new ThriftInput(bytes);
  const header = PageHeader.read(input);
  if (isOwn && input.unknownFields > 0) throw new Damage("has a header with fields of no meaning");
  const page = pageInfo(header, column, isOwn);
  if (page.storedSize > left - input.position) {
    throw new Damage(`would be ${page.storedSize} bytes long, and its column has ${left - input.position} left`);
  }
  checkSizes(page, column.codec);
  return { page, headerSize: input.position };
}

function pageInfo(header: PageHeader, { codec, leaf }: StoredColumn, isOwn: boolean): PageInfo {
  const { type, crc, compressedPageSize: storedSize, uncompressedPageSize: size } = header;
  if (storedSize < 0 || size < 0) throw new Damage("would have fewer than 0 bytes");
  const isCompressed = codec !== Codec.UNCOMPRESSED;
  const basic = { storedSize, size, crc, isCompressed, levelSizes: undefined, rows: undefined };

  switch (type) {
    case PageType.DATA_PAGE: {
      const { numValues, encoding, repetitionLevelEncoding, definitionLevelEncoding } = found(header.dataPageHeader);
      // Without levels it does not matter what their encoding would be.
      if (leaf.maxRepetition > 0 || isOwn) checkLevelEncoding(repetitionLevelEncoding);
      if (leaf.absences.length > 0 || isOwn) checkLevelEncoding(definitionLevelEncoding);
      return { ...basic, kind: "data", values: numValues, encoding };
    }
    case PageType.DATA_PAGE_V2: {
      const v2 = found(header.dataPageHeaderV2);
      const { repetitionLevelsByteLength: repetition, definitionLevelsByteLength: definition } = v2;
      if (repetition < 0 || definition < 0 || repetition + definition > Math.min(storedSize, size)) {
        throw new Damage(`has ${repetition} and ${definition} bytes of levels`);
      }
      return {
        ...basic,
        kind: "data",
        values: v2.numValues,
        encoding: v2.encoding,
        isCompressed: isCompressed && v2.isCompressed !== false,
        levelSizes: [repetition, definition],
        rows: v2.numRows,
      };
    }
    case PageType.DICTIONARY_PAGE: {
      const { numValues, encoding } = found(header.dictionaryPageHeader);
      if (encoding !== Encoding.PLAIN && encoding !== Encoding.PLAIN_DICTIONARY) {
        throw new Unsupported(`is a dictionary in the encoding ${nameIn(Encoding, encoding)}, which is not supported`);
      }
      return { ...basic, kind: "dictionary", values: numValues, encoding: Encoding.PLAIN };
    }
    case PageType.INDEX_PAGE:
      return { ...basic, kind: "other", values: 0, encoding: Encoding.PLAIN };
    default:
      throw new Unsupported(`is of the unknown type ${type}`);
  }
}

function found<T>(header: T | undefined): T {
  if (header === undefined) throw new Damage("has no header of its type");
  return header;
}

function checkLevelEncoding(encoding: number): void {
  if (encoding !== Encoding.RLE) {
    throw new Unsupported(`has levels in the encoding ${nameIn(Encoding, encoding)}, which is not supported`);
  }
}

/** Refuses sizes that no page of a dataset has, before memory is taken for one. */
function checkSizes({ kind, values, size, storedSize, isCompressed }: PageInfo, codec: number): void {
  if (values < 0) throw new Damage(`has ${values} values`);
  if (size > MAX_SIZE || (kind !== "other" && size > 1024 + MAX_VALUE_SIZE * values)) {
    throw new Unsupported(`would have ${size} bytes for ${values} values, more than a dataset needs`);
  }
  // Compressed noise is a bit longer, by a sixth at most.
  const [min, max] = isCompressed ? [size / DECOMPRESSORS[codec]!.maxRatio - 64, size * 1.2 + 1024] : [size, size];
  if (storedSize < min || storedSize > max) throw new Damage(`would have ${size} bytes, stored as ${storedSize}`);
}
