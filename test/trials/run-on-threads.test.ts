// Trials on threads: none twice, each told, and an end when they are aborted; with a tiny experiment, on real threads of the
// built code. experiments.ci.test.ts has all of them.
import { expect, it } from "vitest";

const INTERNALS = new URL("../../.internals/internals.js", import.meta.url).href;
const { EXPERIMENTS, planExperiment, reportOf, runExperiment, runOnThreads } = (await import(
  INTERNALS
)) as typeof import("../support/internals.js");

const pooling = await EXPERIMENTS.pooling!();
const config = { engine: "blocked", numSamples: 1100, testSize: 100 };
const quick = { ...Object(pooling.protocols.quick), config, sizes: [500, 1000], steps: 5, scoreEvery: 2 };
const experiment = { ...pooling, protocols: { ...pooling.protocols, quick } };

const plan = planExperiment(experiment, { seeds: [1, 2] });
const all = await runOnThreads(plan, new Map(), { workers: 2 });

it("gives the same on one thread, on two, and without", async () => {
  expect(await runOnThreads(plan, new Map(), { workers: 1 })).toEqual(all);
  expect(await runExperiment(experiment, { seeds: [1, 2] })).toEqual(reportOf(plan, all));
});

it("does no trial again that is done, and tells of each", async () => {
  const told = new Map<number, unknown>();
  const onDone = async (number: number, outcome: unknown) => void told.set(number, outcome);
  const known = new Map([[0, all[0]]]);
  expect(await runOnThreads(plan, known, { onDone })).toEqual(all);
  expect([...told].sort(([a], [b]) => a - b)).toEqual([...all.entries()].slice(1));
});

it("begins with what came of the trial before, of this run or an earlier one", async () => {
  const lottery = await EXPERIMENTS.lottery!();
  const data = { config: { numSamples: 200 }, newDraws: { numSamples: 200, seed: 43 } };
  const rounds = { units: 10, sparsities: [0, 0.5, 0.8], round: 2, steps: 3, newSteps: 3, scoreEvery: 2 };
  const protocols = { ...lottery.protocols, quick: { ...Object(lottery.protocols.quick), ...data, ...rounds } };
  const plan = planExperiment({ ...lottery, protocols }, { seeds: [1] });
  expect(plan.needs.filter((need) => need !== undefined)).toHaveLength(7);
  const told: number[] = [];
  const all = await runOnThreads(plan, new Map(), { workers: 1, onDone: async (number) => void told.push(number) });
  // What others wait for goes before all that wait; a thread that is free begins with what is there.
  const needed = plan.needs.filter((need) => need !== undefined);
  expect(Math.max(...needed.map((need) => told.indexOf(need)))).toBeLessThan(2 * new Set(needed).size);
  for (let count = 1; count < all.length; count += 5) {
    const known = new Map([...all.entries()].slice(-count));
    expect(await runOnThreads(plan, known, { workers: 2 })).toEqual(all);
  }
});

it("ends when it is aborted, on threads and without", async () => {
  const reason = new Error("enough");
  const options = { signal: AbortSignal.abort(reason) };
  await expect(runOnThreads(planExperiment(experiment), new Map(), options)).rejects.toBe(reason);
  await expect(runExperiment(experiment, options)).rejects.toBe(reason);
});
