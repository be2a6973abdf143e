// Property: whoever does the trials of an experiment, the result has the same bytes. On real threads of the built code.
import { describe, expect, it } from "vitest";
import type { ExperimentPlan } from "../../src/experiments/run-experiment.js";

const INTERNALS = new URL("../../.internals/internals.js", import.meta.url).href;
const { EXPERIMENTS, planExperiment, reportOf, runExperiment, runOnThreads } = (await import(
  INTERNALS
)) as typeof import("../support/internals.js");

/** Changes that make a protocol tiny. */
const TINY: Readonly<Record<string, object>> = {
  priors: { config: { numSamples: 500 }, steps: 6, scoreEvery: 4, sizes: [1000], growingSteps: 6 },
  "learning-rate": { steps: 5, outerSteps: 3 },
  human: { steps: 6 },
  lottery: {
    config: { numSamples: 200 },
    newDraws: { numSamples: 200, seed: 43 },
    ...{ units: 10, sparsities: [0, 0.5], round: 1, steps: 3, newSteps: 3, scoreEvery: 2 },
  },
  tsne: { config: { numSamples: 200 }, rows: 120, neighbours: 20, perplexity: 5, steps: [3, 3] },
  "self-supervised": { config: { numSamples: 200 }, projectors: ["none"], epochs: 2, scoreEvery: 2 },
  pooling: {
    config: { engine: "blocked", numSamples: 1100, testSize: 100 },
    ...{ sizes: [500, 1000], steps: 5, scoreEvery: 2 },
  },
  activation: { config: { numSamples: 200 }, ...{ steps: 5, batch: 50, units: 6, averaged: 3, outerSteps: 2 } },
  "double-descent": {
    sweeps: (["clean", "noise", "cnn", "threshold"] as const).map((part) => ({
      ...{ part, classes: 10, loss: part === "threshold" ? "squaredError" : "crossEntropy", examples: 250 },
      ...{ widths: [2, 3], steps: 5, draws: 2, config: { numSamples: 300, testSize: 50 } },
    })),
  },
};

async function tinyExperiment(name: string) {
  const experiment = await EXPERIMENTS[name]!();
  const quick = { ...Object(experiment.protocols.quick), ...TINY[name] };
  return { ...experiment, protocols: { ...experiment.protocols, quick } };
}

const textOf = (plan: ExperimentPlan, outcomes: readonly unknown[]) => JSON.stringify(reportOf(plan, outcomes));

describe.each(Object.keys(EXPERIMENTS))("%s", (name) => {
  it("gives the same on one thread, on two, and without; and its figure is a picture", async () => {
    const experiment = await tinyExperiment(name);
    const plan = planExperiment(experiment, { seeds: [1, 2] });
    const one = textOf(plan, await runOnThreads(plan, new Map(), { workers: 1 }));
    const two = textOf(plan, await runOnThreads(plan, new Map(), { workers: 2 }));
    const here = await runExperiment(experiment, { seeds: [1, 2] });
    expect(two).toBe(one);
    expect(JSON.stringify(here)).toBe(one);
    const figure = experiment.figure(here.result);
    expect(figure).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    expect(figure).not.toMatch(/NaN|undefined|Infinity/);
    const { header, rows } = experiment.table(here.result);
    expect(rows.every((row) => row.length === header.length)).toBe(true);
  });
});
