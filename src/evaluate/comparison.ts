import type { BaselineName } from "../learn/baseline-names.js";
import type { Trained } from "./protocol.js";
import { intervalOf, type Statistic, statisticOf } from "./statistics.js";

/** What a change of the dataset does to a model's accuracy. */
export interface ModelDifference {
  readonly model: BaselineName;
  /** B − A after the last step, of the same initial weights. */
  readonly difference: Statistic;
  /** Of its mean, over initial weights, at 95 %; absent of one seed alone. */
  readonly interval?: readonly [low: number, high: number];
}

/** Of the models with seeds that did not diverge on either dataset. @param trained on datasets 0 and 1. */
export function compareModels(models: readonly BaselineName[], trained: readonly Trained[]): ModelDifference[] {
  const lastOf = (data: number, model: BaselineName) =>
    new Map(
      trained
        .filter((one) => one.data === data && one.model === model && one.diverged === undefined)
        .map(({ seed, test }) => [seed, test.at(-1)!.accuracy]),
    );
  return models.flatMap((model) => {
    const [a, b] = [lastOf(0, model), lastOf(1, model)];
    const seeds = [...a.keys()].filter((seed) => b.has(seed)).sort((one, other) => one - other);
    const pairs = seeds.map((seed) => b.get(seed)! - a.get(seed)!);
    if (pairs.length === 0) return [];
    const difference = statisticOf(pairs);
    const interval = intervalOf(difference);
    return [{ model, difference, ...(interval && { interval }) }];
  });
}
