import { countText } from "../config/count-text.js";

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB", "EB"] as const;

/** Bytes in the unit that a person would choose, to three digits. */
export function readableBytes(bytes: number): string {
  let power = 0;
  while (power < UNITS.length - 1 && bytes >= 1000 ** (power + 1)) power++;
  const value = Number(bytes.toPrecision(3)) / 1000 ** power;
  return `${countText(value)} ${UNITS[power]}`;
}
