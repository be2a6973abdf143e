import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { log } from "../../src/numeric/log.js";
import { type LogCorrection, RandomState } from "../../src/random/random-state.js";
import { stepAwayFromZero } from "../support/doubles.js";
import { primitives } from "../support/fixtures.js";
import { parseHexFloat, parseHexFloats } from "../support/hex-float.js";

const seeds = fc.integer({ min: 0, max: 0xffffffff });

function uniforms(random: RandomState, count: number): Float64Array {
  return Float64Array.from({ length: count }, () => random.uniform());
}

function normals(random: RandomState, count: number): Float64Array {
  const values = new Float64Array(count);
  random.fillNormals(values, 0, count, 1);
  return values;
}

function choices(random: RandomState, n: number, count: number): number[] {
  return Array.from({ length: count }, () => random.choice(n));
}

/** Each list of the fixture is drawn from a stream that starts anew. */
describe.each(Object.entries(primitives.random_state))("reference: NumPy's RandomState(%s)", (seed, expected) => {
  const random = () => new RandomState(Number(seed));

  it("random_sample", () => {
    expect(uniforms(random(), 5)).toEqual(parseHexFloats(expected["random_sample(5)"]));
  });

  it("randn, with a correctly rounded log", () => {
    expect(normals(random(), 6)).toEqual(parseHexFloats(expected["randn(6), correctly rounded log"]));
  });

  it("choice", () => {
    expect(choices(random(), 48, 8)).toEqual(expected["choice(48) x8"]);
  });

  it("permutation", () => {
    expect([...random().permutation(10)]).toEqual(expected["permutation(10)"]);
  });
});

// [x.hex() for x in np.random.RandomState(key).random_sample(3)]; a key may be longer than the state of 624 words
describe("reference: NumPy's RandomState of several words", () => {
  it.each([
    ["[42, 1]", [42, 1], ["0x1.213e487df0be8p-1", "0x1.891ba47214d4cp-2", "0x1.669762fbfcd90p-3"]],
    ["[0]", [0], ["0x1.b0580f98a7dbep-1", "0x1.84129978f9c1ap-1", "0x1.aeaa51052e978p-2"]],
    [
      "[2**32 - 1] * 2",
      [2 ** 32 - 1, 2 ** 32 - 1],
      ["0x1.659799fd7f980p-6", "0x1.5a35a94f333d8p-2", "0x1.b21c0274c09a4p-3"],
    ],
    ["range(624)", [...Array(624).keys()], ["0x1.a4f9bde671c88p-3", "0x1.10e9b7e7e6e82p-1", "0x1.ad4fda0790676p-2"]],
    ["range(700)", [...Array(700).keys()], ["0x1.bc5d2d9c885aep-1", "0x1.d46ba8b5b281dp-1", "0x1.b528bed04a958p-2"]],
  ])("%s", (_, key, expected) => {
    expect(uniforms(new RandomState(key), 3)).toEqual(parseHexFloats(expected));
  });
});

describe("uniform", () => {
  it("property: is a multiple of 2^-53 in [0, 1)", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        for (const r of uniforms(new RandomState(seed), 20)) {
          expect(r >= 0 && r < 1 && Number.isInteger(r * 2 ** 53)).toBe(true);
        }
      }),
    );
  });
});

describe("choice", () => {
  // r = np.random.RandomState(3); [r.choice(n) for _ in range(4)], r.random_sample().hex()
  // The random_sample afterwards shows how many words the choices drew.
  it.each([
    [1, [0, 0, 0, 0], "0x1.1a022ec486c1ap-1"],
    [2, [0, 0, 1, 1], "0x1.29e2ee8f87b1ep-2"],
    [3, [2, 0, 1, 0], "0x1.f0f63d058b320p-4"],
    [9, [8, 3, 8, 8], "0x1.058b32246f98cp-1"],
    [255, [106, 152, 249, 131], "0x1.29e2ee8f87b1ep-2"],
    [256, [106, 152, 249, 131], "0x1.29e2ee8f87b1ep-2"],
    [257, [152, 249, 131, 256], "0x1.237cc639260afp-1"],
    [2 ** 16, [5994, 1688, 11513, 59011], "0x1.29e2ee8f87b1ep-2"],
    [2 ** 31 - 1, [218175338, 303761048, 893988089, 1460070019], "0x1.29e2ee8f87b1ep-2"],
    [2 ** 31, [218175338, 303761048, 893988089, 1460070019], "0x1.29e2ee8f87b1ep-2"],
    [2 ** 31 + 1, [303761048, 1249426360, 521102280, 1877166739], "0x1.cae6ed81332adp-1"],
    [2 ** 32 - 1, [2365658986, 303761048, 3041471737, 3607553667], "0x1.29e2ee8f87b1ep-2"],
    [2 ** 32, [2365658986, 303761048, 3041471737, 3607553667], "0x1.29e2ee8f87b1ep-2"],
  ])("reference: NumPy's choice(%d)", (n, expected, next) => {
    const random = new RandomState(3);
    expect(choices(random, n, 4)).toEqual(expected);
    expect(random.uniform()).toBe(parseHexFloat(next));
  });

  it("property: is an integer in [0, n)", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 2 ** 32 }), (seed, n) => {
        for (const k of choices(new RandomState(seed), n, 10))
          expect(Number.isInteger(k) && k >= 0 && k < n).toBe(true);
      }),
    );
  });

  it("property: reaches every value of a small range", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 10 }), (seed, n) => {
        expect(new Set(choices(new RandomState(seed), n, 40 * n)).size).toBe(n);
      }),
    );
  });
});

