// Activation functions: their values by the formula, and their derivatives by differences.
import { describe, expect, it } from "vitest";
import {
  ACTIVATION_FUNCTIONS,
  ACTIVATION_NAMES,
  type ActivationFunction,
} from "../../src/experiments/activation/activation-functions.js";
import { learnedActivation } from "../../src/experiments/activation/learned-activation.js";

const X = Float64Array.of(-17.3, -6.1, -2.03, -0.71, -0.02, 0.013, 0.4, 1.97, 5.2, 21);

function evaluated(activation: ActivationFunction, x: Float64Array) {
  const [values, slopes, curvatures] = [1, 2, 3].map(() => new Float64Array(x.length));
  activation.evaluate(x, values!, slopes!, curvatures!, 1);
  return { values: Array.from(values!), slopes: Array.from(slopes!), curvatures: Array.from(curvatures!) };
}

const FORMULAS = {
  relu: (x: number) => Math.max(x, 0),
  swish: (x: number) => x / (1 + Math.exp(-x)),
  elu: (x: number) => (x > 0 ? x : Math.expm1(x)),
  softplus: (x: number) => Math.log1p(Math.exp(x)),
  tanh: (x: number) => Math.tanh(x),
  sigmoid: (x: number) => 1 / (1 + Math.exp(-x)),
} as const;

function expectClose(found: readonly number[], wanted: readonly number[], most: number): void {
  for (const [i, value] of wanted.entries()) expect(Math.abs(found[i]! - value), `at ${X[i]}`).toBeLessThan(most);
}

const H = 1e-5;
const moved = (by: number) => X.map((x) => x + by);

describe.each(ACTIVATION_NAMES)("%s", (name) => {
  it("has the formula's values, and the slopes of these", () => {
    const { values, slopes } = evaluated(ACTIVATION_FUNCTIONS[name], X);
    expectClose(values, Array.from(X, FORMULAS[name]), 1e-14);
    const [above, below] = [H, -H].map((by) => evaluated(ACTIVATION_FUNCTIONS[name], moved(by)).values);
    expectClose(
      slopes,
      above!.map((value, i) => (value - below![i]!) / (2 * H)),
      1e-9,
    );
  });
});

describe("the one that is learned", () => {
  const activation = learnedActivation(4, 3);

  it("is an ELU and a fifth of the MLP, as far as its knots are", () => {
    const { parameters: p } = activation;
    const mlp = (x: number) =>
      Array.from({ length: 100 }, (_, j) => p[200 + j]! * Math.tanh(p[j]! * x + p[100 + j]!)).reduce((a, b) => a + b);
    // Beyond 16 in both directions it stays.
    const within = Array.from(X, (x) => FORMULAS.elu(x) + 0.2 * (mlp(Math.max(-16, Math.min(16, x))) + p[300]!));
    expectClose(activation.valuesAt(Array.from(X)), within, 1e-5);
  });

  it("has the derivatives that differences have, also where it was changed", () => {
    activation.parameters.forEach((_, i, parameters) => {
      parameters[i]! += 0.1 * Math.sin(i);
    });
    activation.update();
    const { slopes, curvatures } = evaluated(activation, X);
    const [above, below] = [H, -H].map((by) => evaluated(activation, moved(by)));
    expectClose(
      slopes,
      above!.values.map((value, i) => (value - below!.values[i]!) / (2 * H)),
      1e-8,
    );
    expectClose(
      curvatures,
      above!.slopes.map((value, i) => (value - below!.slopes[i]!) / (2 * H)),
      1e-6,
    );
  });

  it("moves by its noise as a whole, from one step to another", () => {
    const [one, plain] = [evaluated(activation, X).values, activation.valuesAt(Array.from(X))];
    const by = one[0]! - plain[0]!;
    expect(Math.abs(by)).toBeGreaterThan(1e-4);
    expectClose(
      one,
      plain.map((value) => value + by),
      1e-14,
    );
  });
});
