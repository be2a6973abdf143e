import { exp, sigmoid, tanh } from "../../numeric/exp.js";
import type { Floats } from "../../numeric/floats.js";
import { log } from "../../numeric/log.js";

/** A nonlinearity between two layers. */
export interface ActivationFunction {
  /**
   * Writes values and slopes of as many arguments as `slopes` has room for; and second derivatives, if it is learned.
   * @param step of the training, for one that is not the same in each.
   */
  evaluate(x: Floats, values: Floats, slopes: Floats, curvatures: Floats, step: number): void;
}

/** The notebook's, in its order. */
export const ACTIVATION_NAMES = ["relu", "swish", "elu", "softplus", "tanh", "sigmoid"] as const;
export type ActivationName = (typeof ACTIVATION_NAMES)[number];

export const ACTIVATION_FUNCTIONS: Readonly<Record<ActivationName, ActivationFunction>> = {
  relu: pointwise((x, i, values, slopes) => {
    values[i] = x > 0 ? x : 0;
    slopes[i] = x > 0 ? 1 : 0;
  }),
  swish: pointwise((x, i, values, slopes) => {
    const s = sigmoid(x);
    values[i] = x * s;
    slopes[i] = s + x * s * (1 - s);
  }),
  elu: pointwise((x, i, values, slopes) => {
    const e = x > 0 ? 1 : exp(x);
    values[i] = x > 0 ? x : e - 1;
    slopes[i] = e;
  }),
  softplus: pointwise((x, i, values, slopes) => {
    values[i] = x > 0 ? x + log(1 + exp(-x)) : log(1 + exp(x));
    slopes[i] = sigmoid(x);
  }),
  tanh: pointwise((x, i, values, slopes) => {
    const t = tanh(x);
    values[i] = t;
    slopes[i] = 1 - t * t;
  }),
  sigmoid: pointwise((x, i, values, slopes) => {
    const s = sigmoid(x);
    values[i] = s;
    slopes[i] = s * (1 - s);
  }),
};

function pointwise(at: (x: number, i: number, values: Floats, slopes: Floats) => void): ActivationFunction {
  return {
    evaluate(x, values, slopes) {
      for (let i = 0; i < slopes.length; i++) at(x[i]!, i, values, slopes);
    },
  };
}
