import { boolean, integer } from "../../config/kinds.js";
import { MAX_WORKERS } from "../../config/limits.js";
import type { OptionKinds } from "../../config/options.js";
import type { FormatName } from "../../formats/format.js";
import { workKinds } from "../../generate/work-options.js";
import type { Built, UpToDate } from "../build-dataset.js";
import type { CardWarnings } from "../write/card-file.js";

/** How far a sweep is: first what is there already is read, then the rest is made. */
export interface SweepProgress {
  readonly phase: "reading" | "writing";
  /** Datasets; of one that is large enough to be made alone also the share that is done. */
  readonly done: number;
  readonly total: number;
  /** The name of the one that was begun, or ended, last. */
  readonly dataset: string;
}

export interface SweepOptions {
  /** Parquet, which Hugging Face loads, and what else is wanted; by default Parquet alone. */
  readonly formats?: readonly FormatName[];
  /** Rows of a file of tables; by default a split is one file. */
  readonly rowsPerFile?: number;
  /** Whether datasets of these names that are others may be replaced. Files that mnist1d did not write never are. */
  readonly force?: boolean;
  /** Threads, each of which makes a dataset; large ones are made one after the other, by all threads. Default: all cores. */
  readonly workers?: number;
  readonly onProgress?: (progress: SweepProgress) => void;
  /** Aborting it ends the sweep: the datasets that are complete stay, and are in index and card. */
  readonly signal?: AbortSignal;
}

export const sweepKinds: OptionKinds<SweepOptions> = {
  ...workKinds,
  formats: { parse: (value) => value }, // the plan checks them
  rowsPerFile: integer(1),
  force: boolean(),
  workers: integer(1, MAX_WORKERS),
};

/** A dataset of a sweep, which was made, or was there already. */
export type SweepDataset = (Built | UpToDate) & { readonly name: string };

/** The warnings are of the repository's card; a dataset may have one of its own. */
export interface Sweep extends CardWarnings {
  /** All, in the order of the points. */
  readonly datasets: readonly SweepDataset[];
}
