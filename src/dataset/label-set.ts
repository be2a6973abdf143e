/** The distinct labels of a dataset. */
export class LabelSet {
  readonly #known: readonly number[];
  readonly #labels: Set<number>;
  /** Whether one from 0 to 255 was met: looking there costs a tenth of asking the set. */
  readonly #met = new Uint8Array(256);

  /** @param known those that are known before any example is. */
  constructor(known: readonly number[] = []) {
    this.#known = known;
    this.#labels = new Set(known);
  }

  addAll(y: Int32Array): void {
    for (let row = 0; row < y.length; row++) {
      const label = y[row]!;
      if (this.#met[label] === 1) continue;
      this.#labels.add(label);
      this.#met[label] = 1; // no effect beyond it
    }
  }

  /** The known ones as they were given, if there are no others; else all, sorted. */
  list(): readonly number[] {
    const knowsAll = this.#known.length > 0 && this.#labels.size === new Set(this.#known).size;
    return knowsAll ? this.#known : [...this.#labels].sort((a, b) => a - b);
  }
}
