import { COLUMNS, type ColumnField } from "../generate/columns.js";
import type { Chunk } from "../generate/examples.js";
import { RunningMoments, type ValueSummary } from "./running-moments.js";

/** What is told of a split's columns beside x and y. */
export interface ColumnSummaries {
  /** By the name of the column; only where there is any beyond `y_clean`. */
  readonly columns?: Readonly<Record<string, ValueSummary>>;
  /** Of x − x_clean, in standard deviations as x is; only where there is x_clean. */
  readonly noise?: ValueSummary;
  /** Rows whose y is not y_clean; only where there is y_clean. */
  readonly wrongLabels?: number;
}

const NOT_SUMMARISED: ReadonlySet<ColumnField> = new Set(["x", "y", "yClean"]);

const SUMMARISED = COLUMNS.filter(({ field }) => !NOT_SUMMARISED.has(field));

/** Figures of a split's further columns, as its rows pass by. */
export class ColumnFigures {
  readonly #columns = new Map<string, RunningMoments>();
  #noise: RunningMoments | undefined;
  #difference = new Float64Array(0);
  #wrongLabels: number | undefined;

  add(chunk: Chunk): void {
    const { rows, x, y, xClean, yClean } = chunk;
    for (const { field, name } of SUMMARISED) {
      const values = chunk[field];
      if (values !== undefined) momentsIn(this.#columns, name).add(values);
    }
    if (xClean !== undefined) {
      if (this.#difference.length < x.length) this.#difference = new Float64Array(x.length);
      for (let i = 0; i < x.length; i++) this.#difference[i] = x[i]! - xClean[i]!;
      this.#noise ??= new RunningMoments();
      this.#noise.add(this.#difference.subarray(0, x.length));
    }
    if (yClean !== undefined) {
      let wrong = 0;
      for (let row = 0; row < rows; row++) if (y[row] !== yClean[row]) wrong++;
      this.#wrongLabels = (this.#wrongLabels ?? 0) + wrong;
    }
  }

  /** Nothing may be added after. */
  summary(): ColumnSummaries {
    const columns = Array.from(this.#columns, ([name, moments]) => [name, moments.summary()] as const);
    return {
      ...(columns.length > 0 && { columns: Object.fromEntries(columns) }),
      ...(this.#noise && { noise: this.#noise.summary() }),
      ...(this.#wrongLabels !== undefined && { wrongLabels: this.#wrongLabels }),
    };
  }
}

function momentsIn(columns: Map<string, RunningMoments>, name: string): RunningMoments {
  const moments = columns.get(name) ?? new RunningMoments();
  columns.set(name, moments);
  return moments;
}
