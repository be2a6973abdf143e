/** The distinct labels of a dataset. */
export class LabelSet {
  readonly #labels = new Set<number>();

  addAll(y: Int32Array): void {
    // Few labels, many rows: looking one up is cheaper than adding it again.
    for (let row = 0; row < y.length; row++) if (!this.#labels.has(y[row]!)) this.#labels.add(y[row]!);
  }

  sorted(): number[] {
    return [...this.#labels].sort((a, b) => a - b);
  }
}
