import { show } from "../../config/config-error.js";
import type { ParameterPair } from "./diff-report.js";

/** A parameter as people compare it. */
export interface ParameterChange {
  readonly key: string;
  readonly a: string;
  readonly b: string;
  /** `10 times`, where that says something. */
  readonly factor: string | undefined;
  readonly isChanged: boolean;
}

/** @param all with those that are the same in both. */
export function parameterChanges(pairs: readonly ParameterPair[], all: boolean): ParameterChange[] {
  const changes = pairs.map(({ key, a, b }) => ({
    key,
    a: valueText(key, a),
    b: valueText(key, b),
    factor: factorText(key, a, b),
    isChanged: JSON.stringify(a) !== JSON.stringify(b),
  }));
  return all ? changes : changes.filter(({ isChanged }) => isChanged);
}

function valueText(key: string, value: unknown): string {
  if (value === undefined || value === null) return key === "templates" ? "the digits" : "none";
  if (key === "templates" && typeof value === "object") return "of its own";
  if (Array.isArray(value)) return value.map(show).join(", ");
  if (typeof value === "object") return Object.values(value).map(wordOf).join(" ");
  return wordOf(value);
}

/** Without quotes, where none are needed. */
function wordOf(value: unknown): string {
  return typeof value === "string" && /^[\w.-]+$/.test(value) ? value : show(value);
}

/** Factors nearer to 1 say less than the values themselves. */
const LEAST_FACTOR = 1.5;

/** How many times B's value is A's. A seed is a name rather than a size, and a change of sign has no factor. */
function factorText(key: string, a: unknown, b: unknown): string | undefined {
  if (key === "seed" || typeof a !== "number" || typeof b !== "number") return undefined;
  const factor = b / a;
  const isLarge = Math.max(factor, 1 / factor) >= LEAST_FACTOR && Number.isFinite(factor);
  return factor > 0 && isLarge ? `${Number(factor.toPrecision(3))} times` : undefined;
}
