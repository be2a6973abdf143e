import type { JsonObject } from "../../config/config-json.js";
import type { StoredMetadata } from "../format.js";
import type { FormatError } from "../format-error.js";
import type { Source } from "../source.js";
import { skipByteOrderMark } from "./byte-order-mark.js";
import { ByteWindow } from "./byte-window.js";
import { OPEN_BRACE } from "./characters.js";
import { TextType } from "./float32-text.js";
import { type JsonArray, type JsonItems, surveyArray } from "./json-array.js";
import { JsonCursor } from "./json-cursor.js";
import { readJson } from "./json-value.js";

/** Arrays by their keys in the file, and in its `templates`. */
const ARRAYS: ReadonlyMap<string, JsonItems> = new Map([
  ["x", "rows"],
  ["x_test", "rows"],
  ["y", "labels"],
  ["y_test", "labels"],
  ["y_clean", "labels"],
  ["t", "numbers"],
]);
const TEMPLATES: ReadonlyMap<string, JsonItems> = new Map([
  ["x", "rows"],
  ["t", "numbers"],
  ["y", "labels"],
]);
const OTHERS = ["templates", "config", "config_digest", "digest"];

/** What a dataset's object has. */
export interface SurveyedObject {
  /** By the names that `decodeArrays` wants. */
  readonly arrays: ReadonlyMap<string, JsonArray>;
  /** Of x and x_test together. */
  readonly type: TextType;
  readonly metadata: Pick<StoredMetadata, "config" | "configDigest" | "digest">;
}

/**
 * Reads a JSON file once, checks everything in it, and keeps where its arrays are.
 *
 * @throws FormatError
 */
export async function surveyObject(source: Source): Promise<SurveyedObject> {
  const window = new ByteWindow(source);
  await skipByteOrderMark(window);
  const cursor = new JsonCursor(window);
  const arrays = new Map<string, JsonArray>();
  const type = new TextType();
  let metadata: SurveyedObject["metadata"] = {};
  await cursor.members(async (key) => {
    const items = ARRAYS.get(key);
    const isExamples = key === "x" || key === "x_test";
    if (items !== undefined) arrays.set(key, await surveyArray(cursor, items, isExamples ? type : undefined));
    else if (key === "templates") await surveyTemplates(cursor, arrays);
    else if (key === "config") metadata = { ...metadata, config: await readConfig(cursor) };
    else if (key === "config_digest") metadata = { ...metadata, configDigest: await cursor.string() };
    else if (key === "digest") metadata = { ...metadata, digest: await cursor.string() };
    else throw await unknownKey(cursor, [...ARRAYS.keys(), ...OTHERS]);
  });
  await cursor.expectEnd();
  return { arrays, type, metadata };
}

async function surveyTemplates(cursor: JsonCursor, arrays: Map<string, JsonArray>): Promise<void> {
  await cursor.members(async (key) => {
    const items = TEMPLATES.get(key);
    if (items === undefined) throw await unknownKey(cursor, [...TEMPLATES.keys()]);
    arrays.set(`templates_${key}`, await surveyArray(cursor, items));
  });
  const missing = [...TEMPLATES.keys()].find((key) => !arrays.has(`templates_${key}`));
  if (missing !== undefined) throw await cursor.stopped(cursor.window.position - 1, `there is no key "${missing}"`);
}

async function readConfig(cursor: JsonCursor): Promise<JsonObject> {
  if ((await cursor.peek()) !== OPEN_BRACE) throw await cursor.stopped(cursor.window.position, "it is not an object");
  return (await cursor.read(readJson)) as JsonObject;
}

function unknownKey(cursor: JsonCursor, known: readonly string[]): Promise<FormatError> {
  return cursor.stopped(cursor.window.position, `no such key is known, only ${known.join(", ")}`);
}
