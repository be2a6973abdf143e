import { wordsOfFloats } from "../../../numeric/copy-floats.js";
import { Damage } from "./damage.js";
import { HybridRuns } from "./hybrid-runs.js";
import { Encoding } from "./structures.js";

/** Numbers, or codes of texts. */
export type Values = Float32Array | Float64Array | Int32Array | Uint8Array;

/** Fills `target` with the next values of a page. */
export type Fill<T extends Values> = (target: T) => void;

/** How the values of one physical type are decoded. */
export interface ValueDecoder<T extends Values> {
  /** Bytes of a PLAIN value that are the same in memory; 0 where they are not. */
  readonly directSize: number;
  /** The values of a dictionary page, which are PLAIN. @throws Damage */
  dictionary(bytes: Uint8Array, count: number): T;
  /** The values of a data page in this encoding; undefined if they can't be in it. @throws Damage */
  page(encoding: number, bytes: Uint8Array, count: number): Fill<T> | undefined;
}

/** A value that is well stored but not what the column can have. */
export class BadValue extends Error {
  override readonly name = "BadValue";

  /** @param index of the value in the target. */
  constructor(
    readonly index: number,
    readonly problem: string,
  ) {
    super(problem);
  }
}

/** The values of a page, whatever its encoding. @throws Damage */
export function pageValues<T extends Values>(
  decoder: ValueDecoder<T>,
  encoding: number,
  bytes: Uint8Array,
  count: number,
  dictionary: T | undefined,
): Fill<T> | undefined {
  if (encoding !== Encoding.RLE_DICTIONARY && encoding !== Encoding.PLAIN_DICTIONARY) {
    return decoder.page(encoding, bytes, count);
  }
  if (dictionary === undefined) throw new Damage("refers to a dictionary, and there is none");
  if (!(dictionary instanceof Float32Array)) return dictionaryValues(bytes, count, dictionary);
  const fill = dictionaryValues(bytes, count, wordsOfFloats(dictionary));
  return (target) => fill(wordsOfFloats(target as Float32Array));
}

/** Values by their index in a dictionary. */
function dictionaryValues<T extends Values>(bytes: Uint8Array, count: number, dictionary: T): Fill<T> {
  if (count === 0) return () => {};
  const [width] = bytes;
  if (width === undefined) throw new Damage("has no values");
  const runs = new HybridRuns(bytes, width, 1);
  let left = count; // of the page, from the current run on
  let passed = 0; // of the current run
  const check = (index: number): void => {
    if (index >= dictionary.length)
      throw new Damage(`refers to value ${index} of a dictionary of ${dictionary.length}`);
  };
  return (target) => {
    for (let i = 0; i < target.length; ) {
      if (passed === runs.count) {
        left -= runs.count;
        runs.next(left);
        passed = 0;
      }
      const taken = Math.min(runs.count - passed, target.length - i);
      if (runs.isPacked) {
        for (let k = 0; k < taken; k++) {
          const index = packedAt(bytes, runs.packedAt, width, passed + k);
          check(index);
          target[i + k] = dictionary[index]!;
        }
      } else {
        check(runs.value);
        target.fill(dictionary[runs.value]!, i, i + taken);
      }
      i += taken;
      passed += taken;
    }
  };
}

/** Integer `index` of those of `width` bits, at most 24, that begin at byte `start`. */
function packedAt(bytes: Uint8Array, start: number, width: number, index: number): number {
  const bit = index * width;
  const at = start + Math.floor(bit / 8);
  const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  return (word >>> (bit % 8)) & (2 ** width - 1);
}

/** Checks that PLAIN values are there. fastparquet writes 8 bytes more, which other readers pass over. @throws Damage */
export function checkPlainSize(bytes: Uint8Array, count: number, size: number): void {
  if (bytes.length < count * size) {
    throw new Damage(`has ${bytes.length} bytes for ${count} values of ${size} bytes`);
  }
}
