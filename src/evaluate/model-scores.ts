import type { BaselineName } from "../learn/baseline-names.js";
import type { Statistic } from "./statistics.js";

/** Test accuracies of a model, from 0 to 1, over all seeds that did not diverge; absent where all did. */
export interface Accuracies {
  /** After the last step. */
  readonly last?: Statistic;
  /** The best on the way. */
  readonly best?: Statistic;
  /** After the last step on shifted test splits, by the names of the shifts. */
  readonly shifted: Readonly<Record<string, Statistic>>;
  readonly diverged: readonly Divergence[];
  /** Of a training, on its thread: the mean. */
  readonly seconds: number;
}

export interface Divergence {
  readonly seed: number;
  readonly step: number;
}

export interface ModelScores {
  readonly model: BaselineName;
  readonly parameters: number;
  readonly plain?: Accuracies;
  readonly shuffled?: Accuracies;
}
