/** Statistics of many values. All but the counts are of the finite ones, and null if there is none. */
export interface ValueSummary {
  readonly mean: number | null;
  /** Population standard deviation. */
  readonly std: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly nan: number;
  /** Infinite values of either sign. */
  readonly infinite: number;
}

/** Values that are summed before their sum joins the others: short enough to stay in a cache for the second look. */
const BLOCK_VALUES = 16384;

/**
 * Moments of values as they pass by. Each block gets its mean, then the squares around it, and is merged with those
 * before it (Chan, Golub & LeVeque 1979), so that neither length nor a large mean costs accuracy.
 */
export class RunningMoments {
  #count = 0;
  #mean = 0;
  /** Sum of squared deviations from the mean. */
  #squares = 0;
  #min = Infinity;
  #max = -Infinity;
  #nan = 0;
  #infinite = 0;

  add(values: Float32Array | Float64Array): void {
    for (let start = 0; start < values.length; start += BLOCK_VALUES) {
      const end = Math.min(start + BLOCK_VALUES, values.length);
      let sum = 0;
      for (let i = start; i < end; i++) sum += values[i]!;
      if (Number.isFinite(sum)) this.#addBlock(values, start, end, sum);
      else this.#addOneByOne(values, start, end);
    }
  }

  /** Adds what another has seen. */
  merge(other: RunningMoments): void {
    this.#join(other.#count, other.#mean, other.#squares);
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
    this.#nan += other.#nan;
    this.#infinite += other.#infinite;
  }

  summary(): ValueSummary {
    const std = Math.sqrt(this.#squares / this.#count);
    return {
      mean: this.#count === 0 ? null : finiteOrNull(this.#mean),
      std: this.#count === 0 ? null : finiteOrNull(std),
      min: finiteOrNull(this.#min),
      max: finiteOrNull(this.#max),
      nan: this.#nan,
      infinite: this.#infinite,
    };
  }

  /** Adds values that are all finite. */
  #addBlock(values: Float32Array | Float64Array, start: number, end: number, sum: number): void {
    const mean = sum / (end - start);
    let min = this.#min;
    let max = this.#max;
    let squares = 0;
    for (let i = start; i < end; i++) {
      const value = values[i]!;
      const deviation = value - mean;
      squares += deviation * deviation;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    this.#min = min;
    this.#max = max;
    this.#join(end - start, mean, squares);
  }

  /** Adds values of which some are not finite, or whose sum overflows. */
  #addOneByOne(values: Float32Array | Float64Array, start: number, end: number): void {
    for (let i = start; i < end; i++) {
      const value = values[i]!;
      if (Number.isNaN(value)) this.#nan++;
      else if (!Number.isFinite(value)) this.#infinite++;
      else {
        this.#min = Math.min(this.#min, value);
        this.#max = Math.max(this.#max, value);
        this.#join(1, value, 0);
      }
    }
  }

  #join(count: number, mean: number, squares: number): void {
    if (count === 0) return;
    const all = this.#count + count;
    const apart = mean - this.#mean;
    this.#mean += apart * (count / all);
    this.#squares += squares + apart * apart * ((this.#count * count) / all);
    this.#count = all;
  }
}

/** JSON has no other numbers. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
