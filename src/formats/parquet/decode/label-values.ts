import { decodeDelta } from "./delta.js";
import { BadValue, checkPlainSize, type Fill, type ValueDecoder } from "./page-values.js";
import { Encoding } from "./structures.js";

/** Decodes integers as labels, which have 32 bits. @param size of a stored integer, in bytes. */
export function labelValues(size: 4 | 8, isUnsigned: boolean): ValueDecoder<Int32Array> {
  return {
    directSize: 0,
    dictionary(bytes, count) {
      checkPlainSize(bytes, count, size);
      const labels = new Int32Array(count);
      plain(bytes, size, isUnsigned)(labels);
      return labels;
    },
    page(encoding, bytes, count) {
      if (encoding === Encoding.DELTA_BINARY_PACKED) return deltas(bytes, count, size, isUnsigned);
      if (encoding !== Encoding.PLAIN) return undefined;
      checkPlainSize(bytes, count, size);
      return plain(bytes, size, isUnsigned);
    },
  };
}

/** Low and high words, since a BigInt for each label would take longer than everything else. */
function plain(bytes: Uint8Array, size: number, isUnsigned: boolean): Fill<Int32Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  return (target) => {
    for (let i = 0; i < target.length; i++, at += size) {
      const low = view.getInt32(at, true);
      const high = size === 8 ? view.getInt32(at + 4, true) : low >> 31;
      if (high !== low >> 31 || (isUnsigned && low < 0)) throw beyond(i);
      target[i] = low;
    }
  };
}

function deltas(bytes: Uint8Array, count: number, size: number, isUnsigned: boolean): Fill<Int32Array> {
  const { values } = decodeDelta(bytes, count, size === 4);
  let passed = 0;
  return (target) => {
    for (let i = 0; i < target.length; i++) {
      const label = values[passed++]!;
      if (label !== (label | 0) || (isUnsigned && label < 0)) throw beyond(i);
      target[i] = label;
    }
  };
}

function beyond(index: number): BadValue {
  return new BadValue(index, "is beyond 32 bits");
}
