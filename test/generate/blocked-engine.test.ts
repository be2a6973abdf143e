import { describe, expect, it } from "vitest";
import { createDigest } from "../../src/digest/dataset-digest.js";
import type { Examples } from "../../src/generate/examples.js";
import { arraysOf, drawFrom, int64FromInt32, sha256 } from "../support/arrays.js";
import { blocked } from "../support/fixtures.js";
import { parseHexFloat, parseHexFloats } from "../support/hex-float.js";

async function digestOf(examples: Examples): Promise<string> {
  const builder = createDigest(examples.length, examples.splits, examples.dtype);
  for (const chunk of examples.chunks()) await builder.update(chunk);
  return (await builder.finish()).digest;
}

describe("reference: fixtures/make_blocked.py, every array to the last bit", () => {
  it.each(blocked.cases)("$name", async ({ config, train, test, mean, std, first_values, digest, sha256: hashes }) => {
    const examples = drawFrom({ engine: "blocked", ...config });
    const arrays = arraysOf(examples, { dtype: "float64" });
    expect(examples.splits.map(({ rows }) => rows)).toEqual([train, test]);
    expect(examples.standardisation).toEqual({ mean: parseHexFloat(mean), std: parseHexFloat(std) });
    expect(arrays.train.x.slice(0, first_values.length)).toEqual(parseHexFloats(first_values));
    expect({
      x_float64: sha256(arrays.train.x),
      x_test_float64: sha256(arrays.test.x),
      y_int64: sha256(int64FromInt32(arrays.train.y)),
      y_test_int64: sha256(int64FromInt32(arrays.test.y)),
      y_clean_int64: sha256(int64FromInt32(config.label_noise ? arrays.train.yClean : arrays.train.y)),
      t_float64: sha256(examples.t),
    }).toEqual(hashes);
    expect(await digestOf(examples)).toBe(digest);
  });
});

describe("reference: the same script, blocks far beyond those that memory holds", () => {
  const labelNoise = { fraction: 0.25, mode: "resample" } as const;
  const examples = drawFrom({
    engine: "blocked",
    num_samples: 2 ** 53 - 2,
    test_size: 2 ** 40,
    label_noise: labelNoise,
  });

  it.each(blocked.far)("$split from row $start on", ({ split, start, x, x_float64_sha256, y, y_clean }) => {
    const [chunk] = examples.chunks({ dtype: "float64", ranges: [{ split, start, rows: y.length }] });
    expect(chunk!.y).toEqual(Int32Array.from(y));
    expect(chunk!.yClean).toEqual(Int32Array.from(y_clean));
    const every8th = x.map((_, row) => chunk!.x.slice(row * 40, (row + 1) * 40).filter((_, k) => k % 8 === 0));
    expect(every8th).toEqual(x.map(parseHexFloats));
    expect(sha256(chunk!.x as Float64Array)).toBe(x_float64_sha256);
  });
});
