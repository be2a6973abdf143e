import { ColumnReader } from "./column-reader.js";
import { labelValues } from "./label-values.js";
import type { Leaf } from "./leaves.js";
import type { OpenTable } from "./open-table.js";
import type { StoredRowGroup } from "./row-groups.js";
import { checkStatistics } from "./statistics.js";
import { PhysicalType } from "./structures.js";
import { isUnsigned } from "./table-columns.js";

/** Reads a column of labels, and compares it with its statistics. */
export class LabelReader {
  readonly #path: string;
  readonly #index: number;
  readonly #isOwn: boolean;
  readonly #column: ColumnReader<Int32Array>;
  readonly #labels: Int32Array;
  #group: StoredRowGroup | undefined;
  #min = 0;
  #max = 0;

  /** @param capacity most labels read at once. */
  constructor({ source, columns, isOwn }: OpenTable, leaf: Leaf, capacity: number) {
    const decoder = labelValues(leaf.type === PhysicalType.INT64 ? 8 : 4, isUnsigned(leaf));
    this.#path = source.path;
    this.#isOwn = isOwn;
    this.#index = columns.leaves.indexOf(leaf);
    this.#column = new ColumnReader(source, this.#index, 1, decoder, isOwn);
    this.#labels = new Int32Array(capacity);
  }

  begin(group: StoredRowGroup): void {
    this.#group = group;
    this.#column.begin(group);
    this.#min = Number.POSITIVE_INFINITY;
    this.#max = Number.NEGATIVE_INFINITY;
  }

  /** The next labels, in memory that the next call reuses. @throws FormatError */
  async read(count: number): Promise<Int32Array> {
    const labels = this.#labels.subarray(0, count);
    await this.#column.read(labels);
    let min = this.#min;
    let max = this.#max;
    for (let i = 0; i < count; i++) {
      const label = labels[i]!;
      if (label < min) min = label;
      if (label > max) max = label;
    }
    this.#min = min;
    this.#max = max;
    return labels;
  }

  /** Called after the last row of a row group. @throws FormatError */
  async end(): Promise<void> {
    await this.#column.end();
    const { rows, columns } = this.#group!;
    const found = rows === 0 ? undefined : { min: this.#min, max: this.#max };
    checkStatistics(this.#path, columns[this.#index]!, found, this.#isOwn);
  }
}
