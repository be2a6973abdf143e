import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JsonStop, readJson } from "../../../src/formats/text/json-value.js";

/** What is read from a text, or where reading stopped. */
function outcome(text: string): unknown {
  const bytes = new TextEncoder().encode(`${text}\0`);
  try {
    const { value, end } = readJson(bytes, 0);
    return end === bytes.length - 1 ? { value } : new JsonStop(end);
  } catch (error) {
    if (error instanceof JsonStop) return error;
    throw error;
  }
}

describe("readJson", () => {
  it("property: reads what JSON.stringify writes", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(undefined, 1, "\t"), (text, indent) => {
        const pretty = JSON.stringify(JSON.parse(text), null, indent);
        expect(outcome(pretty)).toEqual({ value: JSON.parse(text) });
      }),
      { numRuns: 2000 },
    );
  });

  it("property: takes and refuses what JSON.parse does, but for a key that is there twice", () => {
    const piece = fc.constantFrom(
      ...["{", "}", "[", "]", ",", ":", '"a"', '"b"', '"\\u00e9\\n"', '"\\x"', "1", "-0.5E-3", "01", "true", "null"],
      ...["nul", "NaN", " ", "\n", "\t", "\r", "\v", '"', "'c'", "//", "\u00a0", "[]", "{}", '"a":1', "[1,2]"],
    );
    const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(text, (text) => {
        const read = outcome(text.trimStart());
        let expected: unknown;
        try {
          expected = JSON.parse(text.trim());
        } catch {
          expect(read).toBeInstanceOf(JsonStop);
          return;
        }
        const isRepeated = read instanceof JsonStop && (read.problem?.endsWith("is there twice") ?? false);
        if (!isRepeated && /\S$/.test(text)) expect(read).toEqual({ value: expected });
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['{"a":1,"a":1}', 'the key "a" is there twice'],
    ['{"a":1,"\\u0061":1}', 'the key "a" is there twice'],
    ["[".repeat(100_000), "nested more than 32 deep"],
    ['{"a":'.repeat(100_000), "nested more than 32 deep"],
    [`[${"0,".repeat(5_000_000)}0]`, "more than 4326376 values"],
    ['"\\q"', "a string that is no UTF-8 text, or has an unknown escape"],
  ])("refuses %.20s", (text, problem) => {
    expect(outcome(text)).toMatchObject({ problem });
  });

  it("keeps __proto__ as a key like any other", () => {
    const read = outcome('{"__proto__":{"a":1}}') as { value: object };
    expect(Object.keys(read.value)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(read.value)).toBe(Object.prototype);
  });
});
