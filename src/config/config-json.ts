import type { Config } from "./config.js";
import { isDefault, ORIGINAL_KEYS, PARAMETERS } from "./parameters.js";
import { keyOf } from "./spelling.js";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/**
 * A config as files and manifests state it: the original's keys in the original's order, then those of our additions
 * that are not at their default. The same config always gives the same text, and `parseConfig` reads it back.
 */
export function configToJson(config: Config): JsonObject {
  const entries = PARAMETERS.filter((p) => {
    if (p.name === "trainSplit") return config.testSize === undefined;
    return ORIGINAL_KEYS.includes(p.key) || !isDefault(config, p);
  });
  return Object.fromEntries(entries.map((p) => [p.key, toJson(config[p.name])]));
}

/** A value of a config as files have it. */
export function toJson(value: unknown): Json {
  if (value instanceof Float64Array) return Array.from(value);
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [keyOf(name), toJson(entry)]));
  }
  return value as Json;
}

/**
 * A value as JSON text, as `JSON.stringify` gives it but for −0, of which that makes 0: numbers read back to the last
 * bit.
 * @param indent of each level, which then has lines of its own; without it there is no white space.
 */
export function jsonText(value: unknown, indent = "", margin = "\n"): string {
  if (Object.is(value, -0)) return "-0.0";
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const [below, space] = indent === "" ? ["", ""] : [margin + indent, " "];
  const parts = Array.isArray(value)
    ? value.map((entry) => jsonText(entry, indent, below))
    : Object.entries(value)
        .filter(([, entry]) => entry !== undefined)
        .map(([key, entry]) => `${JSON.stringify(key)}:${space}${jsonText(entry, indent, below)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return parts.length === 0
    ? `${open}${close}`
    : `${open}${below}${parts.join(`,${below}`)}${indent && margin}${close}`;
}
