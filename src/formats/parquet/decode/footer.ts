import { MAX_METADATA_BYTES } from "../../../config/limits.js";
import { FormatError } from "../../format-error.js";
import { readBytes, type Source } from "../../source.js";
import { locating } from "./damage.js";
import { FileMetaData } from "./structures.js";
import { ThriftInput } from "./thrift-input.js";

/** What a Parquet file says of itself. */
export interface Footer {
  readonly metadata: FileMetaData;
  /** Offset of the footer: everything else lies between the magic and it. */
  readonly start: number;
  /** Whether this product wrote the file, whose files are simpler than Parquet allows. */
  readonly isOwn: boolean;
}

/** The magic at both ends. */
export const MAGIC_LENGTH = 4;

/** The footer's length and the magic after it. */
const TAIL_LENGTH = 8;

/** @throws FormatError */
export async function readFooter(source: Source): Promise<Footer> {
  const { path, size } = source;
  if (size === 0) throw new FormatError(path, "is empty");
  const notParquet = () => new FormatError(path, "is not a Parquet file: it does not begin and end with PAR1");
  if (size < MAGIC_LENGTH + TAIL_LENGTH) throw notParquet();
  const head = await readBytes(source, 0, MAGIC_LENGTH, "the head");
  const tail = await readBytes(source, size - TAIL_LENGTH, TAIL_LENGTH, "the tail");
  const magic = [head, tail.subarray(4)].map((bytes) => String.fromCharCode(...bytes));
  if (magic.includes("PARE")) throw encrypted(path);
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
  if (metadata.encryptionAlgorithm !== undefined) throw encrypted(path);
  if (input.position !== length) {
    throw new FormatError(path, `is damaged: the footer has ${length - input.position} bytes after its end`);
  }
  const isOwn = metadata.createdBy?.startsWith("mnist1d") ?? false;
  if (isOwn && input.unknownFields > 0) throw new FormatError(path, "is damaged: the footer has fields of no meaning");
  return { metadata, start, isOwn };
}

function encrypted(path: string): FormatError {
  return new FormatError(path, "is an encrypted Parquet file", "Write it without encryption.");
}
