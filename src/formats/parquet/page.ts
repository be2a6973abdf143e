import { Damage, Unsupported } from "../damage.js";
import { DECOMPRESSORS } from "./compression.js";
import { type Encoding, PageHeader } from "./metadata.js";
import type { StoredColumn } from "./row-group.js";
import { ThriftInput, type ValueOf } from "./thrift.js";

/** What the header of a page says, as far as it can be checked without the page. */
export interface Page extends Content {
  /** Bytes of the header, of what follows it in the file, and of levels and values in that. */
  readonly headerSize: number;
  readonly storedSize: number;
  readonly size: number;
  readonly crc: number | undefined;
  /** In pages of version 2 the levels never are. */
  readonly isCompressed: boolean;
}

interface Content {
  /** Pages of other kinds are passed over. */
  readonly kind: "data" | "dictionary" | "other";
  readonly values: number;
  readonly encoding: Encoding;
  /** Of pages of version 2: whether their values are not compressed, where those of the column are. */
  readonly isPlain?: boolean;
  /** Of pages of version 2: bytes of the repetition levels and of the definition levels, and rows that begin. */
  readonly levelSizes?: readonly [repetition: number, definition: number];
  readonly rows?: number;
}

/** Uncompressed; DuckDB begins a new page after 100 MB. */
const MAX_SIZE = 128 * 1024 * 1024;

/** Bytes that a value takes with its levels at most; texts of splits need 9. */
const MAX_VALUE_SIZE = 32;

/**
 * Reads the header of a page, and refuses sizes that no page of a dataset has, before memory is taken for one.
 *
 * @param bytes that begin with it.
 * @param left bytes of the column, from the header on.
 * @throws Damage, Unsupported
 */
export function readPageHeader(bytes: Uint8Array, { codec, leaf }: StoredColumn, left: number): Page {
  const input = new ThriftInput(bytes);
  const header = PageHeader.read(input);
  const { crc, compressedPageSize: storedSize, uncompressedPageSize: size } = header;
  if (storedSize < 0 || size < 0) throw new Damage("would have fewer than 0 bytes");
  const content = contentOf(header, leaf);
  const { kind, values, levelSizes = [0, 0] } = content;
  const isCompressed = codec !== "UNCOMPRESSED" && content.isPlain !== true;
  const rest = left - input.position;
  if (storedSize > rest) throw new Damage(`would be ${storedSize} bytes long, and its column has ${rest} left`);
  if (values < 0) throw new Damage(`has ${values} values`);
  if (Math.min(...levelSizes) < 0 || levelSizes[0] + levelSizes[1] > Math.min(storedSize, size)) {
    throw new Damage(`has ${levelSizes[0]} and ${levelSizes[1]} bytes of levels`);
  }
  if (size > MAX_SIZE || (kind !== "other" && size > 1024 + MAX_VALUE_SIZE * values)) {
    throw new Unsupported(`would have ${size} bytes for ${values} values, more than a dataset needs`);
  }
  // Compressed noise is a bit longer, by a sixth at most.
  const [min, max] = isCompressed ? [size / DECOMPRESSORS[codec]!.maxRatio - 64, size * 1.2 + 1024] : [size, size];
  if (storedSize < min || storedSize > max) throw new Damage(`would have ${size} bytes, stored as ${storedSize}`);
  return { ...content, headerSize: input.position, storedSize, size, crc, isCompressed };
}

function contentOf(header: ValueOf<typeof PageHeader>, leaf: StoredColumn["leaf"]): Content {
  switch (header.type) {
    case "DATA_PAGE": {
      const { numValues, encoding, repetitionLevelEncoding, definitionLevelEncoding } = found(header.dataPageHeader);
      // Without levels it does not matter what their encoding would be.
      if (leaf.isList) checkLevelEncoding(repetitionLevelEncoding);
      if (leaf.absences.length > 0) checkLevelEncoding(definitionLevelEncoding);
      return { kind: "data", values: numValues, encoding };
    }
    case "DATA_PAGE_V2": {
      const { numValues, numRows, encoding, isCompressed, ...sizes } = found(header.dataPageHeaderV2);
      return {
        kind: "data",
        values: numValues,
        encoding,
        isPlain: isCompressed === false,
        levelSizes: [sizes.repetitionLevelsByteLength, sizes.definitionLevelsByteLength],
        rows: numRows,
      };
    }
    case "DICTIONARY_PAGE": {
      const { numValues, encoding } = found(header.dictionaryPageHeader);
      if (encoding !== "PLAIN" && encoding !== "PLAIN_DICTIONARY") {
        throw new Unsupported(`is a dictionary in the encoding ${encoding}, which is not supported`);
      }
      return { kind: "dictionary", values: numValues, encoding: "PLAIN" };
    }
    case "INDEX_PAGE":
      return { kind: "other", values: 0, encoding: "PLAIN" };
    default:
      throw new Unsupported(`is of the unknown type ${header.type.replace("number ", "")}`);
  }
}

function found<T>(header: T | undefined): T {
  if (header === undefined) throw new Damage("has no header of its type");
  return header;
}

function checkLevelEncoding(encoding: Encoding): void {
  if (encoding !== "RLE") throw new Unsupported(`has levels in the encoding ${encoding}, which is not supported`);
}
