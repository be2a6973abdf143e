/**
 * Repetition levels of `rows` lists of `length` values each, as RLE/bit-packing hybrid of width 1 with its byte length
 * before it: 0 where a list begins, 1 inside it. One bit-packed run, since 39 of 40 bits are alike but no run is long.
 */
export function listRepetitionLevels(rows: number, length: number): Uint8Array {
  const groups = Math.ceil((rows * length) / 8);
  const header = varint(groups * 2 + 1);
  const levels = withLength(header.length + groups);
  levels.set(header, 4);
  const bits = levels.subarray(4 + header.length).fill(0xff);
  for (let i = 0; i < rows * length; i += length) bits[i >>> 3]! &= ~(1 << (i & 7));
  return levels;
}

/** Definition levels of `count` values that are all there: one run of ones. */
export function presentDefinitionLevels(count: number): Uint8Array {
  const header = varint(count * 2);
  const levels = withLength(header.length + 1);
  levels.set(header, 4);
  levels[4 + header.length] = 1;
  return levels;
}

/** A buffer whose first four bytes say how many follow. */
function withLength(length: number): Uint8Array {
  const buffer = new Uint8Array(4 + length);
  new DataView(buffer.buffer).setUint32(0, length, true);
  return buffer;
}

/** Unsigned LEB128 of a value below 2^53. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  bytes.push(rest);
  return bytes;
}
