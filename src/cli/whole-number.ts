import { expectedGot, UsageError } from "./usage-error.js";

/**
 * What a flag that takes a whole number says; undefined without it.
 *
 * @throws UsageError
 */
export function wholeNumber(flag: string, value: unknown, least: number, most: number): number | undefined {
  if (value === undefined) return undefined;
  const number = /^\d+$/.test(value as string) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  const expected = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new UsageError(flag, expectedGot(`an integer ${expected}`, `"${value}"`));
}

/** More threads than any machine has cores: each takes 20 MB. */
const MOST_WORKERS = 512;

/** The threads that --workers asks for. */
export function workersOf(value: unknown): { readonly workers?: number } {
  const workers = wholeNumber("--workers", value, 1, MOST_WORKERS);
  return workers === undefined ? {} : { workers };
}
