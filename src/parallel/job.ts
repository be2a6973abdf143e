import type { Config, Dtype } from "../config/config.js";
import type { FormatName } from "../formats/format.js";
import type { RowRange } from "../generate/examples.js";
import type { Moments } from "../numeric/pairwise-sum.js";

/** What threads are to do for every block, told to each of them once. */
export interface Job {
  /** What to draw; absent where blocks come with their rows. */
  readonly drawn?: { readonly config: Config; readonly standardisation: Moments };
  /** Points per example. */
  readonly length: number;
  /** Element type of x in the slots. */
  readonly dtype: Dtype;
  /** Element type of x in the dataset: what is hashed and written as text. */
  readonly datasetDtype: Dtype;
  readonly hasCleanLabels: boolean;
  /** Whether blocks of the digest are hashed. */
  readonly isHashed: boolean;
  /** Most rows of a block. */
  readonly rows: number;
  /** The formats whose text of the rows is wanted. */
  readonly text: readonly FormatName[];
  /** As for `RowsInfo`. */
  readonly hasSplitColumn: boolean;
  /** Memory that threads share, one block in each. */
  readonly slots: readonly SharedArrayBuffer[];
}

/** A block to work on. */
export interface Task {
  readonly slot: number;
  readonly range: RowRange;
  /** The same rows, cut where files end. */
  readonly pieces: readonly RowRange[];
  /** Whether it is a block of the digest. */
  readonly isHashed: boolean;
}

/** What became of it, besides what is in its slot. */
export interface TaskResult {
  readonly float32?: Uint8Array;
  readonly float64?: Uint8Array;
  /** Bytes of text of each piece, in the order of the job's formats. */
  readonly textBytes: readonly (readonly number[])[];
}
