import { bytesOf } from "../../digest/bytes.js";
import { wordsOfFloats } from "../../numeric/floats.js";
import type { SplitCounter } from "../column-table.js";
import { Damage, Unsupported } from "../damage.js";
import { decodeDelta, HybridRuns, MAX_INDEX_WIDTH } from "./encodings.js";
import type { Encoding } from "./metadata.js";

/** Numbers, or codes of texts. */
export type Floats = Float32Array | Float64Array;

/** Fills `target` with the next values of a page. @throws Damage */
export type Fill<T extends Floats> = (target: T) => void;

/** Opens the `count` values of a page. @throws Damage */
type Decode<T extends Floats> = (bytes: Uint8Array, count: number) => Fill<T>;

/** How the values of a column are decoded. */
export interface ValueType<T extends Floats> {
  create(count: number): T;
  /** Bytes of a PLAIN value; of a text, of its length. */
  readonly size: number;
  /** Whether PLAIN values are the same in memory. */
  readonly isDirect: boolean;
  /** By the encodings that they can be in, besides a dictionary. */
  readonly decode: { readonly PLAIN: Decode<T> } & { readonly [encoding in Encoding]?: Decode<T> };
}

/** The values of a dictionary page, which are PLAIN. @throws Damage, Unsupported */
export function dictionaryOf<T extends Floats>(type: ValueType<T>, bytes: Uint8Array, count: number): T {
  const fill = type.decode.PLAIN(bytes, count);
  if (count > 2 ** MAX_INDEX_WIDTH)
    throw new Unsupported(`is a dictionary of ${count} values, more than a dataset needs`);
  const values = type.create(count);
  fill(values);
  return values;
}

/** The values of a data page. @throws Damage, Unsupported */
export function pageValues<T extends Floats>(
  type: ValueType<T>,
  encoding: Encoding,
  bytes: Uint8Array,
  count: number,
  dictionary: T | undefined,
): Fill<T> {
  if (encoding === "PLAIN_DICTIONARY" || encoding === "RLE_DICTIONARY") {
    if (dictionary === undefined) throw new Damage("refers to a dictionary, and there is none");
    return dictionaryValues(bytes, count, dictionary);
  }
  const decode = type.decode[encoding];
  if (decode !== undefined) return decode(bytes, count);
  throw new Unsupported(`has values in the encoding ${encoding}, which is not supported there`);
}

/** Checks that PLAIN values are there. fastparquet writes 8 bytes more, which other readers pass over. */
function checkPlainSize(bytes: Uint8Array, count: number, size: number): void {
  if (bytes.length < count * size) {
    throw new Damage(`has ${bytes.length} bytes for ${count} values of ${size} bytes`);
  }
}

/** Values by their index in a dictionary. */
function dictionaryValues<T extends Floats>(bytes: Uint8Array, count: number, dictionary: T): Fill<T> {
  if (count === 0) return () => {};
  const [width] = bytes;
  if (width === undefined) throw new Damage("has no values");
  const runs = new HybridRuns(bytes, width, 1);
  const known = bitsOf(dictionary);
  let left = count; // of the page, from the current run on
  let passed = 0; // of the current run
  return (target) => {
    const values = bitsOf(target);
    for (let i = 0; i < values.length; ) {
      if (passed === runs.count) {
        left -= runs.count;
        runs.next(left);
        passed = 0;
      }
      const end = i + Math.min(runs.count - passed, values.length - i);
      for (; i < end; i++) {
        const index = runs.valueAt(passed++);
        if (index >= known.length) throw new Damage(`refers to value ${index} of a dictionary of ${known.length}`);
        values[i] = known[index]!;
      }
    }
  };
}

/** What can be copied one by one without changing a NaN. */
export function bitsOf(values: Floats): Float64Array | Int32Array {
  return values instanceof Float32Array ? wordsOfFloats(values) : values;
}

