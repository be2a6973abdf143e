import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ConfigOptions, resolveConfig } from "../../src/config/parse-config.js";
import { BlockDrawer, blockStreams } from "../../src/generate/block-drawer.js";
import { BLOCK_ROWS, type SplitName } from "../../src/generate/examples.js";
import { int64FromInt32, sha256 } from "../support/arrays.js";

const LENGTH = 2;
const MOMENTS = { mean: 0.25, std: 2 };

/** Signals as short as they get: what is looked at here is rows and labels. */
const small = (options: ConfigOptions = {}) =>
  resolveConfig({ templateLen: 1, padding: [0, 1], finalSeqLength: LENGTH, engine: "blocked", ...options });

function drawerOf(options: ConfigOptions = {}) {
  const config = small(options);
  const drawer = new BlockDrawer(config, MOMENTS);
  return (split: SplitName, start: number, rows: number) => {
    const x = new Float64Array(rows * LENGTH);
    const [y, yClean] = [new Int32Array(rows), new Int32Array(rows)];
    drawer.draw({ split, start, rows }, { x, y, yClean });
    return { x, y, yClean };
  };
}

/** As many templates, whose labels are 3 apart and begin below 0. */
const templatesOf = (classes: number) => ({
  x: Array.from({ length: classes }, (_, i) => [0, i + 1]),
  t: [0, 1],
  y: Array.from({ length: classes }, (_, i) => 3 * i - 5),
});

const splits = fc.constantFrom("train" as const, "test" as const);
const seeds = fc.integer({ min: 0, max: 0xffffffff });
const blocks = fc.oneof(fc.nat(3), fc.integer({ min: 0, max: 2 ** 41 - 3 }));

it("a block has 4,096 examples, which bits and digests depend on", () => {
  expect(BLOCK_ROWS).toBe(4096);
});

describe("rows", () => {
  it("property: are the same however they are asked for: at once, one by one, back and forth, of either split", () => {
    const wishes = fc.array(fc.record({ split: splits, from: fc.nat(9000), rows: fc.integer({ min: 0, max: 900 }) }), {
      minLength: 1,
      maxLength: 6,
    });
    const whole = { train: drawerOf()("train", 0, 10_000), test: drawerOf()("test", 0, 10_000) };
    fc.assert(
      fc.property(wishes, (all) => {
        const draw = drawerOf();
        for (const { split, from, rows } of all) {
          const { x, y } = draw(split, from, rows);
          expect(sha256(x)).toBe(sha256(whole[split].x.slice(from * LENGTH, (from + rows) * LENGTH)));
          expect(sha256(int64FromInt32(y))).toBe(sha256(int64FromInt32(whole[split].y.slice(from, from + rows))));
        }
      }),
      { numRuns: 20 },
    );
  });

  it("property: are those of their block's stream, wherever it is", () => {
    fc.assert(
      fc.property(seeds, splits, blocks, (seed, split, block) => {
        const start = block * BLOCK_ROWS;
        const { y } = drawerOf({ seed })(split, start, 5);
        const order = blockStreams(seed).examples(split, block).permutation(BLOCK_ROWS);
        const expected = [...order.subarray(0, 5)].map((row) => Number((BigInt(start) + BigInt(row)) % 10n));
        expect([...y]).toEqual(expected);
      }),
    );
  });

  it("of other blocks, splits and seeds are others", () => {
    const first = [
      drawerOf()("train", 0, 1),
      drawerOf()("train", BLOCK_ROWS, 1),
      drawerOf()("train", 2 ** 32 * BLOCK_ROWS, 1), // would be block 0 if block numbers wrapped at 2^32
      drawerOf()("train", (2 ** 32 + 1) * BLOCK_ROWS, 1),
      drawerOf()("test", 0, 1),
      drawerOf({ seed: 43 })("train", 0, 1),
    ].map(({ x }) => x.join());
    expect(new Set(first).size).toBe(first.length);
  });

  it("are standardised, and in float32 rounded once", () => {
    const config = small();
    const draw = (std: number, x: Float32Array | Float64Array) => {
      const drawer = new BlockDrawer(config, { mean: 0.25, std });
      drawer.draw({ split: "train", start: 0, rows: 100 }, { x, y: new Int32Array(100) });
      return x;
    };
    const raw = draw(1, new Float64Array(200)).map((value) => value);
    expect(draw(4, new Float64Array(200))).toEqual(raw.map((value) => value / 4));
    expect(draw(3, new Float32Array(200))).toEqual(Float32Array.from(raw, (value) => value / 3));
  });
});

