// What several seeds say together, against values worked out by R (t.test).
import { expect, it } from "vitest";
import { compareModels } from "../../src/evaluate/comparison.js";
import type { Trained } from "../../src/evaluate/protocol.js";
import { intervalOf, statisticOf } from "../../src/evaluate/statistics.js";

it("has mean, standard deviation and Student's interval", () => {
  // t.test(c(1, 2, 4)): mean 2.333333, 95 percent confidence interval -1.461250 to 6.127916; sd 1.527525
  const statistic = statisticOf([1, 2, 4]);
  expect(statistic.mean).toBeCloseTo(2.333333, 6);
  expect(statistic.std).toBeCloseTo(1.527525, 6);
  const [low, high] = intervalOf(statistic)!;
  expect(low).toBeCloseTo(-1.46125, 2);
  expect(high).toBeCloseTo(6.127916, 2);
});

it("has no interval of one value alone", () => {
  expect(statisticOf([3])).toEqual({ values: [3], mean: 3 });
  expect(intervalOf(statisticOf([3]))).toBeUndefined();
});

function trainedOf(data: number, seed: number, accuracy: number, diverged?: number): Trained {
  const task = {
    data,
    model: "cnn",
    isShuffled: false,
    seed,
    parameters: 1,
    shifted: {},
    dtype: "float32",
    seconds: 1,
  } as const;
  const score = [{ accuracy, loss: 1 }];
  return { ...task, scoredAt: [1], train: score, test: score, ...(diverged !== undefined && { diverged }) };
}

it("pairs seeds, and leaves out those that diverged on either dataset", () => {
  const trained = [
    ...[0.9, 0.8, 0.7].map((accuracy, seed) => trainedOf(0, seed, accuracy)),
    ...[0.6, 0.6, 0.1].map((accuracy, seed) => trainedOf(1, seed, accuracy, seed === 2 ? 5 : undefined)),
  ];
  const [{ difference, interval }] = compareModels(["cnn", "gru"], trained) as [ReturnType<typeof compareModels>[0]];
  expect(difference.values.map((value) => value.toFixed(6))).toEqual(["-0.300000", "-0.200000"]);
  expect(difference.mean).toBeCloseTo(-0.25, 12);
  expect(interval![0]).toBeLessThan(-0.8);
  // In the order of the seeds, whichever was done first.
  expect(compareModels(["cnn"], [...trained].reverse())).toEqual([{ model: "cnn", difference, interval }]);
});
