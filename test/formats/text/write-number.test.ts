import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_NUMBER_BYTES, textFromNumber } from "../../../src/formats/text/number-text.js";
import { writeNumber } from "../../../src/formats/text/write-number.js";
import { doubleFromBits, stepAwayFromZero } from "../../support/doubles.js";
import { cases } from "../../support/thorough.js";

/** What is written of a number, into room that is just enough. */
function written(value: number): string {
  const bytes = new Uint8Array(MAX_NUMBER_BYTES);
  return new TextDecoder().decode(bytes.subarray(0, writeNumber(value, bytes, 0)));
}

const anyDouble = fc.double({ noNaN: true });
const usual = fc.double({ noNaN: true, min: -1000, max: 1000 });
const bits = fc.bigInt({ min: 0n, max: 0x7fefffffffffffffn });

describe("writeNumber", () => {
  it.each([
    ["any double", anyDouble, 10_000],
    ["doubles by their bits", bits.map(doubleFromBits), 20_000],
    ["doubles as examples have them", usual, 20_000],
    ["float32", fc.float({ noNaN: true }), 10_000],
    ["float32 as examples have them", usual.map(Math.fround), 20_000],
    ["integers", fc.integer(), 5_000],
    ["large integers", fc.maxSafeInteger(), 5_000],
    [
      "few digits",
      fc.tuple(fc.integer(), fc.integer({ min: -20, max: 12 })).map(([n, e]) => Number(`${n}e${e}`)),
      10_000,
    ],
    ["few bits", fc.tuple(fc.integer(), fc.integer({ min: 0, max: 60 })).map(([n, e]) => n / 2 ** e), 10_000],
  ])("property: is the text of %s", (_, values, numRuns) => {
    fc.assert(
      fc.property(values, (value) => {
        expect(written(value)).toBe(textFromNumber(value));
      }),
      { numRuns: cases(numRuns / 5, numRuns) },
    );
  });

  it("is the text of powers of ten and two, and of the doubles beside them", () => {
    for (let exponent = -330; exponent <= 308; exponent++) {
      const values = [Number(`1e${exponent}`), Number(`5e${exponent}`), 2 ** exponent].filter(
        (value) => value > 1e-300,
      );
      for (const value of values) {
        for (const ulps of [-2, -1, 0, 1, 2]) {
          const near = stepAwayFromZero(value, ulps);
          expect(written(near)).toBe(String(near));
          expect(written(-near)).toBe(String(-near));
        }
      }
    }
  });

  it.each([0, -0, Number.MIN_VALUE, -Number.MAX_VALUE, 1.9073486328125e-6, 9007199254740991, 9007199254740992, 1e21])(
    "is the text of %d",
    (value) => {
      expect(written(value)).toBe(textFromNumber(value));
    },
  );
});
