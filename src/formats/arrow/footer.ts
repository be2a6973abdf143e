import { MAX_METADATA_BYTES } from "../../config/limits.js";
import { FormatError } from "../format-error.js";
import { readBytes, type Source } from "../source.js";
import { type FlatTable, failIn, readVector, requireTable, rootTable, sizeAt } from "./flatbuffer.js";
import { type Block, checkVersion } from "./message.js";
import { readSchema, type Schema } from "./schema.js";

/** What the end of a file says of it. */
export interface Footer {
  /** Of the footer in the file. */
  readonly offset: number;
  readonly schema: Schema;
  readonly dictionaries: readonly Block[];
  readonly batches: readonly Block[];
}

/** What a file begins with, padded to 8 bytes or more, and ends with. */
export const MAGIC = "ARROW1";

/** The magic, padded to 8 bytes. */
export const HEAD_LENGTH = 8;

/** Length of the footer, and the magic. */
const TRAILER_LENGTH = 4 + MAGIC.length;

const FOOTER = { schema: 1, dictionaries: 2, recordBatches: 3 };

/** Struct `Block`: offset (int64), length of metadata (int32), padding, length of body (int64). */
const BLOCK_SIZE = 24;

/** @throws FormatError */
export async function readFooter(source: Source): Promise<Footer> {
  const { path, size } = source;
  if (size < HEAD_LENGTH + TRAILER_LENGTH)
    throw new FormatError(path, `is cut off: it has ${size} bytes, and so no footer`);
  const trailer = await readBytes(source, size - TRAILER_LENGTH, TRAILER_LENGTH, "the end of an Arrow file");
  if (new TextDecoder().decode(trailer.subarray(4)) !== MAGIC) {
    throw new FormatError(path, `is cut off or damaged: it begins with ${MAGIC}, and does not end with it`);
  }
  const length = new DataView(trailer.buffer).getInt32(0, true);
  const offset = size - TRAILER_LENGTH - length;
  if (length < 8 || length > MAX_METADATA_BYTES || offset < HEAD_LENGTH) {
    throw new FormatError(path, `is damaged: its footer would be ${length} bytes long`);
  }
  const bytes = await readBytes(source, offset, length, "the footer");
  const footer = rootTable(bytes, failIn(path, "the footer"));
  checkVersion(footer);
  return {
    offset,
    schema: readSchema(requireTable(footer, FOOTER.schema, "schema")),
    dictionaries: readBlocks(footer, FOOTER.dictionaries),
    batches: readBlocks(footer, FOOTER.recordBatches),
  };
}

function readBlocks(footer: FlatTable, field: number): Block[] {
  const { start, count } = readVector(footer, field, BLOCK_SIZE);
  return Array.from({ length: count }, (_, i) => {
    const at = start + i * BLOCK_SIZE;
    const [metadataLength, padding] = [footer.view.getInt32(at + 8, true), footer.view.getInt32(at + 12, true)];
    if (padding !== 0) throw footer.fail("has a block with something in its padding");
    return { offset: sizeAt(footer, at), metadataLength, bodyLength: sizeAt(footer, at + 16) };
  });
}
