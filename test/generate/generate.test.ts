import { describe, expect, expectTypeOf, it } from "vitest";
import type { Config, Dtype } from "../../src/config/config.js";
import { ConfigError, UnknownKeyError } from "../../src/config/config-error.js";
import { defaults } from "../../src/config/parameters.js";
import type { PartialConfig } from "../../src/config/parse-config.js";
import { presets } from "../../src/config/presets.js";
import { digitTemplates } from "../../src/generate/digit-templates.js";
import type { Chunk, Examples, SplitArrays } from "../../src/generate/examples.js";
import { generate, generateAsync, generateInSteps } from "../../src/generate/generate.js";
import { arraysOf, drawFrom } from "../support/arrays.js";

describe("generate", () => {
  it("makes the default dataset, and says what it is", () => {
    const examples = generate();
    expect(examples).toMatchObject({ config: defaults, length: 40, templates: digitTemplates });
    expect(examples.splits.map(({ rows }) => rows)).toEqual([4000, 1000]);
  });

  it("takes names as TypeScript spells them, and gives what a file with the same values gives", () => {
    const options: PartialConfig = { numSamples: 50, finalSeqLength: 20, padding: [3, 9], shuffleSeq: true };
    const keys = { num_samples: 50, final_seq_length: 20, padding: [3, 9], shuffle_seq: true };
    expect(arraysOf(generate(options))).toEqual(arraysOf(drawFrom(keys)));
  });

  it("checks what a caller without types may pass", () => {
    const unchecked = generate as (options: unknown) => unknown;
    expect(() => unchecked({ num_samples: 50 })).toThrow(UnknownKeyError);
    expect(() => unchecked({ num_samples: 50 })).toThrow("Did you mean numSamples?");
    expect(() => unchecked({ shearScal: 1 })).toThrow('got "shearScal". Did you mean shearScale?');
    expect(() => unchecked({ seed: "42" })).toThrow(ConfigError);
    expect(() => unchecked(null)).toThrow(ConfigError);
  });

  it("takes the name of a preset", () => {
    expect(generate("published").config).toEqual(generate(presets.published).config);
    expect(generate("double-descent").splits).toEqual(generate(presets["double-descent"]).splits);
    const unchecked = generate as (name: string) => unknown;
    expect(() => unchecked("publishd")).toThrow(
      'preset: expected defaults, published, shuffled, double-descent, udl-8.3, shifts, got "publishd"',
    );
    expect(() => unchecked("publishd")).toThrow("Did you mean published?");
    expect(() => unchecked("toString")).toThrow(ConfigError);
  });

  it("has x of the type that was asked for, in the eyes of TypeScript as well", () => {
    const small = { numSamples: 10, engine: "blocked" } as const;
    expectTypeOf(generate()).toEqualTypeOf<Examples<"float32">>();
    expectTypeOf(generate(small)).toEqualTypeOf<Examples<"float32">>();
    expectTypeOf(generate({ ...small, dtype: "float64" })).toEqualTypeOf<Examples<"float64">>();
    expectTypeOf(generate({} as Config)).toEqualTypeOf<Examples<Dtype>>();
    expectTypeOf(generate({} as PartialConfig)).toEqualTypeOf<Examples<Dtype>>();
    expectTypeOf(generate("published")).toEqualTypeOf<Examples<"float64">>();
    expectTypeOf(generate(presets.published)).toEqualTypeOf<Examples<"float64">>();
    expectTypeOf(generate("shuffled")).toEqualTypeOf<Examples<"float32">>();
    expectTypeOf(generateAsync({ dtype: "float64" })).resolves.toEqualTypeOf<Examples<"float64">>();
    // @ts-expect-error a name that no parameter has
    expect(() => generate({ seed: 1, shearScal: 2 })).toThrow("shearScal");

    const narrow = generate(small);
    expectTypeOf(narrow.arrays("train")).toEqualTypeOf<SplitArrays<"float32">>();
    expectTypeOf(narrow.arrays("train").x).toEqualTypeOf<Float32Array>();
    expectTypeOf(narrow.arrays("train", { dtype: "float64" }).x).toEqualTypeOf<Float64Array>();
    expectTypeOf(narrow.chunks({ rows: 3 })).toEqualTypeOf<Generator<Chunk<"float32">, void, void>>();
    expectTypeOf<Examples<"float32">>().toExtend<Examples>();
    expect(narrow.arrays("train").x).toBeInstanceOf(Float32Array);
    expect(narrow.arrays("train", { dtype: "float64" }).x).toBeInstanceOf(Float64Array);
    expect(generate({ ...small, dtype: "float64" }).arrays("test").x).toBeInstanceOf(Float64Array);
  });
});

describe("generateAsync", () => {
  it.each([{ seed: 1 }, { seed: 1, engine: "blocked" } as const, { numSamples: 12_000, shuffleSeq: true }])(
    "gives what generate gives, and lets others have their turn meanwhile: %j",
    async (parameters) => {
      let turns = 0;
      const timer = setInterval(() => turns++, 0);
      const told: number[] = [];
      const examples = await generateAsync(parameters, { onProgress: ({ done }) => told.push(done) });
      clearInterval(timer);
      expect(arraysOf(examples)).toEqual(arraysOf(generate(parameters)));
      expect(told.length).toBe([...generateInSteps(parameters)].length);
      expect(turns).toBeGreaterThan(0);
    },
  );

  it("rejects with what generate throws, and with the signal's reason, soon after it is aborted", async () => {
    await expect(generateAsync({ seed: -1 })).rejects.toThrow(ConfigError);
    await expect(generateAsync({}, { signal: "no" } as never)).rejects.toThrow(ConfigError);
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(new Error("enough")), 0);
    let last = 0;
    const options = {
      signal: controller.signal,
      onProgress: ({ done }: { done: number }) => {
        last = done;
      },
    };
    await expect(generateAsync({ numSamples: 100_000 }, options)).rejects.toThrow("enough");
    expect(last).toBeLessThan(100_000);
    clearTimeout(timer);
  });

  it.each([
    ["in a browser", { setImmediate: undefined, scheduler: { yield: () => Promise.resolve() } }],
    ["in one without a scheduler", { setImmediate: undefined, scheduler: undefined }],
  ])("works %s", async (_, globals) => {
    const before = {
      setImmediate: globalThis.setImmediate,
      scheduler: (globalThis as { scheduler?: unknown }).scheduler,
    };
    Object.assign(globalThis, globals);
    try {
      expect((await generateAsync({ numSamples: 1000 })).length).toBe(40);
    } finally {
      Object.assign(globalThis, before);
    }
  });
});
