// The built library: trainings on threads give what the same trainings give here; progress, interruption, errors of threads.
import { describe, expect, it } from "vitest";
import { PROTOCOL, type Trained } from "../../src/evaluate/protocol.js";
import { trainBaseline } from "../../src/evaluate/train-baseline.js";
import { readTrainingData } from "../../src/evaluate/training-data.js";
import { generate } from "../../src/generate/generate.js";

/** Threads begin with built files. */
const BUILT = new URL("../../dist/node.js", import.meta.url).href;
const { evaluateModels, evaluateChange } = (await import(BUILT)) as typeof import("../../src/node.js");

const shifts = { noisy: { iidNoiseScale: 0.3 }, steep: { shearScale: 2 } };

const dataset = { name: "small", examples: generate({ numSamples: 400, shifts }) };

describe("evaluateModels", () => {
  it("trains each model both ways, with each seed, as it would be trained here", async () => {
    const told: Trained[] = [];
    const options = {
      steps: 30,
      seeds: 2,
      models: ["cnn", "linear"] as const,
      workers: 3,
      onTrained: (one: Trained) => void told.push(one),
    };
    const { models, trainings, dataset: said, claims } = await evaluateModels(dataset, options);
    expect(said).toMatchObject({ name: "small", length: 40, rows: { train: 320, test: 80 }, isPublished: false });
    expect(claims).toEqual([]);
    expect(models.map(({ model, parameters }) => [model, parameters])).toEqual([
      ["cnn", 5210],
      ["linear", 410],
    ]);
    expect(trainings).toHaveLength(8);
    expect(told).toHaveLength(8);
    const data = await readTrainingData("small", dataset.examples, 100);
    for (const { seconds: _, ...trained } of trainings) {
      const { seconds: __, ...here } = trainBaseline(data, trained, { ...PROTOCOL, steps: 30 }, () => {});
      expect(trained).toEqual(here);
    }
    const { plain } = models[0]!;
    expect(plain!.last!.values).toEqual([0, 1].map((seed) => trainings[seed]!.test.at(-1)!.accuracy));
    expect(Object.keys(plain!.shifted)).toEqual(Object.keys(shifts));
  });

  it("tells how far all trainings are together", async () => {
    const seen: number[] = [];
    let last = 0;
    await evaluateModels(dataset, {
      steps: 20,
      models: ["linear", "mlp"],
      onProgress: (progress) => {
        if (progress.phase !== "training") return;
        expect(progress.total).toBe(4);
        seen.push(progress.done);
        last = progress.finished;
      },
    });
    expect(last).toBe(4);
    expect(seen.at(-1)).toBeCloseTo(4, 9);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it("ends with what onProgress throws, also while nothing is done yet", async () => {
    const onProgress = ({ phase }: { phase: string }) => {
      if (phase === "training") throw new Error("no more");
    };
    const endless = { steps: 1_000_000, models: ["linear"] as const, onProgress };
    await expect(evaluateModels(dataset, endless)).rejects.toThrow("no more");
  });

  it("ends when it is aborted, and has told of what was done", async () => {
    const controller = new AbortController();
    const told: string[] = [];
    const run = evaluateModels(dataset, {
      steps: 1_000_000,
      models: ["linear", "gru"],
      signal: controller.signal,
      onProgress: ({ phase, done }) => {
        if (phase === "training" && done > 0) controller.abort(new Error("enough"));
      },
      onTrained: ({ model }) => void told.push(model),
    });
    await expect(run).rejects.toThrow("enough");
    expect(told).toEqual([]);
  });

  it("says of which model there is no room for", async () => {
    const { name, digest, ...data } = await readTrainingData("wide", dataset.examples, 100);
    const wide = { ...data, name, digest, length: 10_000, classes: Array.from({ length: 1000 }, (_, i) => i) };
    const task = { data: 0, model: "gru", isShuffled: false, seed: 0 } as const;
    expect(() => trainBaseline(wide, task, PROTOCOL, () => {})).toThrow(
      "wide: 10,000 points and 1,000 classes are too many for the gru: its training takes more than 1 GB. " +
        "Without it: --models linear,mlp,cnn",
    );
  });

  it("says of examples that are too short for which model, from a thread", async () => {
    const short = { name: "short", examples: generate({ numSamples: 400, finalSeqLength: 1 }) };
    const error = await evaluateModels(short, { steps: 5 }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "ERR_EVALUATION" });
    expect((error as Error).message).toContain("short: examples are too short for the cnn");
    const { models } = await evaluateModels(short, { steps: 5, models: ["linear", "mlp", "gru"] });
    expect(models).toHaveLength(3);
  });

  it.each([
    [{ models: [] }, "models"],
    [{ models: ["cnn", "cnn"] as const }, "models"],
    [{ steps: 0 }, "steps"],
    [{ seeds: 1.5 }, "seeds"],
  ])("refuses %j", async (options, key) => {
    await expect(evaluateModels(dataset, options)).rejects.toMatchObject({ code: "ERR_CONFIG", key });
  });
});

it("compares two datasets seed by seed", async () => {
  const noisy = { name: "noisy", examples: generate({ numSamples: 400, iidNoiseScale: 3 }) };
  const { a, b, differences } = await evaluateChange(dataset, noisy, { steps: 150, seeds: 3, models: ["cnn"] });
  const [lastA, lastB] = [a, b].map(({ models }) => models[0]!.plain!.last!.mean);
  expect(a.models[0]!.shuffled).toBeUndefined();
  expect(differences[0]!.difference.mean).toBeCloseTo(lastB! - lastA!, 12);
  expect(differences[0]!.interval![1]).toBeLessThan(0);
});