describe("labels", () => {
  it("property: within a block, and over the blocks up to any, no class has more than one more than another", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 3 }), splits, (classes, count, split) => {
        const { y } = drawerOf({ templates: templatesOf(classes), numSamples: classes })(split, 0, count * BLOCK_ROWS);
        const spread = (labels: Int32Array) => {
          const counts = templatesOf(classes).y.map(() => 0);
          for (const label of labels) counts[(label + 5) / 3]!++;
          return Math.max(...counts) - Math.min(...counts);
        };
        const shared = Number((count * BLOCK_ROWS) % classes !== 0);
        expect(spread(y)).toBe(shared);
        expect(spread(y.subarray(-BLOCK_ROWS))).toBeLessThanOrEqual(1);
      }),
      { numRuns: 8 },
    );
  });

  it("are in every order: the first row has any class", () => {
    const counts = Array(10).fill(0);
    const draws = 1000;
    const draw = drawerOf();
    for (let block = 0; block < draws; block++) counts[draw("train", block * BLOCK_ROWS, 1).y[0]!]++;
    const limit = 6.7 * Math.sqrt(draws * 0.1 * 0.9); // ten counts, once in a billion
    for (const count of counts) expect(Math.abs(count - draws / 10)).toBeLessThan(limit);
  });

  it("of more classes than a block has rows go on in the next", () => {
    const classes = 5000;
    const { y } = drawerOf({ templates: templatesOf(classes), numSamples: classes })("train", 0, 2 * BLOCK_ROWS);
    expect(new Set(y).size).toBe(classes);
    expect(new Set(y.subarray(0, BLOCK_ROWS)).size).toBe(BLOCK_ROWS);
  });

  it("belong to their templates", () => {
    // Nothing is random: an example is its template, the first point of which is 0 and the last the class's number + 1.
    const templates = templatesOf(7);
    const still = { scaleCoeff: 0, maxTranslation: 1, corrNoiseScale: 0, iidNoiseScale: 0, shearScale: 0 };
    const { x, y } = drawerOf({ ...still, padding: [0, 0], templateLen: 2, templates })("test", 100, 50);
    for (const [row, label] of y.entries()) {
      const value = x[row * LENGTH + 1]! * MOMENTS.std + MOMENTS.mean;
      expect(Math.round(value) - 1).toBe((label + 5) / 3);
    }
  });
});

describe("label noise", () => {
  const noise = fc.record({
    fraction: fc.double({ min: 0, max: 1, noNaN: true }),
    mode: fc.constantFrom("resample" as const, "flip" as const),
  });

  it("property: changes no value, no label of test, and keeps the labels that were", () => {
    fc.assert(
      fc.property(noise, fc.integer({ min: 2, max: 12 }), blocks, (labelNoise, classes, block) => {
        const templates = templatesOf(classes);
        const start = block * BLOCK_ROWS + 17;
        for (const split of ["train", "test"] as const) {
          const clean = drawerOf({ templates, numSamples: classes })(split, start, 40);
          const noisy = drawerOf({ templates, labelNoise, numSamples: classes })(split, start, 40);
          expect(noisy.x).toEqual(clean.x);
          expect(noisy.yClean).toEqual(clean.y);
          if (split === "test" || labelNoise.fraction === 0) expect(noisy.y).toEqual(clean.y);
          else for (const label of noisy.y) expect(templates.y).toContain(label);
        }
      }),
      { numRuns: 15 },
    );
  });

  it.each([
    ["flip", 0.3],
    ["resample", 0.3 * 0.9],
  ] as const)("%s redraws as many labels as it is told, and differently in each block", (mode, share) => {
    const rows = 4 * BLOCK_ROWS;
    const { y, yClean } = drawerOf({ labelNoise: { fraction: 0.3, mode } })("train", 0, rows);
    const changed = [...y].map((label, row) => label !== yClean[row]);
    const count = changed.filter(Boolean).length;
    expect(Math.abs(count - share * rows)).toBeLessThan(6.11 * Math.sqrt(rows * share * (1 - share)));
    const both = changed.slice(BLOCK_ROWS).filter((value, i) => value && changed[i]).length;
    expect(Math.abs(both / (rows - BLOCK_ROWS) - share ** 2)).toBeLessThan(0.03);
  });

  it("a fraction of 1 flips every label", () => {
    const { y, yClean } = drawerOf({ labelNoise: { fraction: 1, mode: "flip" } })("train", 0, 500);
    expect(y.every((label, row) => label !== yClean[row])).toBe(true);
  });
});

describe("shuffle_seq", () => {
  it("property: puts the same positions of every example in another order, of every block and split", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 12 }), splits, blocks, (seed, length, split, block) => {
        const draw = (shuffleSeq: boolean) => {
          const config = small({ seed, shuffleSeq, finalSeqLength: length });
          const x = new Float64Array(3 * length);
          const target = { x, y: new Int32Array(3) };
          new BlockDrawer(config, MOMENTS).draw({ split, start: block * BLOCK_ROWS, rows: 3 }, target);
          return x;
        };
        const order = blockStreams(seed).positions().permutation(length);
        const [plain, shuffled] = [draw(false), draw(true)];
        expect(shuffled).toEqual(plain.map((_, i) => plain[i - (i % length) + order[i % length]!]!));
      }),
      { numRuns: 15 },
    );
  });
});
