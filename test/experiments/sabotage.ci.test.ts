// Each claim fails where what it claims is taken away: tiny protocols, sabotaged. That all hold of the real ones is what
// `npm run test:experiments` checks.
import { describe, expect, it } from "vitest";
import type { ConfigOptions } from "../../src/config/parse-config.js";
import { activation } from "../../src/experiments/activation/activation.js";
import { doubleDescent } from "../../src/experiments/double-descent/double-descent.js";
import type { Sweep } from "../../src/experiments/double-descent/sweep.js";
import type { Claim, Experiment } from "../../src/experiments/experiment.js";
import { human } from "../../src/experiments/human.js";
import { learningRate } from "../../src/experiments/learning-rate/learning-rate.js";
import { lottery } from "../../src/experiments/lottery/lottery.js";
import { pooling } from "../../src/experiments/pooling.js";
import { priors } from "../../src/experiments/priors.js";
import { runExperiment } from "../../src/experiments/run-experiment.js";
import { selfSupervised } from "../../src/experiments/self-supervised/self-supervised.js";
import { tsneOf } from "../../src/experiments/tsne/tsne.js";
import { RandomState } from "../../src/random/random-state.js";

/** The claims of an experiment whose quick protocol is changed. */
async function claimsOf<P, T, O, R>(
  experiment: Experiment<P, T, O, R>,
  changes: Partial<P>,
): Promise<readonly Claim[]> {
  const quick = { ...experiment.protocols.quick, ...changes };
  const changed = { ...experiment, protocols: { ...experiment.protocols, quick } };
  return (await runExperiment(changed as Experiment, { seeds: [1] })).claims;
}

const failing = (claims: readonly Claim[]) => claims.filter(({ holds }) => !holds).map(({ claim }) => claim);
const ofAll = (claims: readonly Claim[]) => claims.map(({ claim }) => claim);

/** Every train label drawn anew. */
const NO_LABELS = { labelNoise: { fraction: 1, mode: "resample" } } as const;

describe("pooling", () => {
  const config = { ...NO_LABELS, numSamples: 1300, testSize: 300, engine: "blocked" } as const;

  it("gains nothing on labels that are noise", async () => {
    const claims = await claimsOf(pooling, { config, sizes: [1000], steps: 30 });
    expect(failing(claims).filter((claim) => claim.endsWith("1,000 examples"))).toEqual([
      "max − none, 1,000 examples",
      "l2 − none, 1,000 examples",
    ]);
  });

  it("gains as much where there are no more examples", async () => {
    const { labelNoise: _, ...clean } = config;
    const claims = await claimsOf(pooling, { config: clean, sizes: [1000], steps: 200 });
    expect(claims.map(({ expected, holds }) => [expected, holds])).toEqual([
      ["≥ 10 points", true],
      ["≤ 4 points", false],
      ["≥ 10 points", true],
      ["≤ 4 points", false],
    ]);
  });
});

describe("priors", () => {
  const tiny = { config: { numSamples: 500 }, steps: 2, scoreEvery: 2 };

  it("are worth nothing on labels that are noise", async () => {
    const growing = { ...NO_LABELS, engine: "blocked", numSamples: 1300, testSize: 300 } as const;
    const claims = await claimsOf(priors, { ...tiny, growing, sizes: [1000], growingSteps: 50 });
    expect(failing(claims)).toEqual(ofAll(claims));
  });

  it("are worth much of few examples that differ in their places alone", async () => {
    const moved = { iidNoiseScale: 0, corrNoiseScale: 0, shearScale: 0, scaleCoeff: 0 };
    const growing = { ...moved, engine: "blocked", numSamples: 1300, testSize: 300 } as const;
    const claims = await claimsOf(priors, { ...tiny, growing, sizes: [200], growingSteps: 150 });
    expect(failing(claims)).toEqual(ofAll(claims));
  });
});

describe("lottery", () => {
  it("is won by nobody where weights are pruned before they learn, on labels that are noise", async () => {
    const claims = await claimsOf(lottery, {
      newDraws: { ...NO_LABELS, seed: 43 },
      ...{ units: 30, sparsities: [0, 0.85], round: 1, steps: 1, newSteps: 40 },
    });
    expect(failing(claims)).toEqual(ofAll(claims));
  });
});

