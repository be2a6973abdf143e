const UNITS = ["B", "kB", "MB", "GB", "TB", "PB", "EB"] as const;

/** Bytes in the unit that a person would choose, to three digits. */
export function readableBytes(bytes: number): string {
  let power = 0;
  while (power < UNITS.length - 1 && bytes >= 1000 ** (power + 1)) power++;
  const value = (bytes / 1000 ** power).toLocaleString("en-US", { maximumSignificantDigits: 3 });
  return `${value} ${UNITS[power]}`;
}
