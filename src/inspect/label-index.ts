/** Most classes that are looked at one by one. Files may have any labels, such as a number for every row. */
const MAX_CLASSES = 1000;

/** Numbers the labels of a dataset as they come: 0 for the first, and so on. */
export class LabelIndex {
  /** The labels that have a number, by it. */
  readonly labels: number[] = [];
  readonly #numbers = new Map<number, number>();

  /** The number of each label, in `target`; −1 for those of a class beyond the first 1,000. */
  fill(y: Int32Array, target: Int32Array): void {
    for (let row = 0; row < y.length; row++) target[row] = this.#numberOf(y[row]!);
  }

  #numberOf(label: number): number {
    const known = this.#numbers.get(label);
    if (known !== undefined) return known;
    if (this.labels.length === MAX_CLASSES) return -1;
    this.#numbers.set(label, this.labels.length);
    return this.labels.push(label) - 1;
  }
}
