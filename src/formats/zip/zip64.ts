import { FormatError } from "../format-error.js";

/** In a field of 32 bits: see the zip64 extra field. */
export const SATURATED = 0xffffffff;

/**
 * The 64-bit numbers of the zip64 extra field among all extra fields of a header, or undefined if there is none. Others
 * (owners, times) are passed over.
 *
 * @throws FormatError
 */
export function zip64Values(extra: Buffer, path: string): number[] | undefined {
  const damaged = () => new FormatError(path, "is damaged: the extra fields of its members are not sound");
  let values: number[] | undefined;
  for (let at = 0; at < extra.length; ) {
    if (at + 4 > extra.length) throw damaged();
    const end = at + 4 + extra.readUInt16LE(at + 2);
    const field = extra.subarray(at + 4, end);
    if (end > extra.length) throw damaged();
    // Info-ZIP's second name of a member: Python's zipfile takes it for the name.
    if (extra.readUInt16LE(at) === 0x7075) throw new FormatError(path, "has a member with two names");
    if (extra.readUInt16LE(at) === 1) {
      if (values !== undefined || field.length % 8 !== 0) throw damaged();
      values = Array.from({ length: field.length / 8 }, (_, i) => Number(field.readBigUInt64LE(8 * i)));
    }
    at = end;
  }
  return values;
}
