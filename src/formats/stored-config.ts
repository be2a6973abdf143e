import type { Json, JsonObject } from "../config/config-json.js";
import { MAX_JSON_DEPTH } from "../config/limits.js";
import { FormatError } from "./format-error.js";

/**
 * A config from its JSON text in a file: an object, of which nothing else is checked.
 *
 * @param path what the text is, as messages name it.
 * @throws FormatError
 */
export function configFromText(text: string, path: string): JsonObject {
  let config: Json;
  try {
    config = JSON.parse(text);
  } catch (cause) {
    throw new FormatError(path, "is not JSON", undefined, { cause });
  }
  if (typeof config !== "object" || config === null || Array.isArray(config)) {
    throw new FormatError(path, "is not a JSON object");
  }
  if (isDeeper(config, MAX_JSON_DEPTH))
    throw new FormatError(path, `is nested more than ${MAX_JSON_DEPTH} levels deep`);
  return config as JsonObject;
}

function isDeeper(value: Json, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((entry) => isDeeper(entry, levels - 1));
}
