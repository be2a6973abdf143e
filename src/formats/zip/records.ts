/** A record of a zip archive: what it begins with, and the bytes of each field that comes then. */
interface RecordKind<W extends readonly number[]> {
  readonly signature: number;
  readonly widths: W;
  /** Bytes of all of it, without the names, extra fields and comments that follow. */
  readonly length: number;
}

type Fields<W extends readonly number[]> = { readonly [I in keyof W]: number };

function kind<const W extends readonly number[]>(signature: number, ...widths: W): RecordKind<W> {
  return { signature, widths, length: widths.reduce((sum, width) => sum + width, 4) };
}

/**
 * Fields in the order of the specification; where one has no meaning here, it may be a part of its neighbour.
 *
 * @see PKWARE, .ZIP File Format Specification (APPNOTE.TXT) 6.3, section 4.3.
 */
export const RECORDS = {
  localHeader: kind(0x04034b50, 2, 2, 2, 4, 4, 4, 4, 2, 2),
  descriptor: kind(0x08074b50, 4, 4, 4),
  longDescriptor: kind(0x08074b50, 4, 8, 8),
  centralHeader: kind(0x02014b50, 2, 2, 2, 2, 4, 4, 4, 4, 2, 2, 2, 2, 2, 4, 4),
  end: kind(0x06054b50, 4, 2, 2, 4, 4, 2),
  zip64End: kind(0x06064b50, 8, 4, 4, 4, 8, 8, 8, 8),
  zip64Locator: kind(0x07064b50, 4, 8, 4),
};

/** In a field of 32 bits: see the zip64 extra field, which has the number below. */
export const SATURATED = 0xffffffff;
export const ZIP64_EXTRA = 1;

/** A flag: checksum and sizes follow the data, in a descriptor. */
export const HAS_DESCRIPTOR = 0x0008;
/** A flag: names are in UTF-8. */
export const IS_UTF8 = 0x0800;

/** The fields of a record at a place; undefined if it is not there. */
export function readRecord<W extends readonly number[]>(
  { signature, widths, length }: RecordKind<W>,
  bytes: Buffer,
  at: number,
): Fields<W> | undefined {
  if (at < 0 || at + length > bytes.length || bytes.readUInt32LE(at) !== signature) return undefined;
  return readFields(widths, bytes, at + 4);
}

/** Little-endian numbers one after the other, of 2, 4 or 8 bytes each. */
export function readFields<W extends readonly number[]>(widths: W, bytes: Buffer, start: number): Fields<W> {
  let at = start;
  const values = widths.map((width) => {
    at += width;
    return width === 8 ? Number(bytes.readBigUInt64LE(at - 8)) : bytes.readUIntLE(at - width, width);
  });
  return values as unknown as Fields<W>;
}

export function writeRecord<W extends readonly number[]>(
  { signature, widths }: RecordKind<W>,
  ...values: Fields<W>
): Uint8Array {
  return writeFields([4, ...widths], [signature, ...values]);
}

export function writeFields(widths: readonly number[], values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(widths.reduce((sum, width) => sum + width, 0)));
  let at = 0;
  for (const [i, width] of widths.entries()) {
    const value = values[i]!;
    if (width === 8) view.setBigUint64(at, BigInt(value), true);
    else if (width === 4) view.setUint32(at, value, true);
    else view.setUint16(at, value, true);
    at += width;
  }
  return new Uint8Array(view.buffer);
}
