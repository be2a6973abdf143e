import { describe, expect, it } from "vitest";
import { presets } from "../../src/config/presets.js";
import { generate } from "../../src/generate/generate.js";
import { PUBLISHED_CORRECTIONS } from "../../src/generate/published-rounding.js";
import { arraysOf, sha256 } from "../support/arrays.js";
import { referenceCases } from "../support/fixtures.js";

describe("the published rounding", () => {
  const { train, test } = arraysOf(generate(presets.published));

  // d = pickle.load(open("mnist1d_data.pkl", "rb")); hashlib.sha256(d["x"].tobytes()).hexdigest(), and of "x_test"
  it("reference: gives the float64 arrays of the published file, bit for bit", () => {
    expect(sha256(train.x)).toBe("76a0fc450d42c1bab3e99da3327c7735feb09f5236bec6fbaeaa1b9a41195252");
    expect(sha256(test.x)).toBe("546e12e851d831f762b6daf43956bc62fe233620cdec483f8789359f94c842d9");
  });

  it("reference: is not seen in float32", () => {
    const reference = referenceCases.find(({ name }) => name === "default")!;
    expect(sha256(Float32Array.from(train.x))).toBe(reference.sha256.x_float32);
    expect(sha256(Float32Array.from(test.x))).toBe(reference.sha256.x_test_float32);
  });

  it("no-regression: differs from the exact one in 82 values, by at most 4.4e-16", () => {
    const exact = arraysOf(generate({ dtype: "float64" }));
    const differences = [...difference(train.x, exact.train.x), ...difference(test.x, exact.test.x)];
    expect(differences.filter((d) => d !== 0)).toHaveLength(82);
    expect(differences.reduce((a, b) => Math.max(a, b))).toBeLessThan(4.5e-16);
  });
});

function difference(a: ArrayLike<number>, b: ArrayLike<number>): number[] {
  return Array.from(a, (value, i) => Math.abs(value - b[i]!));
}

it("corrects 45 of the 360,000 draws, in ascending order", () => {
  const draws = PUBLISHED_CORRECTIONS.map(({ draw }) => draw);
  expect(draws).toHaveLength(45);
  expect(draws).toEqual([...new Set(draws)].sort((a, b) => a - b));
  expect(draws.at(-1)).toBeLessThan(360_000);
});