describe("self-supervised", () => {
  const tiny = { epochs: 1, scoreEvery: 1 };

  it("learns nothing of labels that are noise", async () => {
    const config = { ...NO_LABELS, numSamples: 200 };
    const claims = await claimsOf(selfSupervised, { ...tiny, config, projectors: ["projector"] });
    expect(failing(claims)).toContain("linear probe of what is learned");
  });

  it("gains nothing on classes that the values themselves tell apart", async () => {
    const still = { iidNoiseScale: 0, corrNoiseScale: 0, shearScale: 0, scaleCoeff: 0, maxTranslation: 1 };
    const config = { ...still, padding: [36, 36], numSamples: 200 } as const;
    const claims = await claimsOf(selfSupervised, { ...tiny, config });
    expect(failing(claims)).toEqual(ofAll(claims).slice(1));
  });
});

describe("tsne", () => {
  it("has no islands of images that are noise, and has them of signals without any", async () => {
    const random = new RandomState(1);
    const images = Uint8Array.from({ length: 150 * 9 }, () => random.choice(256));
    const labels = Uint8Array.from({ length: 150 }, () => random.choice(10));
    const still = { iidNoiseScale: 0, corrNoiseScale: 0, shearScale: 0, scaleCoeff: 0, maxTranslation: 1 };
    const config = { ...still, padding: [36, 36], numSamples: 200 } as const;
    const tiny = { config, rows: 150, neighbours: 20, perplexity: 5, steps: [30, 30] as const };
    const claims = await claimsOf(tsneOf({ images, labels, sha256: "" }), tiny);
    expect(failing(claims)).toEqual(["10 nearest in the map, MNIST", "10 nearest in the map, MNIST-1D"]);
  });
});

describe("learning-rate", () => {
  it("is not learned in one step, nor from differences that are too large", async () => {
    const claims = await claimsOf(learningRate, { steps: 20, outerSteps: 1, difference: 0.1 });
    expect(failing(claims)).toEqual(ofAll(claims));
  });
});

describe("activation", () => {
  it("is not learned in no step, nor are losses what they are after 301 steps", async () => {
    const claims = await claimsOf(activation, { steps: 60, averaged: 20, outerSteps: 1, outerRate: 0 });
    expect(failing(claims)).toEqual(ofAll(claims));
  });
});

describe("human", () => {
  it("is no better than a CNN on examples without noise, and was asked about other rows", async () => {
    const config = { iidNoiseScale: 0, corrNoiseScale: 0, shearScale: 0, scaleCoeff: 0 };
    const claims = await claimsOf(human, { config, rows: [[0, 100]], steps: 300 });
    expect(failing(claims)).toEqual(ofAll(claims));
  });
});

describe("double-descent", () => {
  const sweep = (changes: Partial<Sweep>, config: ConfigOptions = {}): Sweep => ({
    ...{ part: "noise", classes: 10, loss: "crossEntropy", widths: [4, 12], steps: 300, draws: 1, examples: 1000 },
    config: { numSamples: 1300, testSize: 300, ...config },
    ...changes,
  });

  it("is not seen of models that are narrow, and have learned little", async () => {
    const claims = await claimsOf(doubleDescent, { sweeps: [sweep({ part: "noise" }), sweep({ part: "cnn" })] });
    expect(failing(claims)).toEqual(ofAll(claims));
    expect(claims).toHaveLength(8);
  });

  it("is seen where there should be none, if labels are noisy", async () => {
    const sweeps = [sweep({ part: "clean", widths: [2, 40], steps: 2000 }, { labelNoise: 0.5 })];
    const claims = await claimsOf(doubleDescent, { sweeps });
    expect(failing(claims)).toEqual(["MLP, no noise: test error rises by"]);
  });

  it("takes fewer parameters, of either loss, to fit the labels of examples that are alike", async () => {
    const alike = {
      ...{ iidNoiseScale: 0, corrNoiseScale: 0, shearScale: 0, scaleCoeff: 0, maxTranslation: 1 },
      padding: [10, 10],
    } as const;
    const sweeps = [3, 10].flatMap((classes) =>
      (["squaredError", "crossEntropy"] as const).map((loss) =>
        sweep(
          { part: "threshold", classes, loss, widths: [2, 4, 8, 16, 32], steps: 400 },
          { ...alike, classes: Array.from({ length: classes }, (_, label) => label) },
        ),
      ),
    );
    const claims = await claimsOf(doubleDescent, { sweeps });
    expect(failing(claims)).toEqual(ofAll(claims));
    expect(claims.map(({ found }) => found)).not.toContain("NaN");
  });
});
