import { MAX_WORKERS } from "../config/limits.js";
import { expectedGot, UsageError } from "./usage-error.js";

/**
 * What a flag that takes a whole number says; undefined without it.
 *
 * @throws UsageError
 */
export function wholeNumber(flag: string, value: unknown, least: number, most: number): number | undefined {
  if (value === undefined) return undefined;
  const accepts = (number: number) => Number.isSafeInteger(number) && number >= least && number <= most;
  const number = /^\d+$/.test(value as string) ? Number(value) : Number.NaN;
  if (accepts(number)) return number;
  const expected = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new UsageError(
    flag,
    expectedGot(`an integer ${expected}`, `"${value}"`),
    numberMeant(value as string, accepts),
  );
}

const UNITS: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, g: 1e9, b: 1e9 };

/**
 * Asks whether a number was meant that is written otherwise: `5k`, `5_000`, `0,8`, `80%`, `80/20`, or 80 for a share.
 *
 * @param accepts whether the flag takes a number.
 */
export function numberMeant(text: string, accepts: (number: number) => boolean): string | undefined {
  const plain = text
    .trim()
    .replace(/^[−–—‒]/, "-")
    .replace(/^["'“”‘’=]+|["'“”‘’]+$/g, "");
  const [, digits, unit = "", over] = /^([+-]?[\d.,_' \u00a0\u202f]+)(?:([kmgb%])|\/([\d.]+))?$/i.exec(plain) ?? [];
  if (digits === undefined) return undefined;
  const hasThousands = /^[+-]?[1-9]\d{0,2}([,_' \u00a0\u202f]\d{3})+(\.\d*)?$/.test(digits);
  const number = Number(hasThousands ? digits.replace(/[^\d.+-]/g, "") : digits.replace(",", ".").replaceAll("_", ""));
  const size = Number((number * (UNITS[unit.toLowerCase()] ?? 1)).toPrecision(15));
  const shares = over === undefined ? [size / 100] : [number / (number + Number(over))];
  const meant = unit === "%" || over !== undefined ? shares : size >= 5 && size <= 100 ? [size, ...shares] : [size];
  const found = meant.find((value) => Number.isFinite(value) && accepts(value));
  return found === undefined ? undefined : `Did you mean ${found}?`;
}

/** The threads that --workers asks for. */
export function workersOf(value: unknown): { readonly workers?: number } {
  const workers = wholeNumber("--workers", value, 1, MAX_WORKERS);
  return workers === undefined ? {} : { workers };
}
