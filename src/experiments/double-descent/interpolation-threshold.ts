import { exp } from "../../numeric/exp.js";
import { log } from "../../numeric/log.js";
import type { LossName } from "./sweep.js";

/**
 * Train losses from which on every label is called fitted: that each output is within 0.05 of its target (the root of the mean
 * square), and that each label has a probability of 97 % (the geometric mean).
 */
const FITTED: Readonly<Record<LossName, number>> = { squaredError: 0.0025, crossEntropy: 0.03 };

/**
 * The number of parameters from which on models fit their train labels: where the curve of the losses, straight in logarithms of
 * both, falls below what is called fitted, and stays.
 *
 * @param parameters rising, shape (n,). @param losses of train, shape (n,), above 0.
 * @returns null if all models fit, or the largest does not.
 */
export function interpolationThreshold(
  loss: LossName,
  parameters: readonly number[],
  losses: readonly number[],
): number | null {
  const fitted = FITTED[loss];
  const before = losses.map((value) => value < fitted).lastIndexOf(false);
  if (before === -1 || before === losses.length - 1) return null;
  const share = (log(losses[before]!) - log(fitted)) / (log(losses[before]!) - log(losses[before + 1]!));
  const [from, to] = [log(parameters[before]!), log(parameters[before + 1]!)];
  return exp(from + share * (to - from));
}
