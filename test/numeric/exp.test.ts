// Reference: exp and what is made of it, against Math's, which on V8 are good to an ulp or so.
import { describe, expect, it } from "vitest";
import { exp, sigmoid, tanh } from "../../src/numeric/exp.js";
import { RandomState } from "../../src/random/random-state.js";

const random = new RandomState(1);
const VALUES = Array.from({ length: 20_000 }, (_, i) => (random.uniform() - 0.5) * [2, 40, 1400][i % 3]!);

describe("exp", () => {
  it("is within 2 ulps of Math.exp", () => {
    const ulps = (x: number) => Math.abs(exp(x) - Math.exp(x)) / (Math.exp(x) * 2 ** -52);
    expect([...VALUES, 0, -0, 1, 709.7, -707].filter((x) => !(ulps(x) < 2))).toEqual([]);
  });

  it("ends where doubles do", () => {
    expect([exp(-709), exp(-Infinity), exp(710), exp(Infinity), exp(Number.NaN)]).toEqual([
      0,
      0,
      Infinity,
      Infinity,
      Number.NaN,
    ]);
  });
});

describe("sigmoid and tanh", () => {
  it("are within 2^-51 of Math's", () => {
    const isNear = (a: number, b: number) => Math.abs(a - b) < 2 ** -51;
    const isFar = (x: number) => !isNear(sigmoid(x), 1 / (1 + Math.exp(-x))) || !isNear(tanh(x), Math.tanh(x));
    expect(VALUES.filter(isFar)).toEqual([]);
  });

  it("have their limits", () => {
    expect([sigmoid(-1000), sigmoid(1000), tanh(-1000), tanh(1000), tanh(0)]).toEqual([0, 1, -1, 1, 0]);
    expect([sigmoid(Number.NaN), tanh(Number.NaN)]).toEqual([Number.NaN, Number.NaN]);
  });
});
