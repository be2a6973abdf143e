import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readLabel } from "../../../src/formats/text/read-label.js";
import { readNumber } from "../../../src/formats/text/read-number.js";

type Read = typeof readNumber;

/** The value that is read from a text, or the position of the byte where reading stopped. */
function outcome(read: Read, text: string): { value: number } | { stop: number } {
  const bytes = new TextEncoder().encode(`${text}\0`);
  const target = new Float64Array(1);
  const end = read(bytes, 0, target, 0);
  if (end < 0) return { stop: ~end };
  return end === text.length ? { value: target[0]! } : { stop: end };
}

/** Any finite double, by its bits: all exponents are as likely. */
const anyDouble = fc.double({ noNaN: true, noDefaultInfinity: true });
const anyFloat = fc.float({ noNaN: true, noDefaultInfinity: true });
const usualDouble = fc.double({ noNaN: true, min: -10, max: 10 });
const digits = (maxLength: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${maxLength}}$`));
const exponent = fc.oneof(fc.constant(""), fc.integer({ min: -330, max: 330 }), fc.integer({ min: -25, max: 25 }));
const decimal = fc
  .tuple(fc.constantFrom("", "-"), digits(25), fc.constantFrom("", "0", "00000"), digits(25), exponent)
  .map(([sign, whole, zeros, fraction, exponent]) => {
    const power = exponent === "" ? "" : `e${exponent}`;
    return `${sign}${whole.replace(/^0+(?=.)/, "")}.${zeros}${fraction}${power}`;
  });

describe("readNumber", () => {
  it.each([
    ["any double", anyDouble.map(String), 20_000],
    ["doubles as examples have them", usualDouble.map(String), 20_000],
    ["float32", anyFloat.map(String), 10_000],
    ["17 digits", usualDouble.map((x) => x.toPrecision(17)), 20_000],
    ["19 digits, as NumPy's savetxt", usualDouble.map((x) => x.toExponential(18).replace("e+", "e+0")), 5_000],
    ["up to 25 digits on both sides, and exponents", decimal, 30_000],
    ["integers", fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }).map(String), 10_000],
  ])("property: is Number of %s", (_, texts, numRuns) => {
    fc.assert(
      fc.property(texts, (text) => {
        const expected = Number(text);
        const read = outcome(readNumber, text);
        return "value" in read ? Object.is(read.value, expected) : !Number.isFinite(expected);
      }),
      { numRuns },
    );
  });

  it("property: is Number of the middle between two doubles, and of what is just beside it", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: 1e-3, max: 1e3 }), fc.constantFrom("", "1", "0000001"), (x, more) => {
        // A double below 1000 has an exact decimal of at most 62 digits after the point, and its ulp is 2^-43 or less.
        const view = new DataView(new ArrayBuffer(8));
        view.setFloat64(0, x);
        view.setBigUint64(0, view.getBigUint64(0) + 1n);
        const middle = exactMiddle(x, view.getFloat64(0));
        const text = `${middle}${more}`;
        expect(outcome(readNumber, text)).toEqual({ value: Number(text) });
        expect(outcome(readNumber, middle.slice(0, 19))).toEqual({ value: Number(middle.slice(0, 19)) });
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ...["0", "-0", "-0.0", "0e5", "0.000e-999999", "1", "0.1", "123456789", "1234567890", "123456789012345678901"],
    ...["9007199254740993", "9007199254740993.0", "0.9007199254740993", "900719925474099.3", "4503599627370497.5"],
    ...["4503599627370496.5", "1e22", "1e23", "1E+22", "8.5e22", "123456789e22", "3.4028234663852886e38", "1e-22"],
    ...["5e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "2.2250738585072011e-308"],
    ...["1.7976931348623157e308", "1e-400", "0.000001234567890123456789", "1.00000000000000011102230246251565"],
    ...["1.00000000000000011102230246251566", `0.${"0".repeat(400)}1e400`, `1${"0".repeat(300)}`, "1e0022", "1e00005"],
  ])("reference: is Number of %s", (text) => {
    expect(outcome(readNumber, text)).toEqual({ value: Number(text) });
  });

  it.each([
    ["", 0],
    ["-", 1],
    ["--1", 1],
    ["+1", 0],
    ["01", 1],
    ["-01", 2],
    ["00", 1],
    [".5", 0],
    ["1.", 2],
    ["1.e5", 2],
    ["1e", 2],
    ["1e+", 3],
    ["1e5.5", 3],
    ["1.5.5", 3],
    ["0x10", 1],
    ["1_000", 1],
    ["1,5", 1],
    [" 1", 0],
    ["1 ", 1],
    ["NaN", 0],
    ["Infinity", 0],
    ["-Infinity", 1],
    ["1e309", 0],
    ["-1e999999999999", 0],
    [`1${"0".repeat(400)}`, 0],
    ["1".repeat(1001), 0],
    [`0.${"1".repeat(1000)}`, 0],
    ["12345678901.", 12],
    ["12345678901e", 12],
    ["012345678901", 1],
    ["\u0661", 0],
  ])("stops at the byte that cannot be: %j", (text, stop) => {
    expect(outcome(readNumber, text)).toEqual({ stop });
  });

  it("property: takes what JSON.parse takes", () => {
    const almost = fc.stringMatching(/^-?[0-9]{0,3}(\.[0-9]{0,3})?([eE][-+]?[0-9]{0,2})?$/);
    fc.assert(
      fc.property(almost, (text) => {
        const read = outcome(readNumber, text);
        try {
          expect(read).toEqual({ value: JSON.parse(text) });
        } catch (error) {
          if (!(error instanceof SyntaxError)) throw error;
          expect(read).toHaveProperty("stop");
        }
      }),
      { numRuns: 5000 },
    );
  });
});

/** The decimal of the middle between two doubles, exactly. */
function exactMiddle(a: number, b: number): string {
  const scale = 2 ** 70;
  const middle = (BigInt(a * scale) + BigInt(b * scale)) * 5n ** 71n; // times 10^71
  const text = middle.toString().padStart(72, "0");
  return `${text.slice(0, -71)}.${text.slice(-71)}`;
}

describe("readLabel", () => {
  it.each([
    ["0", 0],
    ["-0", 0],
    ["7", 7],
    ["-3", -3],
    ["2147483647", 2147483647],
    ["-2147483648", -2147483648],
    ["3.0", 3],
    ["-3.0000", -3],
    ["3.000000000000000000e+00", 3],
    ["15e1", 150],
    ["1.5e1", 15],
  ])("reads %s", (text, value) => {
    expect(outcome(readLabel, text)).toEqual({ value });
  });

  it.each([
    ["", 0],
    ["-", 1],
    ["2147483648", 0],
    ["-2147483649", 0],
    ["99999999999x", 0],
    ["1e10x", 0],
    ["3.5x", 0],
    ["1e-1x", 0],
    ["01", 1],
    ["-007", 2],
    ["1.", 2],
    ["true", 0],
    ["NaN", 0],
  ])("stops at %j", (text, stop) => {
    expect(outcome(readLabel, text)).toEqual({ stop });
  });

  it("stops at the end of what is there where more could make an integer", () => {
    expect(outcome(readLabel, "1.5")).toEqual({ stop: 3 });
  });
});
