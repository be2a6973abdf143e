import { bytesOf } from "../../../digest/bytes.js";
import { checkPlainSize, type Fill, type ValueDecoder } from "./page-values.js";
import { Encoding } from "./structures.js";

export const float32Values = floatValues(4, (count) => new Float32Array(count));
export const float64Values = floatValues(8, (count) => new Float64Array(count));

/** Decodes numbers of `size` bytes, which stay bit for bit as they are. */
function floatValues<T extends Float32Array | Float64Array>(
  size: number,
  create: (count: number) => T,
): ValueDecoder<T> {
  return {
    directSize: size,
    dictionary(bytes, count) {
      checkPlainSize(bytes, count, size);
      const values = create(count);
      bytesOf(values).set(bytes.subarray(0, count * size));
      return values;
    },
    page(encoding, bytes, count) {
      if (encoding !== Encoding.PLAIN && encoding !== Encoding.BYTE_STREAM_SPLIT) return undefined;
      checkPlainSize(bytes, count, size);
      return encoding === Encoding.PLAIN ? plain(bytes) : byteStreams(bytes, count, size);
    },
  };
}

function plain(bytes: Uint8Array): Fill<Float32Array | Float64Array> {
  let at = 0;
  return (target) => {
    bytesOf(target).set(bytes.subarray(at, at + target.byteLength));
    at += target.byteLength;
  };
}

/** The first bytes of all values, then all second bytes, and so on. */
function byteStreams(bytes: Uint8Array, count: number, size: number): Fill<Float32Array | Float64Array> {
  let passed = 0;
  return (target) => {
    const output = bytesOf(target);
    for (let byte = 0; byte < size; byte++) {
      const stream = bytes.subarray(byte * count + passed, byte * count + passed + target.length);
      for (let i = 0, to = byte; i < stream.length; i++, to += size) output[to] = stream[i]!;
    }
    passed += target.length;
  };
}
