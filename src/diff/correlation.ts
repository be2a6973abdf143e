/** Rows that are looked at: enough for a correlation that is known to ± 0.02. */
const MAX_ROWS = 8192;

/**
 * How much of an example of A is in the example of B at the same place: their correlation, each position taken around
 * its own mean. 1 for the same rows on any scale, around 0 for draws that know nothing of each other.
 */
export class RowCorrelation {
  readonly #length: number;
  /** Rows that were added. */
  rows = 0;
  readonly #meanA: Float64Array;
  readonly #meanB: Float64Array;
  /** Sums over all positions of products of deviations. */
  #ab = 0;
  #aa = 0;
  #bb = 0;

  constructor(length: number) {
    this.#length = length;
    this.#meanA = new Float64Array(length);
    this.#meanB = new Float64Array(length);
  }

  /** Adds rows of the same place; those after the first 8,192 are not looked at. */
  add(a: Float32Array | Float64Array, b: Float32Array | Float64Array, rows: number): void {
    const length = this.#length;
    const end = Math.min(rows, MAX_ROWS - this.rows);
    for (let row = 0; row < end; row++) {
      const weight = 1 / ++this.rows;
      for (let k = 0; k < length; k++) {
        const [valueA, valueB] = [a[row * length + k]!, b[row * length + k]!];
        if (!Number.isFinite(valueA) || !Number.isFinite(valueB)) continue;
        const [apartA, apartB] = [valueA - this.#meanA[k]!, valueB - this.#meanB[k]!];
        this.#meanA[k]! += apartA * weight;
        this.#meanB[k]! += apartB * weight;
        this.#ab += apartA * (valueB - this.#meanB[k]!);
        this.#aa += apartA * (valueA - this.#meanA[k]!);
        this.#bb += apartB * (valueB - this.#meanB[k]!);
      }
    }
  }

  /** −1 … 1; NaN where nothing varies. */
  value(): number {
    return this.#ab / Math.sqrt(this.#aa * this.#bb);
  }

  /**
   * Whether the correlation is far above what chance makes of independent draws. Of MNIST-1D it makes ± 0.4/√rows; of
   * signals that vary in one way only (a single number decides all their points), ± 1/√rows.
   */
  isBeyondChance(): boolean {
    const limit = Math.max(0.15, Math.min(0.9, 5 / Math.sqrt(this.rows)));
    return this.rows >= 5 && this.value() > limit;
  }
}
