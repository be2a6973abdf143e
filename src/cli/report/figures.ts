import type { Dtype } from "../../config/config.js";
import { countText } from "../../config/count-text.js";

/** `4,000 train and 1,000 test`. */
export function rowsOfSplits(splits: readonly { readonly name: string; readonly rows: number }[]): string {
  return splits.map(({ name, rows }) => `${countText(rows)} ${name}`).join(" and ");
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

/** A stored value with all the digits that tell it from its neighbours: of a float32 nine at most. */
export function exactFigure(value: number | null, dtype: Dtype): string {
  if (value === null) return "not finite";
  if (Object.is(value, -0)) return "-0";
  for (let digits = 6; dtype === "float32" && digits <= 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(value);
}
