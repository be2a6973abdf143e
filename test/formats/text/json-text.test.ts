import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { JsonFault, numberFrom, parseJson, parseRow, scanJson } from "../../../src/formats/text/json-text.js";
import { cases } from "../../support/thorough.js";

/** What is read from a text, or the message of what is wrong with it. */
function outcome(text: string): unknown {
  try {
    return { value: parseJson(text, "f") };
  } catch (error) {
    return (error as Error).message;
  }
}

const piece = fc.constantFrom(
  ...["{", "}", "[", "]", ",", ":", '"a"', '"b"', '"\\u00e9\\n"', '"\\x"', "1", "-0.5E-3", "01", "true", "null", "é"],
  ...["nul", "NaN", " ", "\n", "\t", "\r", "\v", '"', "'c'", "//", "\u00a0", "[]", "{}", '"a":1', "[1,2]", '"é😀"'],
);
const anyText = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));

function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

describe("parseJson", () => {
  it("property: reads what JSON.stringify writes", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(undefined, 1, "\t"), (text, indent) => {
        const pretty = JSON.stringify(JSON.parse(text), null, indent);
        expect(outcome(pretty)).toEqual({ value: JSON.parse(text) });
      }),
      { numRuns: cases(500, 2000) },
    );
  });

  it("property: takes and refuses what JSON.parse does, but for a key that is there twice", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const read = outcome(text);
        const expected = parsed(text);
        if (expected === undefined) expect(read).toMatch(/^f: is not (sound )?JSON/);
        else if (read !== 'f: is not sound JSON: the key "a" is there twice') expect(read).toEqual(expected);
      }),
      { numRuns: cases(1000, 5000) },
    );
  });

  it.each([
    ['{"a":1,"a":1}', 'the key "a" is there twice'],
    ['{"a":1,"\\u0061":1}', 'the key "a" is there twice'],
    ['{"é":1,"\\u00e9":1}', 'the key "é" is there twice'],
    ["[".repeat(100_000), "nested more than 32 deep"],
    ['{"a":'.repeat(100_000), "nested more than 32 deep"],
    [`[${"0,".repeat(4_330_000)}0]`, "more than 4326376 values"],
    ['"\\q"', "a string that is no UTF-8 text, or has an unknown escape"],
  ])("refuses %.20s", (text, problem) => {
    expect(outcome(text)).toBe(`f: is not sound JSON: ${problem}`);
  });

  it.each(["", "[1e999]", "[-1e999]", "1 2", "{1:2}"])("refuses %j", (text) => {
    expect(outcome(text)).toBe("f: is not JSON");
  });
});

describe("scanJson", () => {
  it("property: stops at the end of a text that may go on, and only there", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.double({ min: 0, max: 1 }), (text, share) => {
        const ascii = text.replace(/[^\0-\x7f]/g, "?");
        const cut = ascii.slice(0, Math.floor(share * (ascii.length + 1)));
        try {
          expect(scanJson(cut, 0)).toBeLessThanOrEqual(cut.length);
        } catch (fault) {
          expect(fault).toMatchObject({ end: cut.length });
        }
      }),
      { numRuns: cases(500, 2000) },
    );
  });
});

describe("parseRow", () => {
  it("looks through texts that are too long or deep, before JSON.parse makes anything of them", () => {
    for (const text of ["[".repeat(4_330_000), `[${"0,".repeat(5_000_000)}0]`]) {
      const parse = vi.spyOn(JSON, "parse");
      expect(() => parseRow(text, "numbers", () => undefined)).toThrow(JsonFault);
      expect(parse).not.toHaveBeenCalled();
      parse.mockRestore();
    }
  });
});

describe("numberFrom", () => {
  it("property: takes the numbers of JSON and no others", () => {
    const character = fc.constantFrom(..."0123456789+-.eExinf ");
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 8 }), (text) => {
        const value = parsed(text.includes(" ") ? "" : text)?.value;
        const expected = typeof value === "number" && Number.isFinite(value) ? value : undefined;
        expect(Object.is(numberFrom(text), expected)).toBe(true);
      }),
      { numRuns: cases(4000, 20_000) },
    );
  });
});
