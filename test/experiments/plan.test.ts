// What an experiment is planned to do.
import { expect, it } from "vitest";
import type { Experiment } from "../../src/experiments/experiment.js";
import { pooling } from "../../src/experiments/pooling.js";
import { planExperiment } from "../../src/experiments/run-experiment.js";

it("looks into no trial where none needs another: of tsne each has images, which as text are 54 MB", () => {
  const trial = {
    toJSON() {
      throw new Error("was made text");
    },
  };
  const { trials, needs } = planExperiment({ ...(pooling as Experiment), trials: () => [trial] });
  expect(trials).toEqual([trial]);
  expect(needs).toEqual([]);
});
