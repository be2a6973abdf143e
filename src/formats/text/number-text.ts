/** The longest text of a number: sign, 17 digits, point, `e-324`; `-0.000001` and such are shorter. */
export const MAX_NUMBER_BYTES = 25;

/**
 * A number as JSON and CSV write it: the shortest decimal that reads back as the same double, with the sign of a
 * negative zero, and with a point so that −0.0 is not taken for an integer.
 */
export function textFromNumber(value: number): string {
  return value === 0 && Object.is(value, -0) ? "-0.0" : String(value);
}

/** Numbers separated by commas. */
export function joinNumbers(values: ArrayLike<number>, start: number, end: number): string {
  let text = start < end ? textFromNumber(values[start]!) : "";
  for (let i = start + 1; i < end; i++) text += `,${textFromNumber(values[i]!)}`;
  return text;
}
