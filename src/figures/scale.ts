/** From data to pixels. */
export type Scale = (value: number) => number;

export type Domain = readonly [first: number, last: number];

/** What maps the ends of a domain to those of a range, and between them evenly. A domain of one value is mapped to the middle. */
export function linearScale([first, last]: Domain, [start, end]: readonly [number, number]): Scale {
  if (first === last) return () => (start + end) / 2;
  const unit = Number.isFinite(last - first) ? 1 : 0.5; // a difference may be too large for a float64
  return (value) => start + ((unit * value - unit * first) / (unit * last - unit * first)) * (end - start);
}

/** The least and the largest of all values that are finite, or [0, 1] if none is. */
export function domainOf(...series: readonly ArrayLike<number>[]): Domain {
  let [low, high] = [Infinity, -Infinity];
  for (const values of series) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : [0, 1];
}

/** A domain with a share of its length more at both ends, so that nothing touches the frame. */
export function padded([low, high]: Domain, share = 0.06): Domain {
  const margin = high > low ? (high - low) * share : Math.max(Math.abs(low) * share, 1e-6);
  return [Math.max(-Number.MAX_VALUE, low - margin), Math.min(Number.MAX_VALUE, high + margin)];
}

/** A tick of an axis, and what is beside it. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/**
 * Round values within a domain, some `count` of them: multiples of 1, 2 or 5 times a power of ten. By multiplication and
 * division alone, since the logarithm of an engine decides otherwise than another's where it is close.
 */
export function ticks([first, last]: Domain, count: number): Tick[] {
  const [low, high] = first < last ? [first, last] : [last, first];
  if (!(high > low)) return [{ value: low, label: String(Number(low.toPrecision(3))) }];
  const wanted = Math.min(Number.MAX_VALUE, high - low) / count;
  let [power, decimals] = [1, 0];
  while (power * 10 <= wanted) [power, decimals] = [power * 10, decimals - 1];
  while (power > wanted) [power, decimals] = [power / 10, decimals + 1];
  // The nearest by ratio: between 2 and 5 that is √10.
  const square = (wanted / power) * (wanted / power);
  const factor = square < 2 ? 1 : square < 10 ? 2 : square < 50 ? 5 : 10;
  if (factor === 10) decimals--;
  const step = factor * power;
  const found: Tick[] = [];
  const [start, end] = [Math.ceil(low / step - 1e-9), Math.min(Number.MAX_VALUE, high + step * 1e-9)];
  // Beyond 2^53 a number is the same as the next: places are counted from the first.
  for (let i = 0; (start + i) * step <= end; i++) {
    const value = (start + i) * step;
    if (value !== found.at(-1)?.value) found.push({ value, label: labelOf(value, decimals) });
  }
  return found;
}

/** With thousands set apart, and a true minus. */
function labelOf(value: number, decimals: number): string {
  const size = Math.abs(value);
  if (size >= 1e15 || decimals > 8) return value.toPrecision(3);
  const [whole = "", fraction] = size.toFixed(Math.max(0, decimals)).split(".");
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${value < 0 ? "−" : ""}${digits}${fraction === undefined ? "" : `.${fraction}`}`;
}
