import { isShifted } from "../config/split-names.js";
import { listOf } from "../describe/list-of.js";

// Numbers and lists as people read them.

export { listOf } from "../describe/list-of.js";

/** 4000 as 4,000, in every locale. Intl would take 12 ms for its first. */
export function countText(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 row`, `4,000 rows`. */
export function plural(n: number, noun: string, nouns = `${noun}s`): string {
  return `${countText(n)} ${n === 1 ? noun : nouns}`;
}

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB", "EB"] as const;

/** Bytes in the unit that a person would choose, to three digits. */
export function readableBytes(bytes: number): string {
  let power = 0;
  while (power < UNITS.length - 1 && bytes >= 1000 ** (power + 1)) power++;
  const value = Number(bytes.toPrecision(3)) / 1000 ** power;
  return `${countText(value)} ${UNITS[power]}`;
}

/** More shifted splits are told by their number. */
const FEW_SHIFTED = 3;

/** `4,000 train and 1,000 test`; of many shifted splits `50 × 1,000 shifted test`. */
export function rowsOfSplits(splits: readonly { readonly name: string; readonly rows: number }[]): string {
  const shifted = splits.filter(({ name }) => isShifted(name));
  const isFew = shifted.length <= FEW_SHIFTED;
  const told = splits.filter((split) => isFew || !shifted.includes(split));
  const texts = told.map(({ name, rows }) => `${countText(rows)} ${name}`);
  if (!isFew) texts.push(`${shifted.length} × ${countText(shifted[0]!.rows)} shifted test`);
  return listOf(texts);
}

/** A number with so many digits as tell something; `-` for none. */
export function figure(value: number | null, digits = 3): string {
  return value === null ? "-" : String(Number(value.toPrecision(digits)));
}

/** A share in percent, which is 0 or 100 only where it is exactly. */
export function percent(part: number, whole: number): string {
  if (part === 0 || part === whole) return part === 0 ? "0 %" : "100 %";
  const share = (100 * part) / whole;
  if (share < 0.1) return "< 0.1 %";
  if (share > 99.9) return "> 99.9 %";
  return `${share.toFixed(1)} %`;
}

/** Names that are listed at most. */
const MOST_NAMES = 5;

/** `a, b and c`; of more names how many they are. */
export function namesOrCount(names: readonly string[], noun: string): string {
  return names.length > MOST_NAMES ? plural(names.length, noun) : listOf(names);
}
