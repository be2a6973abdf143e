import type { ConfigOptions } from "../../config/parse-config.js";
import type { LossName, Sweep } from "./sweep.js";

export interface DoubleDescentProtocol {
  readonly sweeps: readonly Sweep[];
}

const NOISE: ConfigOptions = { labelNoise: { fraction: 0.15, mode: "resample" } };

/** Those of the notebook: NumPy's geomspace(2, 300, 20), of which two are the same. */
const MLP_WIDTHS = [2, 3, 4, 5, 7, 9, 12, 16, 21, 27, 36, 47, 61, 80, 104, 135, 177, 230, 300];
const CNN_WIDTHS = [
  ...[2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28],
  ...[30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95, 100],
];

export const QUICK: DoubleDescentProtocol = {
  sweeps: [
    curve("clean", 12_000, [5, 9, 16, 27, 36, 47, 61, 80]),
    curve("noise", 12_000, [5, 9, 16, 27, 36, 47, 61, 80, 135]),
    ...thresholds(300, 3, 3, { crossEntropy: [3, 4, 5, 6, 7, 8], squaredError: [8, 10, 12, 14, 16, 18, 20] }),
    ...thresholds(300, 5, 3, { crossEntropy: [5, 6, 7, 8, 9, 10], squaredError: [15, 18, 21, 24, 28] }),
    ...thresholds(300, 10, 3, { crossEntropy: [6, 7, 8, 9, 10, 12], squaredError: [25, 29, 33, 37, 41] }),
  ],
};

export const FULL: DoubleDescentProtocol = {
  sweeps: [
    curve("clean", 20_000, MLP_WIDTHS),
    curve("noise", 20_000, MLP_WIDTHS),
    curve("cnn", 20_000, CNN_WIDTHS),
    ...thresholds(300, 3, 4, {
      crossEntropy: [2, 3, 4, 5, 6, 7, 8, 10, 13, 18],
      squaredError: [2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 26, 36],
    }),
    ...thresholds(300, 5, 4, {
      crossEntropy: [3, 4, 5, 6, 7, 8, 9, 10, 13, 18, 25],
      squaredError: [4, 6, 9, 12, 15, 18, 20, 22, 24, 26, 36, 50],
    }),
    ...thresholds(300, 10, 4, {
      crossEntropy: [4, 5, 6, 7, 8, 9, 10, 11, 12, 16, 24, 36],
      squaredError: [4, 8, 14, 20, 26, 29, 32, 35, 38, 41, 50, 70],
    }),
    ...thresholds(600, 3, 2, {
      crossEntropy: [4, 5, 6, 7, 8, 9, 10, 12, 16],
      squaredError: [12, 16, 18, 20, 22, 24, 26, 28, 32],
    }),
    ...thresholds(600, 5, 2, {
      crossEntropy: [6, 7, 8, 9, 10, 11, 12, 14, 18],
      squaredError: [20, 25, 28, 31, 34, 37, 40, 45],
    }),
    ...thresholds(600, 10, 2, {
      crossEntropy: [8, 10, 11, 12, 13, 14, 15, 16, 18, 24],
      squaredError: [36, 42, 46, 50, 54, 58, 62, 68, 76],
    }),
  ],
};

/** On the data of the notebook: 4,000 train and 12,000 test examples. */
function curve(part: "clean" | "noise" | "cnn", steps: number, widths: readonly number[]): Sweep {
  const config = { numSamples: 16_000, trainSplit: 0.25, ...(part !== "clean" && NOISE) };
  return { part, config, examples: 4000, classes: 10, loss: "crossEntropy", widths, steps, draws: 1 };
}

/** Of the first so many classes, with as many epochs however many examples there are. */
function thresholds(
  examples: number,
  classes: number,
  draws: number,
  widths: Readonly<Record<LossName, readonly number[]>>,
): Sweep[] {
  const numSamples = examples + 3900;
  const config: ConfigOptions = {
    numSamples,
    testSize: 3900,
    classes: Array.from({ length: classes }, (_, label) => label),
    ...NOISE,
  };
  const steps = (50 * examples) / 3;
  return (["squaredError", "crossEntropy"] as const).map((loss) => ({
    ...{ part: "threshold", config, examples, classes, loss, widths: widths[loss], steps, draws },
  }));
}
