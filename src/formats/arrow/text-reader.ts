import type { Source } from "../source.js";
import type { TextType } from "./arrow-type.js";
import type { TextBuffers } from "./batch-columns.js";
import { openBuffer } from "./byte-reader.js";
import type { Fail } from "./flatbuffer.js";
import { openIntegers } from "./integer-reader.js";
import type { BodyBuffer } from "./record-batch.js";

/** The texts of a column, which are had in order. Those of more than a few characters come with an ellipsis. */
export interface TextReader {
  /** Fills the target with the next texts. */
  read(target: string[], count: number): Promise<void>;
  end(): Promise<void>;
}

/** Longest text that is read; splits have shorter names. */
const MAX_BYTES = 32;

/** Views have texts of so many bytes in them. */
const MAX_INLINE = 12;

/** @param capacity most texts that are read at once. */
export function openTexts(
  source: Source,
  { places, characters }: TextBuffers,
  { offsets }: TextType,
  capacity: number,
  fail: Fail,
): TextReader {
  if (offsets === "views" || characters === undefined) return openViews(source, places, capacity, fail);
  return openCharacters(source, places, characters, offsets === 8 ? 64 : 32, capacity, fail);
}

function openCharacters(
  source: Source,
  places: BodyBuffer,
  characters: BodyBuffer,
  bits: 32 | 64,
  capacity: number,
  fail: Fail,
): TextReader {
  const offsetReader = openIntegers(source, places, { kind: "int", bits, isSigned: true }, capacity + 1, fail);
  const reader = openBuffer(source, characters, fail);
  const offsets = new Float64Array(capacity + 1);
  let bytes = new Uint8Array(0);
  let isFirst = true;
  return {
    async read(target, count) {
      // The end of the last text is the start of the next.
      await offsetReader.read(offsets.subarray(isFirst ? 0 : 1, count + 1));
      for (let i = 0; i < count; i++) {
        const [from, to] = [offsets[i]!, offsets[i + 1]!];
        if (from < 0 || to < from || to > characters.size) {
          throw fail(`has a text from ${from} to ${to} of ${characters.size} bytes in its column split`);
        }
        if (to - from > MAX_BYTES) {
          throw fail(`has a text of ${to - from} bytes in its column split, which is no train or test`, false);
        }
      }
      const start = offsets[0]!;
      if (isFirst) await reader.skip(start);
      isFirst = false;
      const size = offsets[count]! - start;
      if (size > bytes.length) bytes = new Uint8Array(size);
      await reader.read(bytes.subarray(0, size));
      for (let i = 0; i < count; i++) target[i] = textOf(bytes, offsets[i]! - start, offsets[i + 1]! - start);
      offsets[0] = offsets[count]!;
    },
    async end() {
      await offsetReader.end();
      await reader.end();
    },
  };
}

/** Each view has the length of its text, and then the text or its first four bytes. */
function openViews(source: Source, places: BodyBuffer, capacity: number, fail: Fail): TextReader {
  const reader = openBuffer(source, places, fail);
  const bytes = new Uint8Array(capacity * 16);
  const view = new DataView(bytes.buffer);
  return {
    async read(target, count) {
      await reader.read(bytes.subarray(0, count * 16));
      for (let i = 0; i < count; i++) {
        const size = view.getInt32(i * 16, true);
        const at = i * 16 + 4;
        if (size < 0) throw fail(`has a text of ${size} bytes in its column split`);
        target[i] = size <= MAX_INLINE ? textOf(bytes, at, at + size) : `${textOf(bytes, at, at + 4)}…`;
      }
    },
    end: reader.end,
  };
}

/** The names of the splits are told apart without making texts of them. */
function textOf(bytes: Uint8Array, start: number, end: number): string {
  if (end - start === 5 && isAt(TRAIN, bytes, start)) return "train";
  if (end - start === 4 && isAt(TEST, bytes, start)) return "test";
  return new TextDecoder().decode(bytes.subarray(start, end));
}

const [TRAIN, TEST] = ["train", "test"].map((name) => new TextEncoder().encode(name)) as [Uint8Array, Uint8Array];

function isAt(name: Uint8Array, bytes: Uint8Array, start: number): boolean {
  for (let i = 0; i < name.length; i++) if (bytes[start + i] !== name[i]) return false;
  return true;
}
