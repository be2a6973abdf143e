import type { SplitName } from "../../../generate/examples.js";
import { Damage } from "./damage.js";
import { decodeDelta } from "./delta.js";
import type { Fill, ValueDecoder } from "./page-values.js";
import { Encoding } from "./structures.js";

/** Splits by the code that stands for them here. */
export const SPLIT_NAMES: readonly SplitName[] = ["train", "test"];

const NAMES = SPLIT_NAMES.map((name) => new TextEncoder().encode(name));

/** The code of any other text, which a row can't have. */
const OTHER = NAMES.length;

/** Decodes texts as codes of splits. */
export const splitValues: ValueDecoder<Uint8Array> = {
  directSize: 0,
  dictionary(bytes, count) {
    // A text takes 4 bytes at least.
    if (count > bytes.length / 4) throw new Damage(`has ${bytes.length} bytes for ${count} texts`);
    const codes = new Uint8Array(count);
    readTexts(bytes, 0, codes);
    return codes;
  },
  page(encoding, bytes, count) {
    if (encoding === Encoding.PLAIN) return plain(bytes);
    if (encoding === Encoding.DELTA_LENGTH_BYTE_ARRAY) return deltaLengths(bytes, count);
    return undefined;
  },
};

function plain(bytes: Uint8Array): Fill<Uint8Array> {
  let at = 0;
  return (target) => {
    at = readTexts(bytes, at, target);
  };
}

/** Fills `codes` with those of texts that have their length in four bytes before them. Returns the offset after them. */
function readTexts(bytes: Uint8Array, start: number, codes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = start;
  for (let i = 0; i < codes.length; i++) {
    if (at + 4 > bytes.length) throw new Damage("ends within its values");
    const length = view.getUint32(at, true);
    at += 4;
    if (length > bytes.length - at) throw new Damage("ends within its values");
    codes[i] = codeOf(bytes, at, length);
    at += length;
  }
  return at;
}

function deltaLengths(bytes: Uint8Array, count: number): Fill<Uint8Array> {
  const { values: lengths, end } = decodeDelta(bytes, count, true);
  const total = lengths.reduce((sum, length) => (length < 0 ? Number.NaN : sum + length), 0);
  if (!(total <= bytes.length - end)) throw new Damage(`has ${bytes.length - end} bytes of text where ${total} belong`);
  let passed = 0;
  let at = end;
  return (codes) => {
    for (let i = 0; i < codes.length; i++) {
      const length = lengths[passed++]!;
      codes[i] = codeOf(bytes, at, length);
      at += length;
    }
  };
}

function codeOf(bytes: Uint8Array, at: number, length: number): number {
  for (let code = 0; code < NAMES.length; code++) {
    const name = NAMES[code]!;
    if (name.length !== length) continue;
    let i = 0;
    while (i < length && bytes[at + i] === name[i]) i++;
    if (i === length) return code;
  }
  return OTHER;
}
