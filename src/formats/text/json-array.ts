import { MAX_POINTS } from "../../config/limits.js";
import { defaultChunkRows } from "../../generate/examples.js";
import type { Source } from "../source.js";
import type { StoredArray } from "../stored-arrays.js";
import { ByteWindow } from "./byte-window.js";
import { changed } from "./changed.js";
import { CLOSE_BRACKET, COMMA, OPEN_BRACKET } from "./characters.js";
import type { TextType } from "./float32-text.js";
import type { JsonCursor } from "./json-cursor.js";
import { NumberList, readList } from "./number-list.js";
import { readLabel } from "./read-label.js";
import { readNumber } from "./read-number.js";
import { skipSpace } from "./skip-space.js";

/** What an array consists of: lists of numbers of one length, numbers, or integers of 32 bits. */
export type JsonItems = "rows" | "numbers" | "labels";

/** An array that was read once: where it is, not what is in it. */
export interface JsonArray {
  readonly items: JsonItems;
  readonly count: number;
  /** Numbers of a row, or 1; 0 if there is none. */
  readonly width: number;
  /** Places in the file of every `step`-th item, from the first on. */
  readonly marks: readonly number[];
  readonly step: number;
}

/** So many labels pass by in the time of a few rows of x. */
const LABEL_STEP = 4096;

/**
 * Checks an array and finds out how large it is.
 *
 * @param type what else the values are looked at for.
 * @throws FormatError
 */
export async function surveyArray(cursor: JsonCursor, items: JsonItems, type?: TextType): Promise<JsonArray> {
  const { window } = cursor;
  const list = new NumberList(true);
  const marks: number[] = [];
  let [count, width, step] = [0, 0, 1];
  await cursor.expect(OPEN_BRACKET);
  const isEmpty = (await cursor.peek()) === CLOSE_BRACKET;
  if (isEmpty) window.position++;
  const part = () => (items === "rows" ? `row ${count}` : `value ${count}`);
  for (let isDone = isEmpty; !isDone; ) {
    const end = itemEnd(window, list, items);
    if (end >= 0) {
      if (count === 0) {
        width = list.count;
        step = items === "rows" ? defaultChunkRows(width) : LABEL_STEP;
      }
      if (list.count !== width) {
        const problem = `its length is ${list.count}, not ${width} as that of row 0`;
        throw await cursor.stopped(skipSpace(window.bytes, window.position, true), problem, undefined, part());
      }
      if (count % step === 0) marks.push(window.offsetOf(window.position));
      type?.add(list.values, width);
      isDone = window.bytes[end] === CLOSE_BRACKET;
      window.position = end + 1;
      count++;
    } else if (window.runsOut(~end)) {
      await window.more(part());
    } else {
      const problem = list.isTooLong ? `more than ${MAX_POINTS} values` : undefined;
      throw await cursor.stopped(~end, problem, items === "labels" ? "label" : "number", part());
    }
  }
  return { items, count, width, marks, step };
}

/**
 * An array that is read from its file when it is asked for, so that none is ever in memory as a whole: x may be larger
 * than that, and need not come before y.
 */
export function storedArray(
  source: Source,
  name: string,
  array: JsonArray,
  type: StoredArray["type"],
  shape: readonly number[],
): StoredArray {
  return { path: `${source.path}: ${name}`, type, shape, read: (start, target) => read(source, array, start, target) };
}

/** @param start first element: that of a whole row. */
async function read(
  source: Source,
  { items, width, marks, step }: JsonArray,
  start: number,
  target: Float32Array | Float64Array | Int32Array,
): Promise<void> {
  if (target.length === 0) return;
  const item = start / width;
  const window = new ByteWindow(source, marks[Math.floor(item / step)], items === "rows" ? undefined : 1 << 14);
  const list = new NumberList(true);
  let filled = 0;
  for (let left = item % step; filled < target.length; ) {
    const end = itemEnd(window, list, items);
    if (end >= 0) {
      if (list.count !== width) throw changed(source);
      const { values } = list;
      if (left === 0) for (let i = 0; i < width; i++) target[filled++] = values[i]!;
      else left--;
      window.position = end + 1;
    } else {
      if (!window.runsOut(~end)) throw changed(source);
      await window.more("an example");
    }
  }
}

/** Reads the item at the window's position into `list`. @returns where the comma or bracket after it is, or ~position. */
function itemEnd({ bytes, position }: ByteWindow, list: NumberList, items: JsonItems): number {
  const start = skipSpace(bytes, position, true);
  let end: number;
  if (items === "rows") {
    end = readList(bytes, start, list);
  } else {
    list.count = 1;
    end = items === "labels" ? readLabel(bytes, start, list.values, 0) : readNumber(bytes, start, list.values, 0);
  }
  if (end < 0) return end;
  end = skipSpace(bytes, end, true);
  return bytes[end] === COMMA || bytes[end] === CLOSE_BRACKET ? end : ~end;
}
