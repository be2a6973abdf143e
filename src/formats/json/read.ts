import type { Dtype } from "../../config/config.js";
import type { JsonObject } from "../../config/config-json.js";
import { isLabel } from "../../config/kinds.js";
import { bytesOf } from "../../digest/bytes.js";
import { ARRAY_NAMES_TEXT, roleOf } from "../arrays.js";
import type { StoredExamples, StoredMetadata } from "../format.js";
import { FormatError } from "../format-error.js";
import { momentsFrom } from "../metadata-from-entries.js";
import { storedArrayOf } from "../npy/stored-array.js";
import { type ByteStream, forwardSource, onlySource, type Source } from "../source.js";
import { decodeArrays, type StoredArray } from "../stored-arrays.js";
import { JsonCursor } from "../text/json-cursor.js";
import { JsonFault, numbersFrom, parseRow } from "../text/json-text.js";
import { TextType } from "../text/read-tables.js";
import { openText, TextWindow } from "../text/text-window.js";

/** What an array consists of: lists of numbers of one length, numbers, or integers of 32 bits. */
type JsonItems = "rows" | "numbers" | "labels";

/** What the array of a key consists of; undefined for what is no array of a dataset. */
function itemsOf(key: string): JsonItems | undefined {
  if (key === "t") return "numbers";
  const kind = roleOf(key)?.column.kind;
  return kind && ({ signal: "rows", integer: "labels", real: "numbers" } as const)[kind];
}

const TEMPLATES: Readonly<Record<string, JsonItems>> = { x: "rows", t: "numbers", y: "labels" };
const TEXTS: Readonly<Record<string, keyof StoredMetadata>> = { config_digest: "configDigest", digest: "digest" };
const KEYS = [
  ARRAY_NAMES_TEXT.replace(/templates_x.*/, "templates"),
  "config",
  "standardisation",
  ...Object.keys(TEXTS),
];

/** An array that was read once: where it is, not what is in it. */
interface JsonArray {
  readonly items: JsonItems;
  readonly count: number;
  /** Numbers of a row, or 1; 0 if there is none. */
  readonly width: number;
  /** Place of its first item in the file. */
  readonly offset: number;
}

/** What a dataset's object has. */
interface SurveyedObject {
  /** By the names that `decodeArrays` wants. */
  readonly arrays: ReadonlyMap<string, JsonArray>;
  /** Of all signals together. */
  readonly type: TextType;
  readonly metadata: StoredMetadata;
}

/**
 * A dataset from one JSON object: ours, or one with the lists of the original's dict.
 *
 * A first pass checks everything and keeps where the arrays are; their values are read again when asked for, so that none
 * is ever in memory as a whole: x may be larger than that, and need not come before y.
 *
 * @throws FormatError
 */
export async function decodeJson(sources: readonly Source[], stated?: Dtype): Promise<StoredExamples> {
  const source = onlySource(sources);
  const { arrays, metadata, type } = await surveyObject(source);
  const signals = [...arrays].filter(([name]) => roleOf(name)?.column.kind === "signal").map(([, array]) => array);
  if (signals.length > 0 && signals.every(({ count }) => count === 0)) {
    throw new FormatError(source.path, "has no examples");
  }
  const dtype = type.dtype(stated ?? (metadata.config?.dtype as Dtype | undefined));
  // A split without rows does not show how long they would be.
  const length = signals.find(({ width }) => width > 0)?.width ?? 0;
  const stored = [...arrays].map(([name, array]): [string, StoredArray] => {
    const isExamples = roleOf(name)?.column.kind === "signal";
    const { count, width } = isExamples && array.count === 0 ? { ...array, width: length } : array;
    const shape = array.items === "rows" ? [count, width] : [count];
    const descr = array.items === "labels" ? "<i4" : isExamples && dtype === "float32" ? "<f4" : "<f8";
    const path = `${source.path}: ${name}`;
    const size = count * width * Number(descr.at(-1));
    const data = forwardSource(path, size, () => bytesOfValues(source, array, descr));
    return [name, storedArrayOf({ path, descr, shape, isFortran: false, data })];
  });
  const examples = await decodeArrays(new Map(stored), source.path, metadata);
  return { ...examples, pathOf: () => source.path };
}

/** Reads the file once, checks everything in it, and keeps where its arrays are. */
async function surveyObject(source: Source): Promise<SurveyedObject> {
  const cursor = new JsonCursor(await openText(source));
  const arrays = new Map<string, JsonArray>();
  const type = new TextType();
  let metadata: StoredMetadata = {};
  for await (const key of cursor.keys()) {
    const items = itemsOf(key);
    if (items !== undefined) {
      arrays.set(key, await surveyArray(cursor, items, items === "rows" ? type : undefined));
    } else if (key === "templates") await surveyTemplates(cursor, arrays);
    else if (key === "config") metadata = { ...metadata, config: await readConfig(cursor) };
    else if (key === "standardisation") {
      const moments = momentsFrom(await cursor.value("any"), `${source.path}: standardisation`);
      metadata = { ...metadata, standardisation: moments };
    } else if (Object.hasOwn(TEXTS, key)) metadata = { ...metadata, [TEXTS[key]!]: await cursor.value("text") };
    else throw await unknownKey(cursor, KEYS);
  }
  await cursor.expect(undefined);
  return { arrays, type, metadata };
}

