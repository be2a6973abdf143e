import { exp, sigmoid, tanh } from "../numeric/exp.js";
import type { Floats } from "../numeric/floats.js";
import { log } from "../numeric/log.js";

/** A nonlinearity between two layers. */
export interface ActivationFunction {
  /**
   * Writes values and slopes of as many arguments as `slopes` has room for; and second derivatives, if it is learned.
   * @param step of the training, for one that is not the same in each.
   */
  evaluate(x: Floats, values: Floats, slopes: Floats, curvatures: Floats, step: number): void;
}

/** Value and slope, in this order. */
type Pair = readonly [value: number, slope: number];

/** The notebook's, in its order. */
export const ACTIVATION_NAMES = ["relu", "swish", "elu", "softplus", "tanh", "sigmoid"] as const;
export type ActivationName = (typeof ACTIVATION_NAMES)[number];

export const ACTIVATION_FUNCTIONS: Readonly<Record<ActivationName, ActivationFunction>> = {
  relu: pointwise((x) => (x > 0 ? [x, 1] : [0, 0])),
  swish: pointwise((x) => {
    const s = sigmoid(x);
    return [x * s, s + x * s * (1 - s)];
  }),
  elu: pointwise((x) => {
    if (x > 0) return [x, 1];
    const e = exp(x);
    return [e - 1, e];
  }),
  softplus: pointwise((x) => [x > 0 ? x + log(1 + exp(-x)) : log(1 + exp(x)), sigmoid(x)]),
  tanh: pointwise((x) => {
    const t = tanh(x);
    return [t, 1 - t * t];
  }),
  sigmoid: pointwise((x) => {
    const s = sigmoid(x);
    return [s, s * (1 - s)];
  }),
};

function pointwise(at: (x: number) => Pair): ActivationFunction {
  return {
    evaluate(x, values, slopes) {
      for (let i = 0; i < slopes.length; i++) {
        const [value, slope] = at(x[i]!);
        values[i] = value;
        slopes[i] = slope;
      }
    },
  };
}
