import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashOf, type PageState, parseHash } from "../../playground/src/model/hash.js";
import { refusal } from "../../playground/src/model/limits.js";
import { commandOf, pythonOf, typescriptOf } from "../../playground/src/model/lines.js";
import { defaults, resolveConfig } from "../../src/index.js";

const page = (changes: Partial<PageState>): PageState => ({
  view: "gallery",
  config: defaults,
  other: defaults,
  draw: undefined,
  label: undefined,
  ...changes,
});

const configs = fc
  .record(
    {
      seed: fc.integer({ min: 0, max: 0xffffffff }),
      shearScale: fc.double({ noNaN: true, noDefaultInfinity: true }),
      padding: fc
        .tuple(fc.nat(100), fc.nat(100))
        .map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b) + 1]),
      shuffleSeq: fc.boolean(),
      engine: fc.constantFrom("reference", "blocked"),
      labelNoise: fc.record({
        fraction: fc.double({ min: 0, max: 1, noNaN: true }),
        mode: fc.constantFrom("resample", "flip"),
      }),
      classNames: fc.uniqueArray(
        fc
          .string({ unit: "grapheme", minLength: 1, maxLength: 9 })
          .filter((name) => /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+$/u.test(name)),
        { minLength: 10, maxLength: 10 },
      ),
      shifts: fc.constant({ noisy: { iidNoiseScale: 0.2, padding: [0, 24] as [number, number] } }),
    },
    { requiredKeys: [] },
  )
  .map((options) => resolveConfig(options as never));

describe("links", () => {
  it("say all that is on the page: what is read of one is what it was made of", () => {
    fc.assert(
      fc.property(configs, configs, (config, other) => {
        const state = page({ view: "compare", config, other, draw: 7, label: 3 });
        expect(parseHash(hashOf(state))).toEqual(state);
      }),
    );
  });

  it("are short and readable for the defaults and for plain changes", () => {
    expect(hashOf(page({}))).toBe("#gallery");
    const config = resolveConfig({ shearScale: 1.5, padding: [10, 30], engine: "blocked" });
    expect(hashOf(page({ config }))).toBe("#gallery&padding=[10,30]&shear_scale=1.5&engine=blocked");
  });

  it.each(["#gallery&", "", "#", "#steps"])("%j is read", (hash) => {
    expect(parseHash(hash).config).toEqual(defaults);
  });

  it.each([
    ["#x", /begins with "x"/],
    ["#gallery&seed", /no key=value/],
    ["#gallery&seed=1&seed=1", /twice/],
    ["#gallery&seed=-1", /seed: expected an integer/],
    ["#gallery&sead=1", /Did you mean seed/],
    ["#gallery&draw=1.5", /draw is an integer/],
    ["#gallery&seed=%", /escapes nothing/],
    ["#gallery&a=3", /expected an object/],
    [`#gallery&class_names=${"x".repeat(1_000_000)}`, /longer than a million/],
  ])("%.40j is refused", (hash, problem) => {
    expect(() => parseHash(hash)).toThrow(problem);
  });
});

describe("lines", () => {
  it.each([
    [{}, "npx mnist1d generate"],
    [{ shearScale: -1, shuffleSeq: true }, "npx mnist1d generate --shear-scale -1 --shuffle-seq"],
    [{ labelNoise: { fraction: 0.2, mode: "flip" } }, "npx mnist1d generate --label-noise 0.2 --label-noise-mode flip"],
    [
      { shifts: { a: { shearScale: 2 }, b: { padding: [0, 9] } } },
      "npx mnist1d generate --shift a:shear_scale=2 --shift b:padding=0,9",
    ],
    ["shifts", "npx mnist1d generate --preset shifts"],
    [{ testSize: 10 }, "npx mnist1d generate --test-size 10"],
    [{ classes: [0, 1], classNames: ["a, b", "c"] }, "npx mnist1d generate --config config.json"],
    [{ classes: [0, 1], classNames: ["it's", "c"] }, "npx mnist1d generate --classes 0,1 --class-names 'it'\\''s,c'"],
  ])("the command of %j", (options, line) => {
    expect(commandOf(resolveConfig(options as never))).toBe(line);
  });

  it("are code in TypeScript and Python", () => {
    const config = resolveConfig({ shuffleSeq: true, shifts: { far: { maxTranslation: 72 } }, labelNoise: 0.1 });
    expect(typescriptOf(config)).toContain(
      'generate({ shuffleSeq: true, labelNoise: { fraction: 0.1, mode: "resample" }, shifts: { far: { maxTranslation: 72 } } })',
    );
    expect(pythonOf(config)).toContain(
      'load(shuffle_seq=True, label_noise={"fraction": 0.1, "mode": "resample"}, shifts={"far": {"max_translation": 72}})',
    );
  });
});

describe("what is too large for a page", () => {
  it.each([{ numSamples: 1e9 }, { finalSeqLength: 2_000_000 }, { templateLen: 1e12 }, { padding: [0, 1e9] }])(
    "%j is refused, with the command",
    (options) => {
      const config = resolveConfig(options as never);
      expect(refusal(config)).toContain(commandOf(config));
    },
  );

  it("is not what people look at", () => {
    for (const name of ["defaults", "published", "double-descent", "shifts"] as const) {
      expect(refusal(resolveConfig(name))).toBeUndefined();
    }
    expect(refusal(resolveConfig({ numSamples: 100_000 }))).toBeUndefined();
  });
});