async function surveyTemplates(cursor: JsonCursor, arrays: Map<string, JsonArray>): Promise<void> {
  for await (const key of cursor.keys()) {
    if (!Object.hasOwn(TEMPLATES, key)) throw await unknownKey(cursor, Object.keys(TEMPLATES));
    arrays.set(`templates_${key}`, await surveyArray(cursor, TEMPLATES[key]!));
  }
  const missing = Object.keys(TEMPLATES).find((key) => !arrays.has(`templates_${key}`));
  if (missing !== undefined) throw await cursor.failure(cursor.window.position - 1, `there is no key "${missing}"`);
}

async function readConfig(cursor: JsonCursor): Promise<JsonObject> {
  if ((await cursor.peek()) !== "{") throw await cursor.failure(cursor.window.position, "it is not an object");
  return (await cursor.value("any")) as JsonObject;
}

function unknownKey(cursor: JsonCursor, known: readonly string[]): Promise<FormatError> {
  return cursor.failure(cursor.window.position, `no such key is known, only ${known.join(", ")}`);
}

/** Checks an array and finds out how large it is. @param type what else the values are looked at for. */
async function surveyArray(cursor: JsonCursor, items: JsonItems, type?: TextType): Promise<JsonArray> {
  let [count, width] = [0, 0];
  await cursor.expect("[");
  const isEmpty = (await cursor.peek()) === "]";
  const offset = cursor.window.offsetOf(cursor.window.position);
  if (isEmpty) await cursor.expect("]");
  else {
    for await (const piece of piecesOf(cursor, items)) {
      if (count === 0) width = items === "rows" ? piece.values.length : 1;
      if (items === "rows" && piece.values.length !== width) {
        const problem = `its length is ${piece.values.length}, not ${width} as that of row 0`;
        throw await cursor.failureAt(piece.offset, problem, `row ${count}`);
      }
      type?.add(piece.values, piece.values.length);
      count += items === "rows" ? 1 : piece.values.length;
    }
  }
  return { items, count, width, offset };
}

/** Values that are made bytes at once, or a row if that is more: no piece of a list has as many. */
const BATCH = 1 << 16;

/** The values of an array as NumPy has them in a file. */
async function* bytesOfValues(source: Source, { items, width, offset }: JsonArray, descr: string): ByteStream {
  const Values = { "<i4": Int32Array, "<f4": Float32Array }[descr] ?? Float64Array;
  const batch = new Values(Math.max(BATCH, width));
  let count = 0;
  for await (const { values } of piecesOf(new JsonCursor(new TextWindow(source, offset)), items)) {
    if (items === "rows" && values.length !== width)
      throw new FormatError(source.path, "has changed while it was read");
    if (count + values.length > batch.length) {
      yield bytesOf(batch.subarray(0, count));
      count = 0;
    }
    batch.set(values, count);
    count += values.length;
  }
  yield bytesOf(batch.subarray(0, count));
}

/** Consecutive values of an array: a row, or numbers or labels of some kB. */
interface Piece {
  /** Place in the file. */
  readonly offset: number;
  readonly values: readonly number[];
}

const PIECE = 1 << 14;

/** Reads an array from its first item on to its end. */
async function* piecesOf(cursor: JsonCursor, items: JsonItems): AsyncGenerator<Piece, void, void> {
  const { window } = cursor;
  for (let index = 0; ; ) {
    const next = await cursor.peek();
    const part = items === "rows" ? `row ${index}` : `value ${index}`;
    if (items !== "rows" && next === "]") throw await cursor.failure(window.position, undefined, part);
    let end = pieceEnd(window, items);
    while (end === undefined && !window.isAtEnd) {
      await window.more(cursor.nameOf(part));
      end = pieceEnd(window, items);
    }
    const { position } = window;
    const text = window.text.slice(position, end);
    let values: readonly number[];
    try {
      values = valuesFrom(text, items);
    } catch (fault) {
      if (!(fault instanceof JsonFault)) throw fault;
      const before = text.slice(0, fault.position);
      const at = items === "rows" ? part : `value ${index + before.split(",").length - 1}`;
      throw await cursor.failure(position + fault.position, fault.problem, at);
    }
    window.position += text.length;
    yield { offset: window.offsetOf(position), values };
    if ((await cursor.peek()) !== ",") return cursor.expect("]");
    await cursor.expect(",");
    index += items === "rows" ? 1 : values.length;
  }
}

/** Where a row ends, or a piece of another array: before a comma or at the end of the array. Undefined if that is not in memory. */
function pieceEnd({ text, position }: TextWindow, items: JsonItems): number | undefined {
  const bracket = text.indexOf("]", position);
  if (items === "rows") return bracket < 0 ? undefined : bracket + 1;
  if (bracket >= 0 && bracket < position + PIECE) return bracket;
  const comma = text.lastIndexOf(",", position + PIECE);
  if (comma >= position) return comma;
  return bracket < 0 ? undefined : bracket;
}

/** The numbers of a row, or of a piece of a list, which has no brackets. @throws JsonFault */
function valuesFrom(text: string, items: JsonItems): readonly number[] {
  if (items === "rows") return parseRow(text, "numbers", numbersFrom);
  try {
    return parseRow(`[${text}]`, items, (value) => {
      const numbers = numbersFrom(value);
      return items === "numbers" || numbers?.every(isLabel) ? numbers : undefined;
    });
  } catch (fault) {
    if (!(fault instanceof JsonFault)) throw fault;
    throw new JsonFault(fault.position - 1, fault.end, fault.problem);
  }
}
