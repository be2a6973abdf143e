import type { Source } from "../source.js";
import type { Validity } from "./batch-columns.js";
import { openBuffer } from "./byte-reader.js";
import type { RecordBatch } from "./record-batch.js";

const PIECE = 2 ** 16;

/** Checks what the values of a batch do not need: that no value is null, and that zeros are what fills the body up. */
export async function checkBody(source: Source, batch: RecordBatch, validities: readonly Validity[]): Promise<void> {
  const { paddings, fail } = batch;
  for (const { offset, length } of paddings) {
    const bytes = new Uint8Array(length);
    await source.readInto(bytes, offset);
    if (bytes.some((byte) => byte !== 0)) throw fail(`has something other than zeros in its padding at ${offset}`);
  }
  const piece = new Uint8Array(PIECE);
  for (const { what, bits, count } of validities) {
    const reader = openBuffer(source, bits, fail);
    for (let left = count; left > 0; left -= 8 * PIECE) {
      const bytes = piece.subarray(0, Math.min(PIECE, Math.ceil(left / 8)));
      await reader.read(bytes);
      // The bits after the last value can be anything.
      if (left % 8 !== 0 && left < 8 * PIECE) bytes[bytes.length - 1]! |= 0xff << (left % 8);
      if (bytes.some((byte) => byte !== 0xff)) throw fail(`has nulls in ${what}, although it says that it has none`);
    }
    await reader.end();
  }
}
