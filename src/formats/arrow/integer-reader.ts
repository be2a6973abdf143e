import { bytesOf } from "../../digest/bytes.js";
import type { Source } from "../source.js";
import type { IntType } from "./arrow-type.js";
import { openBuffer } from "./byte-reader.js";
import type { Fail } from "./flatbuffer.js";
import type { BodyBuffer } from "./record-batch.js";

/** Offsets, indices or labels, which are had in order. */
export interface IntegerReader {
  /** Fills the target with the next integers. Those that a double does not hold are rounded. */
  read(target: Float64Array): Promise<void>;
  end(): Promise<void>;
}

const ARRAYS = {
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
};

/** @param capacity most integers that are read at once. */
export function openIntegers(
  source: Source,
  buffer: BodyBuffer,
  { bits, isSigned }: IntType,
  capacity: number,
  fail: Fail,
): IntegerReader {
  const reader = openBuffer(source, buffer, fail);
  const staging = new ARRAYS[`${isSigned ? "int" : "uint"}${bits}`](capacity);
  // The words of 64 bits: integers of that size are slow to convert one by one.
  const words = bits === 64 ? new Int32Array(staging.buffer) : undefined;
  const low = words && new Uint32Array(staging.buffer);
  return {
    end: reader.end,
    async read(target) {
      await reader.read(bytesOf(staging.subarray(0, target.length)));
      if (words === undefined || low === undefined) {
        target.set(staging.subarray(0, target.length) as Int32Array);
        return;
      }
      for (let i = 0; i < target.length; i++) {
        const high = isSigned ? words[2 * i + 1]! : low[2 * i + 1]!;
        target[i] = high * 2 ** 32 + low[2 * i]!;
      }
    },
  };
}