describe("permutation", () => {
  // np.random.RandomState(3).permutation(33)
  it("reference: NumPy's", () => {
    expect([...new RandomState(3).permutation(33)]).toEqual([
      4, 17, 15, 23, 31, 5, 22, 30, 13, 18, 2, 20, 16, 1, 26, 28, 14, 7, 12, 27, 6, 29, 9, 11, 10, 19, 21, 0, 8, 32, 3,
      25, 24,
    ]);
  });

  it("property: has every integer below n once", () => {
    fc.assert(
      fc.property(seeds, fc.nat(2000), (seed, n) => {
        expect(new RandomState(seed).permutation(n).slice().sort()).toEqual(
          Uint32Array.from({ length: n }, (_, i) => i),
        );
      }),
    );
  });

  it("draws nothing for none or one", () => {
    const random = new RandomState(3);
    expect([...random.permutation(0), ...random.permutation(1)]).toEqual([0]);
    expect(random.uniform()).toBe(new RandomState(3).uniform());
  });
});

describe("fillNormals", () => {
  it("scales, and writes where it is told to", () => {
    const plain = new Float64Array(7);
    new RandomState(5).fillNormals(plain, 0, 7, 1);
    const scaled = new Float64Array(11);
    const random = new RandomState(5);
    random.fillNormals(scaled, 2, 3, -0.25);
    random.fillNormals(scaled, 5, 4, -0.25); // begins with the second normal of a pair
    expect(scaled).toEqual(Float64Array.of(0, 0, ...plain.map((value) => -0.25 * value), 0, 0));
  });

  it("property: pieces of any lengths, odd ones too, are one stream", () => {
    fc.assert(
      fc.property(seeds, fc.array(fc.nat(400), { maxLength: 12 }), (seed, lengths) => {
        const random = new RandomState(seed);
        const pieces = lengths.flatMap((length) => [...normals(random, length)]);
        expect(Float64Array.from(pieces)).toEqual(normals(new RandomState(seed), pieces.length));
      }),
    );
  });

  it("property: the kept second normal outlives other draws", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const [random, other] = [new RandomState(seed), new RandomState(seed)];
        const first = normals(random, 1);
        random.uniform();
        expect([first[0], normals(random, 1)[0]]).toEqual([...normals(other, 2)]);
      }),
    );
  });

  it("writes the first values only", () => {
    const values = Float64Array.of(9, 9, 9, 9);
    new RandomState(0).fillNormals(values, 0, 3, 1);
    expect(values[3]).toBe(9);
    expect(values.slice(0, 3)).toEqual(normals(new RandomState(0), 3));
  });
});

describe("log corrections", () => {
  const corrections = fc
    .uniqueArray(fc.nat(600), { maxLength: 8 })
    .chain((draws) => fc.tuple(fc.constant(draws.sort((a, b) => a - b)), fc.infiniteStream(fc.constantFrom(1, -1))))
    .map(([draws, ulps]) => draws.map((draw) => ({ draw, ulps: ulps.next().value as 1 | -1 })));

  /** The normals of corrected logarithms, one point of the disc after the other. */
  function plainly(seed: number, list: readonly LogCorrection[], pairs: number): Float64Array {
    const random = new RandomState(seed);
    const values: number[] = [];
    while (values.length < 2 * pairs) {
      const [u, v] = [2 * random.uniform() - 1, 2 * random.uniform() - 1];
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const { ulps = 0 } = list.find(({ draw }) => draw === values.length / 2) ?? {};
      const f = Math.sqrt((-2 * stepAwayFromZero(log(s), ulps)) / s);
      values.push(f * v, f * u);
    }
    return Float64Array.from(values);
  }

  it("property: change the logarithms of their own draws by an ulp, and no others", () => {
    fc.assert(
      fc.property(seeds, corrections, (seed, list) => {
        expect(normals(new RandomState(seed, list), 1200)).toEqual(plainly(seed, list, 600));
      }),
      {
        numRuns: 30,
        examples: [
          [
            4294967292,
            [
              { draw: 0, ulps: -1 },
              { draw: 38, ulps: 1 },
            ],
          ],
        ],
      }, // 3 ulps of a normal
    );
  });

  it("property: do not depend on the pieces that are asked for", () => {
    fc.assert(
      fc.property(seeds, corrections, fc.array(fc.nat(300), { maxLength: 8 }), (seed, list, lengths) => {
        const random = new RandomState(seed, list);
        const pieces = lengths.flatMap((length) => [...normals(random, length)]);
        expect(Float64Array.from(pieces)).toEqual(normals(new RandomState(seed, list), pieces.length));
      }),
    );
  });

  it("away from 0 for 1, towards it for −1", () => {
    const [first] = normals(new RandomState(0), 1);
    const correctedFirst = (ulps: 1 | -1) => normals(new RandomState(0, [{ draw: 0, ulps }]), 1)[0];
    expect(correctedFirst(1)).toBeGreaterThanOrEqual(first!);
    expect(correctedFirst(-1)).toBeLessThanOrEqual(first!);
    expect(correctedFirst(1)).not.toBe(correctedFirst(-1));
  });
});
