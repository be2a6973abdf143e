import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/config/config-error.js";
import {
  boolean,
  finite,
  integer,
  type Kind,
  labelNoise,
  oneOf,
  range,
  share,
  templates,
} from "../../src/config/kinds.js";
import { PARAMETERS } from "../../src/config/parameters.js";
import { THREE_CLASSES, validValues } from "../support/configs.js";

const NOT_NUMBERS = [undefined, null, true, "1", "", [], [1], {}, 1n, Symbol("1"), () => 1];
const NOT_FINITE = [Number.NaN, Infinity, -Infinity];

/** What a value is refused with: where, what was expected, what came. */
function refusal(kind: Kind<unknown>, value: unknown): ConfigError {
  try {
    kind.parse(value, "key");
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error(`accepted ${String(value)}`);
}

interface Case {
  readonly name: string;
  readonly kind: Kind<unknown>;
  readonly expected: string;
  readonly accepts: readonly unknown[];
  readonly rejects: readonly unknown[];
}

const cases: readonly Case[] = [
  {
    name: "integer with a minimum",
    kind: integer(1),
    expected: "an integer of at least 1",
    accepts: [1, 2, Number.MAX_SAFE_INTEGER],
    rejects: [...NOT_NUMBERS, ...NOT_FINITE, 0, -1, 1.5, 2 ** 53, 1e300],
  },
  {
    name: "integer with both bounds",
    kind: integer(0, 2 ** 32 - 1),
    expected: "an integer from 0 to 4294967295",
    accepts: [0, 42, 2 ** 32 - 1],
    rejects: [...NOT_NUMBERS, ...NOT_FINITE, -1, 0.5, 2 ** 32],
  },
  {
    name: "share",
    kind: share(),
    expected: "a number from 0 to 1",
    accepts: [0, 0.5, 1, Number.MIN_VALUE],
    rejects: [...NOT_NUMBERS, ...NOT_FINITE, -Number.MIN_VALUE, -0.1, 1 + Number.EPSILON, 80],
  },
  {
    name: "finite",
    kind: finite(),
    expected: "a finite number",
    accepts: [0, -0.75, 1e308, Number.MIN_VALUE],
    rejects: [...NOT_NUMBERS, ...NOT_FINITE],
  },
  {
    name: "boolean",
    kind: boolean(),
    expected: "true or false",
    accepts: [true, false],
    rejects: [undefined, null, 0, 1, "true", "", [], {}, 1n],
  },
  {
    name: "one of some names",
    kind: oneOf("float32", "float64"),
    expected: '"float32" or "float64"',
    accepts: ["float32", "float64"],
    rejects: [undefined, null, 0, "", "float16", "Float32", ["float32"], {}, 1n],
  },
  {
    name: "one of one name",
    kind: oneOf("reference"),
    expected: '"reference"',
    accepts: ["reference"],
    rejects: ["blocked", "toString", null],
  },
  {
    name: "range",
    kind: range(),
    expected: "two integers, low and high, with 0 <= low <= high",
    accepts: [
      [0, 0],
      [36, 60],
      [7, 7],
    ],
    rejects: [
      ...[undefined, null, 36, "36,60", {}, [], [36], [36, 60, 1], [60, 36], [-1, 5], [0.5, 1], [0, 1.5]],
      ...[
        ["36", "60"],
        [Number.NaN, 60],
        [36, Infinity],
        [36, null],
        [36, 2 ** 53],
        [1n, 2n],
      ],
    ],
  },
];

describe.each(cases)("$name", ({ kind, expected, accepts, rejects }) => {
  it.each(accepts.map((value) => [value]))("takes %j as it is", (value) => {
    expect(kind.parse(value, "key")).toEqual(value);
  });

  it.each(rejects.map((value) => ({ value })))("refuses $value", ({ value }) => {
    expect(refusal(kind, value)).toMatchObject({ key: "key", expected });
  });
});

describe("label noise", () => {
  it("takes a fraction and a mode, which is resample by default", () => {
    expect(labelNoise.parse({ fraction: 0.15 }, "key")).toEqual({ fraction: 0.15, mode: "resample" });
    expect(labelNoise.parse(0.15, "key")).toEqual({ fraction: 0.15, mode: "resample" });
    expect(labelNoise.parse({ fraction: 1, mode: "flip" }, "key")).toEqual({ fraction: 1, mode: "flip" });
  });

  it.each([
    [
      "key",
      [
        undefined,
        null,
        1.5,
        -0.1,
        Number.NaN,
        "0.15",
        "flip",
        [],
        [0.15],
        {},
        { mode: "flip" },
        { fraction: 0.1, fractoin: 0.1 },
      ],
    ],
    [
      "key",
      [
        JSON.parse('{ "fraction": 0.1, "__proto__": {} }'),
        { fraction: 0.1, toString: 1 },
        Object.create({ fraction: 1 }),
      ],
    ],
    ["key.fraction", [{ fraction: 1.5 }, { fraction: "0.1" }, { fraction: Number.NaN }, { fraction: null }]],
    [
      "key.mode",
      [
        { fraction: 0.1, mode: "swap" },
        { fraction: 0.1, mode: null },
        { fraction: 0.1, mode: 1 },
      ],
    ],
  ])("refuses at %s", (key, values) => {
    for (const value of values) expect(refusal(labelNoise, value).key).toBe(key);
  });
});

describe("templates", () => {
  it("takes rows, times and labels, as lists", () => {
    expect(templates.parse(THREE_CLASSES, "key")).toEqual({
      x: THREE_CLASSES.x.map((row) => Float64Array.from(row)),
      t: Float64Array.from(THREE_CLASSES.t),
      y: THREE_CLASSES.y,
    });
  });

  it("takes typed arrays of any type, and keeps copies", () => {
    const x = Float32Array.of(0.5, 1);
    const t = Float64Array.of(0, 1);
    const parsed = templates.parse({ x: [x], t, y: Int16Array.of(-3) }, "key");
    x[0] = 9;
    t[0] = 9;
    expect(parsed).toEqual({ x: [Float64Array.of(0.5, 1)], t: Float64Array.of(0, 1), y: [-3] });
  });

  it("takes the ends of the range of labels", () => {
    const y = [-(2 ** 31), 2 ** 31 - 1, 0];
    expect(templates.parse({ ...THREE_CLASSES, y }, "key").y).toEqual(y);
  });

  it.each([
    ["no object", "key", null],
    ["no y", "key", { x: [[1, 2]], t: [0, 1] }],
    ["a key too many", "key", { ...THREE_CLASSES, z: 1 }],
    ["x that is no list", "key.x", { ...THREE_CLASSES, x: "rows" }],
    ["x that is an object", "key.x", { ...THREE_CLASSES, x: { 0: [1, 2] } }],
    ["no rows", "key.x", { x: [], t: [], y: [] }],
    ["rows without points", "key.x", { x: [[]], t: [], y: [0] }],
    ["rows of one point", "key.x", { x: [[1], [2]], t: [0], y: [0, 1] }],
    ["a row that is no list", "key.x[1]", { ...THREE_CLASSES, x: [[0, 1, 2], 5, [2, 0, 2]] }],
    [
      "a ragged row",
      "key.x[2]",
      {
        ...THREE_CLASSES,
        x: [
          [0, 1, 2],
          [0, -1, 1],
          [2, 0],
        ],
      },
    ],
    [
      "a value that is no number",
      "key.x[1][0]",
      {
        ...THREE_CLASSES,
        x: [
          [0, 1, 2],
          ["0", 1, 2],
          [2, 0, 2],
        ],
      },
    ],
    [
      "a value that is NaN",
      "key.x[0][2]",
      {
        ...THREE_CLASSES,
        x: [
          [0, 1, Number.NaN],
          [0, 1, 2],
          [2, 0, 2],
        ],
      },
    ],
    [
      "a value that is infinite",
      "key.x[0][1]",
      {
        ...THREE_CLASSES,
        x: [
          [0, Infinity, 1],
          [0, 1, 2],
          [2, 0, 2],
        ],
      },
    ],
    [
      "a value that is missing",
      "key.x[0][1]",
      {
        ...THREE_CLASSES,
        x: [
          [0, null, 1],
          [0, 1, 2],
          [2, 0, 2],
        ],
      },
    ],
    ["times that are too few", "key.t", { ...THREE_CLASSES, t: [0, 1] }],
    ["a time that is not finite", "key.t[1]", { ...THREE_CLASSES, t: [0, -Infinity, 1] }],
    ["labels that are too few", "key.y", { ...THREE_CLASSES, y: [7, -1] }],
    ["labels that are too many", "key.y", { ...THREE_CLASSES, y: [7, -1, 3, 4] }],
    ["a label twice", "key.y", { ...THREE_CLASSES, y: [7, -1, 7] }],
    ["0 and −0 as labels", "key.y", { ...THREE_CLASSES, y: [0, -0, 7] }],
    ["a label that is no integer", "key.y[1]", { ...THREE_CLASSES, y: [7, 1.5, 3] }],
    ["a label beyond 32 bits", "key.y[2]", { ...THREE_CLASSES, y: [7, -1, 2 ** 31] }],
    ["a label that is a bigint", "key.y[0]", { ...THREE_CLASSES, y: BigInt64Array.of(7n, -1n, 3n) }],
  ])("refuses %s", (_, key, value) => {
    expect(refusal(templates, value).key).toBe(key);
  });

  it("says what is wrong in words", () => {
    const message = (value: object) => refusal(templates, { ...THREE_CLASSES, ...value }).message;
    expect(
      message({
        x: [
          [1, 2, 3],
          [1, 2],
        ],
      }),
    ).toBe("key.x[1]: expected 3 points, as in row 0, got 2");
    expect(message({ y: [7, -1, 7] })).toBe("key.y: expected distinct labels, got 7 twice");
    expect(message({ y: [7, -1] })).toBe("key.y: expected 3 labels, one per row of x, got 2");
    expect(message({ z: 1 })).toBe('key: expected an object with "x", "t", "y", got the unknown key "z"');
  });
});

describe("on a command line", () => {
  it.each<[string, Kind<unknown>, string, unknown]>([
    ["a number", finite(), "-1.5e3", -1500],
    ["a number without what is before the point", finite(), ".5", 0.5],
    ["no other notation of numbers", finite(), "0x10", "0x10"],
    ["no text without a number", integer(0), "", ""],
    ["no infinity", finite(), "Infinity", "Infinity"],
    ["true", boolean(), "true", true],
    ["no other word for true", boolean(), "yes", "yes"],
    ["a name", oneOf("float32", "float64"), "float32", "float32"],
    ["two numbers", range(), "36,60", [36, 60]],
    ["two numbers as JSON has them", range(), " [36, 60] ", [36, 60]],
    ["what is no number as it is", range(), "a,60", ["a", 60]],
    ["a fraction", labelNoise, "0.15", { fraction: 0.15 }],
    ["a fraction and a mode", labelNoise, "0.15 flip", { fraction: 0.15, mode: "flip" }],
    ["the same with a comma", labelNoise, "0.15,flip", { fraction: 0.15, mode: "flip" }],
  ])("text stands for %s", (_, kind, text, value) => {
    expect(kind.fromText(text)).toEqual(value);
  });

  it.each(Object.entries(validValues).filter(([key]) => key !== "templates"))(
    "property: a value of %s is read back from the text that it is shown as",
    (key, values) => {
      const { kind } = PARAMETERS.find((parameter) => parameter.key === key)!;
      fc.assert(
        fc.property(values as fc.Arbitrary<unknown>, (entry) => {
          const value = kind.parse(entry, key);
          expect(kind.parse(kind.fromText(kind.toText(value)), key)).toEqual(value);
        }),
      );
    },
  );

  it("absence is told in words", () => {
    expect([finite(), range(), labelNoise, templates].map((kind) => (kind as Kind<never>).toText(undefined))).toEqual([
      "none",
      "none",
      "none",
      "the digits",
    ]);
  });
});
