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

type Numbers = Float32Array | Float64Array | Int32Array;

/** Values that are summed before their sum joins the others: short enough to stay in a cache for the second look. */
const BLOCK_VALUES = 16384;

const NONE = new Float64Array(0);

/**
 * Moments of values as they pass by. Each block gets its mean, then the squares around it, and is merged with those
 * before it (Chan, Golub & LeVeque 1979), so that neither length nor a large mean costs accuracy. Blocks are of the
 * values in their order, however they are handed over: the same values have the same moments, to the last bit.
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
  /** The block that is not full yet. */
  #pending: Float64Array = NONE;
  #pendingCount = 0;

  add(values: Numbers): void {
    for (let start = 0; start < values.length; ) {
      const room = BLOCK_VALUES - this.#pendingCount;
      const end = Math.min(start + room, values.length);
      if (room === BLOCK_VALUES && end - start === BLOCK_VALUES) {
        this.#addValues(values, start, end);
      } else {
        if (this.#pending === NONE) this.#pending = new Float64Array(BLOCK_VALUES);
        this.#pending.set(values.subarray(start, end), this.#pendingCount);
        this.#pendingCount += end - start;
        if (this.#pendingCount === BLOCK_VALUES) this.#addPending();
      }
      start = end;
    }
  }

  /** Adds what another has seen. Nothing may be added to that one after. */
  merge(other: RunningMoments): void {
    this.#addPending();
    other.#addPending();
    this.#join(other.#count, other.#mean, other.#squares);
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
    this.#nan += other.#nan;
    this.#infinite += other.#infinite;
  }

  /** The statistics of all values. Nothing may be added after. */
  summary(): ValueSummary {
    this.#addPending();
    this.#pending = NONE; // of many splits with many columns it would be much
    const std = Math.sqrt(this.#squares / this.#count);
    return {
      mean: this.#count === 0 ? null : finiteOrNull(this.#mean),
      std: this.#count === 0 ? null : finiteOrNull(std),
      // +0 for −0: which of the two came first says nothing.
      min: finiteOrNull(this.#min + 0),
      max: finiteOrNull(this.#max + 0),
      nan: this.#nan,
      infinite: this.#infinite,
    };
  }

  #addPending(): void {
    this.#addValues(this.#pending, 0, this.#pendingCount);
    this.#pendingCount = 0;
  }

  #addValues(values: Numbers, start: number, end: number): void {
    if (start === end) return;
    let sum = 0;
    for (let i = start; i < end; i++) sum += values[i]!;
    if (Number.isFinite(sum)) this.#addBlock(values, start, end, sum);
    else this.#addOneByOne(values, start, end);
  }

  /** Adds values that are all finite. */
  #addBlock(values: Numbers, start: number, end: number, sum: number): void {
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
  #addOneByOne(values: Numbers, start: number, end: number): void {
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
