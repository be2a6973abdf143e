import type { ConfigOptions } from "../../config/parse-config.js";
import { countText } from "../experiment.js";

export type LossName = "crossEntropy" | "squaredError";

/** Models of growing width on the same data. */
export interface Sweep {
  /** What for: a curve of the test error, of an MLP with or without label noise, or of a CNN with it; or a threshold. */
  readonly part: "noise" | "clean" | "cnn" | "threshold";
  readonly config: ConfigOptions;
  /** In train. */
  readonly examples: number;
  readonly classes: number;
  readonly loss: LossName;
  /** Units of both hidden layers, or channels of the three convolutions. */
  readonly widths: readonly number[];
  readonly steps: number;
  /** Models of each width, for a seed. */
  readonly draws: number;
}

/** Of each width the means over its models, after the last step. */
export interface SweepResult extends Pick<Sweep, "part" | "examples" | "classes" | "loss" | "widths"> {
  readonly parameters: readonly number[];
  /** In per cent. */
  readonly trainError: readonly number[];
  readonly testError: readonly number[];
  readonly trainLoss: readonly number[];
  readonly testLoss: readonly number[];
  /** Of a threshold: the number of parameters from which on train is fitted, or null if that is within no two widths. */
  readonly threshold?: number | null;
}

export const LOSS_NAMES: Readonly<Record<LossName, string>> = { squaredError: "MSE", crossEntropy: "NLL" };

export function nameOf({ part, loss, classes, examples }: SweepResult): string {
  if (part === "clean") return "MLP, no noise";
  if (part === "noise") return "MLP, label noise";
  if (part === "cnn") return "CNN, label noise";
  return `${LOSS_NAMES[loss]}, K = ${classes}, n = ${countText(examples)}`;
}

/** The sweeps whose test errors are curves. */
export function curvesOf(sweeps: readonly SweepResult[]): SweepResult[] {
  return sweeps.filter(({ part }) => part !== "threshold");
}
