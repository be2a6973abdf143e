import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/config/config-error.js";
import { configSchema } from "../../src/config/config-schema.js";
import { PARAMETERS } from "../../src/config/parameters.js";
import { parseLayer } from "../../src/config/parse-config.js";
import { type Keys, validEntries, validValues } from "../support/configs.js";
import { cases } from "../support/thorough.js";

const validate: ValidateFunction = new Ajv2020().compile(configSchema());

function parses(layer: Keys): boolean {
  try {
    parseLayer(layer);
    return true;
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}

/** Values that are almost right, of the shapes where the parser has the most to say. */
const nearMisses: { readonly [key: string]: fc.Arbitrary<unknown> } = {
  padding: fc.array(fc.oneof(fc.integer({ min: -2, max: 9 }), fc.constantFrom(0.5, "1", null)), { maxLength: 3 }),
  label_noise: fc.oneof(
    fc.double({ min: -0.5, max: 1.5, noNaN: true }),
    fc.record(
      {
        fraction: fc.oneof(fc.double({ min: -0.5, max: 1.5, noNaN: true }), fc.jsonValue()),
        mode: fc.constantFrom("resample", "flip", "swap", null),
        extra: fc.constant(1),
      },
      { requiredKeys: [] },
    ),
  ),
  shifts: fc.dictionary(
    fc.oneof(fc.stringMatching(/^[a-z0-9_A-Z-]{0,42}$/), fc.constantFrom("noisy", "far")),
    fc.oneof(
      fc.record(
        {
          iid_noise_scale: fc.constantFrom(0.5, -1, "1", null),
          max_translation: fc.constantFrom(1, 48, 0, 0.5, 2 ** 32),
          padding: fc.constantFrom([0, 5], [0], [0, 0.5], 5),
          seed: fc.constant(7),
        },
        { requiredKeys: [] },
      ),
      fc.jsonValue(),
    ),
    { maxKeys: 3 },
  ),
  classes: fc.array(fc.oneof(fc.integer({ min: -2, max: 3 }), fc.constantFrom(0.5, "1", null, 2 ** 31, -(2 ** 31))), {
    maxLength: 4,
  }),
  class_names: fc.array(
    fc.constantFrom("a", "b", "", " ", "\u{1d7db}".repeat(200), "c".repeat(201), "a\nb", "\x7f", "\u2028", "\ud800", 1),
    { maxLength: 4 },
  ),
  templates: fc.record(
    {
      x: fc.oneof(rectangle(fc.double({ noNaN: true, noDefaultInfinity: true })), fc.jsonValue()),
      t: fc.oneof(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 3 }), fc.jsonValue()),
      y: fc.oneof(fc.array(fc.integer({ min: -2, max: 3 }), { maxLength: 3 }), fc.jsonValue()),
      extra: fc.constant(1),
    },
    { requiredKeys: [] },
  ),
};

function rectangle(value: fc.Arbitrary<number>): fc.Arbitrary<number[][]> {
  return fc
    .tuple(fc.nat(3), fc.nat(3))
    .chain(([rows, points]) =>
      fc.array(fc.array(value, { minLength: points, maxLength: points }), { minLength: rows, maxLength: rows }),
    );
}

/** What JSON Schema has no words for: how one part of a value compares with another. */
function isBeyondSchema({ padding, templates }: Keys): boolean {
  if (Array.isArray(padding) && padding[0] > padding[1]) return true;
  const { x, t, y } = (templates ?? {}) as Keys;
  if (!Array.isArray(x) || !x.every(Array.isArray) || !Array.isArray(t) || !Array.isArray(y)) return false;
  return x.length !== y.length || x.some((row) => row.length !== t.length);
}

describe("configSchema", () => {
  it("is JSON Schema 2020-12 that ajv compiles in its strictest mode", () => {
    expect(configSchema().$schema).toBe("https://json-schema.org/draft/2020-12/schema");
    expect(() => new Ajv2020({ strict: true }).compile(configSchema())).not.toThrow();
  });

  it("has every parameter, with a description, its default and no more than url and $schema besides", () => {
    const properties = configSchema().properties as { [key: string]: { description: string; default?: unknown } };
    expect(new Set(Object.keys(properties))).toEqual(
      new Set(["$schema", "digest", ...PARAMETERS.map(({ key }) => key), "url"]),
    );
    for (const parameter of PARAMETERS) {
      expect(properties[parameter.key]!.description).toMatch(/^[A-Z].*\.$/);
      expect(properties[parameter.key]!.default).toEqual(parameter.default);
    }
  });

  it("takes what an editor and the original put into a file", () => {
    expect(validate({ $schema: "./config.schema.json", url: "https://example.org/mnist1d_data.pkl" })).toBe(true);
    expect(validate({})).toBe(true);
  });

  it.each([null, [], 1, "{}"])("refuses what is no object: %j", (value) => {
    expect(validate(value)).toBe(false);
  });

  it("property: takes what the parser takes", () => {
    fc.assert(
      fc.property(validEntries, (layer) => {
        expect(validate(layer)).toBe(parses(layer));
      }),
    );
  });

  it.each(Object.entries(validValues))("property: agrees with the parser on any JSON value of %s", (key, valid) => {
    const value = fc.oneof(valid, nearMisses[key] ?? fc.constantFrom("", "1", [1], 0.5, -1, 2), fc.jsonValue());
    const layer = value.map((entry): Keys => ({ [key]: entry })).filter((entries) => !isBeyondSchema(entries));
    fc.assert(
      fc.property(layer, (entries) => {
        expect(validate(entries)).toBe(parses(entries));
      }),
      { numRuns: cases(100, 400) },
    );
  });

  it.each(["num_samples", "template_len", "final_seq_length", "test_size", "seed", "max_translation"])(
    "agrees with the parser that %s is an integer that float64 can tell from its neighbours",
    (key) => {
      for (const value of [2 ** 53 - 1, 2 ** 53, 1e300]) {
        expect(validate({ [key]: value })).toBe(parses({ [key]: value }));
      }
    },
  );

  it.each(["sede", "numSamples", "toString", "constructor", "__proto__"])(
    "agrees with the parser on the key %s",
    (key) => {
      const layer = JSON.parse(`{ "${key}": 1 }`) as Keys;
      expect([validate(layer), parses(layer)]).toEqual([false, false]);
    },
  );
});

it("config.schema.json, which the package has for editors, is the code's: npm run schema writes it", () => {
  const text = readFileSync(new URL("../../config.schema.json", import.meta.url), "utf8");
  // By their text: the order of the keys is what people read.
  expect(JSON.stringify(JSON.parse(text))).toBe(JSON.stringify(configSchema()));
});
