import type { JsonObject } from "../config/config-json.js";
import { FormatError } from "./format-error.js";
import { parseJson } from "./text/json-value.js";

/**
 * A config from its JSON text in a file: an object, of which nothing else is checked.
 *
 * @param path what the text is, as messages name it.
 * @throws FormatError
 */
export function configFromText(text: string, path: string): JsonObject {
  const config = parseJson(text, path);
  if (typeof config !== "object" || config === null || Array.isArray(config)) {
    throw new FormatError(path, "is not a JSON object");
  }
  return config as JsonObject;
}
