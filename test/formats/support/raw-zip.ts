import { crc32, deflateRawSync } from "node:zlib";

/** A member of an archive to be made, and what is said of it that is not so. */
export interface RawMember {
  readonly name: string;
  /** Uncompressed. */
  readonly data: Uint8Array;
  readonly isDeflated?: boolean;
  /** Compressed bytes, if not those of `data`. */
  readonly stored?: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  /** Needed to extract it, in the directory. */
  readonly version?: number;
  readonly localVersion?: number;
  readonly crc?: number;
  readonly size?: number;
  readonly storedSize?: number;
  readonly offset?: number;
  /** The local header's, where it is not as the directory's. */
  readonly localName?: string;
  readonly localCrc?: number;
  readonly localSize?: number;
  readonly localExtra?: Uint8Array;
  readonly extra?: Uint8Array;
  /** What follows the data: a descriptor, or a gap. */
  readonly after?: Uint8Array;
}

interface RawEnd {
  readonly comment?: Uint8Array;
  readonly count?: number;
  readonly offset?: number;
  readonly disk?: number;
  /** Before the end record, such as zip64's. @param offset of the directory. */
  readonly before?: (offset: number, size: number) => Uint8Array;
}

/**
 * An archive as told, sound or not.
 *
 * @see PKWARE, APPNOTE.TXT 6.3
 */
export function rawZip(members: readonly RawMember[], end: RawEnd = {}): Buffer {
  const parts: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const member of members) {
    const { name, data, flags = 0, extra = Buffer.alloc(0), localExtra = Buffer.alloc(0) } = member;
    const stored = member.stored ?? (member.isDeflated ? deflateRawSync(data) : data);
    const method = member.method ?? (member.isDeflated ? 8 : 0);
    const crc = member.crc ?? crc32(data);
    const [size, storedSize] = [member.size ?? data.length, member.storedSize ?? stored.length];
    const localName = member.localName ?? name;
    const local = Buffer.concat([
      fields(
        [4, 0x04034b50],
        [2, member.localVersion ?? 20],
        [2, flags],
        [2, method],
        [4, 0x210000],
        [4, member.localCrc ?? crc],
      ),
      fields([4, storedSize], [4, member.localSize ?? size], [2, Buffer.byteLength(localName)], [2, localExtra.length]),
      Buffer.from(localName),
      localExtra,
      stored,
      member.after ?? Buffer.alloc(0),
    ]);
    entries.push(
      Buffer.concat([
        fields([4, 0x02014b50], [2, 20], [2, member.version ?? 20], [2, flags], [2, method], [4, 0x210000], [4, crc]),
        fields([4, storedSize], [4, size], [2, Buffer.byteLength(name)], [2, extra.length], [2, 0], [2, 0], [2, 0]),
        fields([4, 0], [4, member.offset ?? at]),
        Buffer.from(name),
        extra,
      ]),
    );
    parts.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(entries);
  const { comment = Buffer.alloc(0), count = members.length, offset = at, disk = 0 } = end;
  const tail = Buffer.concat([
    end.before?.(at, directory.length) ?? Buffer.alloc(0),
    fields([4, 0x06054b50], [2, disk], [2, 0], [2, count], [2, count], [4, directory.length], [4, offset]),
    fields([2, comment.length]),
    comment,
  ]);
  return Buffer.concat([...parts, directory, tail]);
}

/** Little-endian fields of so many bytes each. */
export function fields(...values: readonly (readonly [bytes: number, value: number])[]): Buffer {
  return Buffer.concat(
    values.map(([bytes, value]) => {
      const field = Buffer.alloc(bytes);
      if (bytes === 8) field.writeBigUInt64LE(BigInt(value));
      else field.writeUIntLE(value, 0, bytes);
      return field;
    }),
  );
}

/** The descriptor after a member. @param sizeBytes 4 or 8. */
export function descriptor({ data, isDeflated }: RawMember, hasSignature: boolean, sizeBytes: number): Buffer {
  const stored = isDeflated ? deflateRawSync(data).length : data.length;
  const signature = hasSignature ? fields([4, 0x08074b50]) : Buffer.alloc(0);
  return Buffer.concat([signature, fields([4, crc32(data)], [sizeBytes, stored], [sizeBytes, data.length])]);
}

/** The record of 64-bit numbers and its locator, of one member. */
export function zip64(
  offset: number,
  size: number,
  changes: { count?: number; at?: number; disks?: number } = {},
): Buffer {
  const { count = 1, at = offset + size, disks = 1 } = changes;
  return Buffer.concat([
    fields([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0], [8, count], [8, count], [8, size], [8, offset]),
    fields([4, 0x07064b50], [4, 0], [8, at], [4, disks]),
  ]);
}