export const float32Values = floatValues(4, (count) => new Float32Array(count));
export const float64Values = floatValues(8, (count) => new Float64Array(count));

/** Numbers of `size` bytes, which stay bit for bit as they are. */
function floatValues<T extends Floats>(size: number, create: (count: number) => T): ValueType<T> {
  return {
    create,
    size,
    isDirect: true,
    decode: {
      PLAIN(bytes, count) {
        checkPlainSize(bytes, count, size);
        let at = 0;
        return (target) => {
          bytesOf(target).set(bytes.subarray(at, at + target.byteLength));
          at += target.byteLength;
        };
      },
      /** The first bytes of all values, then all second bytes, and so on. */
      BYTE_STREAM_SPLIT(bytes, count) {
        checkPlainSize(bytes, count, size);
        let passed = 0;
        return (target) => {
          const output = bytesOf(target);
          for (let byte = 0; byte < size; byte++) {
            const stream = bytes.subarray(byte * count + passed, byte * count + passed + target.length);
            for (let i = 0, to = byte; i < stream.length; i++, to += size) output[to] = stream[i]!;
          }
          passed += target.length;
        };
      },
    },
  };
}

/** Integers, which are exact up to 2^53. @param size of a stored one, in bytes. */
export function integerValues(size: 4 | 8, isUnsigned: boolean): ValueType<Float64Array> {
  return {
    create: (count) => new Float64Array(count),
    size,
    isDirect: false,
    decode: {
      /** Low and high words, since a BigInt for each would take longer than everything else. */
      PLAIN(bytes, count) {
        checkPlainSize(bytes, count, size);
        const view = viewOf(bytes);
        let at = 0;
        return (target) => {
          for (let i = 0; i < target.length; i++, at += size) {
            const top = isUnsigned ? view.getUint32(at + size - 4, true) : view.getInt32(at + size - 4, true);
            target[i] = size === 4 ? top : top * 2 ** 32 + view.getUint32(at, true);
          }
        };
      },
      DELTA_BINARY_PACKED(bytes, count) {
        const { values } = decodeDelta(bytes, count, size === 4);
        let passed = 0;
        return (target) => {
          for (let i = 0; i < target.length; i++) {
            const integer = values[passed++]!;
            target[i] = isUnsigned && integer < 0 ? integer + 2 ** (8 * size) : integer;
          }
        };
      },
    },
  };
}

/** Bytes that a PLAIN text has before it, which say how long it is. */
const LENGTH_SIZE = 4;

/** Texts as codes. */
export function splitValues(splits: SplitCounter): ValueType<Float64Array> {
  return {
    create: (count) => new Float64Array(count),
    size: LENGTH_SIZE,
    isDirect: false,
    decode: {
      PLAIN(bytes, count) {
        checkPlainSize(bytes, count, LENGTH_SIZE);
        const view = viewOf(bytes);
        let at = 0;
        return (codes) => {
          for (let i = 0; i < codes.length; i++) {
            const start = at + LENGTH_SIZE;
            if (start <= bytes.length) at = start + view.getUint32(start - LENGTH_SIZE, true);
            if (start > bytes.length || at > bytes.length) throw new Damage("ends within its values");
            codes[i] = splits.codeOf(bytes, start, at);
          }
        };
      },
      DELTA_LENGTH_BYTE_ARRAY(bytes, count) {
        const { values: lengths, end } = decodeDelta(bytes, count, true);
        const total = lengths.reduce((sum, length) => (length < 0 ? Number.NaN : sum + length), 0);
        if (!(total <= bytes.length - end)) {
          throw new Damage(`has ${bytes.length - end} bytes of text where ${total} belong`);
        }
        let passed = 0;
        let at = end;
        return (codes) => {
          for (let i = 0; i < codes.length; i++) {
            const start = at;
            at += lengths[passed++]!;
            codes[i] = splits.codeOf(bytes, start, at);
          }
        };
      },
    },
  };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
