// The claims on real trainings: they hold for the published dataset, and fail for one where shuffling was left out.
import { beforeAll, describe, expect, it } from "vitest";
import { evaluationOf } from "../../src/evaluate/evaluation.js";
import { PROTOCOL, type Trained } from "../../src/evaluate/protocol.js";
import { trainBaseline } from "../../src/evaluate/train-baseline.js";
import { readTrainingData, type TrainingData } from "../../src/evaluate/training-data.js";
import { generate } from "../../src/generate/generate.js";

const MODELS = ["linear", "cnn"] as const;
let data: TrainingData;
let trained: Trained[];

beforeAll(async () => {
  data = await readTrainingData("published", generate(), 100);
  const tasks = MODELS.flatMap((model) => [false, true].map((isShuffled) => ({ data: 0, model, isShuffled, seed: 0 })));
  trained = tasks.map((task) => trainBaseline(data, task, { ...PROTOCOL, steps: 1000 }, () => {}));
});

const claimsOf = (all: readonly Trained[], steps = 2000) =>
  evaluationOf(data, MODELS, steps, all).claims.map(({ model, holds, margin }) => ({ model, holds, margin }));

describe("claims", () => {
  it("hold, each with its margin", () => {
    const [linear, cnn] = claimsOf(trained);
    expect(linear).toMatchObject({ model: "linear", holds: true });
    expect(cnn).toMatchObject({ model: "cnn", holds: true });
    expect(cnn!.margin).toBeGreaterThan(0);
    expect(linear!.margin).toBeLessThanOrEqual(8);
  });

  it("fail for a CNN whose positions were not shuffled", () => {
    const plain = trained.find(({ model, isShuffled }) => model === "cnn" && !isShuffled)!;
    const sabotaged = trained.map((one) =>
      one.model === "cnn" && one.isShuffled ? { ...plain, isShuffled: true } : one,
    );
    expect(claimsOf(sabotaged)[1]).toEqual({ model: "cnn", holds: false, margin: -25 });
  });

  it("fail for a linear model that shuffling costs something", () => {
    const guess = { accuracy: 0.1, loss: 2.3 };
    const sabotaged = trained.map((one) =>
      one.model === "linear" && one.isShuffled ? { ...one, test: [guess] } : one,
    );
    expect(claimsOf(sabotaged)[0]).toMatchObject({ model: "linear", holds: false });
  });

  it("are none after few steps, of models that were trained one way, or of another dataset", () => {
    expect(claimsOf(trained, 1999)).toEqual([]);
    expect(claimsOf(trained.filter(({ isShuffled }) => !isShuffled))).toEqual([]);
    expect(evaluationOf({ ...data, digest: "sha256:" }, MODELS, 2000, trained).claims).toEqual([]);
  });

  it("are not made of trainings that diverged, which are in no figure", () => {
    const diverged = trained.map((one) => (one.model === "cnn" && one.isShuffled ? { ...one, diverged: 7 } : one));
    expect(claimsOf(diverged).map(({ model }) => model)).toEqual(["linear"]);
    const [, cnn] = evaluationOf(data, MODELS, 2000, diverged).models;
    expect(cnn!.shuffled).toMatchObject({ shifted: {}, diverged: [{ seed: 0, step: 7 }] });
    expect(cnn!.shuffled!.last).toBeUndefined();
  });

  it("know the best on the way from the last", () => {
    const { last, best } = evaluationOf(data, MODELS, 2000, trained).models[0]!.plain!;
    expect(best!.mean).toBeGreaterThanOrEqual(last!.mean);
  });
});
