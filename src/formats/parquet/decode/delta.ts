import { Damage } from "./damage.js";
import { ThriftInput } from "./thrift-input.js";

/** Deltas of labels have at most 33 bits, and the unpacking has 53. */
const MAX_WIDTH = 40;

/** Values per block; writers use 128 to 1024. */
const MAX_BLOCK = 65_536;

/**
 * Decodes `count` integers of DELTA_BINARY_PACKED.
 *
 * @param isInt32 whether the sums are modulo 2^32, as those of the physical type INT32 are.
 * @returns the integers, exact but perhaps beyond 32 bits, and the offset after them.
 * @throws Damage
 * @see https://parquet.apache.org/docs/file-format/data-pages/encodings/#DELTAENC
 */
export function decodeDelta(bytes: Uint8Array, count: number, isInt32: boolean): { values: Float64Array; end: number } {
  const input = new ThriftInput(bytes);
  const blockSize = input.varint();
  const miniblocks = input.varint();
  const size = blockSize / miniblocks;
  if (!(blockSize > 0 && blockSize <= MAX_BLOCK && blockSize % 128 === 0 && size % 32 === 0)) {
    throw new Damage(`has blocks of ${blockSize} integers in ${miniblocks} parts`);
  }
  const total = input.varint();
  if (total !== count) throw new Damage(`has ${total} integers, not ${count}`);
  let value = input.zigzag();
  const values = new Float64Array(count);
  if (count > 0) values[0] = value;

  for (let i = 1; i < count; ) {
    const minDelta = input.zigzag();
    const widths = Array.from({ length: miniblocks }, () => input.byte());
    for (const width of widths) {
      if (i >= count) break;
      if (width > MAX_WIDTH) throw new Damage(`has integers of ${width} bits`);
      const start = input.position;
      input.position += (size * width) / 8;
      if (input.position > bytes.length) throw new Damage("ends within its integers");
      let at = start;
      let pending = 0; // bits of the stream not used yet, and how many
      let bits = 0;
      for (const end = Math.min(count, i + size); i < end; i++) {
        for (; bits < width; bits += 8) pending += bytes[at++]! * 2 ** bits;
        const delta = pending % 2 ** width;
        pending = (pending - delta) / 2 ** width;
        bits -= width;
        value += minDelta + delta;
        if (isInt32) value |= 0;
        values[i] = value;
      }
    }
  }
  return { values, end: input.position };
}
