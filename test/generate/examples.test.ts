import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultChunkRows } from "../../src/generate/examples.js";
import { arraysOf, drawFrom } from "../support/arrays.js";

describe("chunks", () => {
  const examples = drawFrom({ num_samples: 130, label_noise: { fraction: 0.5 } });

  it("property: their size does not change the data", () => {
    const whole = arraysOf(examples);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), (rows) => {
        expect(arraysOf(examples, { rows })).toEqual(whole);
      }),
    );
  });

  it("property: follow one another, have as many rows as asked for, and span no two splits", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), (rows) => {
        const next = { train: 0, test: 0 };
        for (const chunk of examples.chunks({ rows })) {
          expect(chunk.start).toBe(next[chunk.split]);
          expect(chunk.rows).toBe(Math.min(rows, (chunk.split === "train" ? 104 : 26) - chunk.start));
          expect([chunk.x.length, chunk.y.length]).toEqual([chunk.rows * 40, chunk.rows]);
          next[chunk.split] += chunk.rows;
        }
        expect(next).toEqual({ train: 104, test: 26 });
      }),
    );
  });

  it("can be read again, and two readings at a time do not disturb each other", () => {
    const whole = arraysOf(examples);
    const [one, other] = [examples.chunks({ rows: 7 }), examples.chunks({ rows: 7 })];
    other.next();
    const first = one.next().value!;
    other.next();
    expect(first.x).toEqual(whole.train.x.slice(0, 7 * 40));
    expect(arraysOf(examples)).toEqual(whole);
  });

  it("are of the config's dtype, or of the one asked for: the float64 values, rounded", () => {
    expect(arraysOf(drawFrom({ num_samples: 20, dtype: "float64" })).train.x).toBeInstanceOf(Float64Array);
    const float64 = arraysOf(examples, { dtype: "float64" });
    expect(arraysOf(examples).train.x).toEqual(Float32Array.from(float64.train.x));
  });

  it("have a default size of 320 to 640 kB, a power of two of at most 4,096 rows and at least one", () => {
    expect([1, 40, 41, 80, 360, 10 ** 6].map(defaultChunkRows)).toEqual([4096, 4096, 2048, 2048, 256, 1]);
  });
});
