import { describe, expect, it } from "vitest";
import { fitted, tableLines, widthOf, wrapped } from "../../../src/cli/report/text-table.js";

const plain = (_: string, text: string) => text;

describe("tableLines", () => {
  it("aligns columns, of which rows may have fewer, and leaves no space at the ends", () => {
    const rows = [
      ["train", "4,000", "long"],
      ["test", "10"],
    ];
    const table = { header: ["", "rows", "x"], rows, words: [0, 2] };
    expect(tableLines(table, { style: plain, width: 80 })).toEqual([
      "          rows  x",
      "  train  4,000  long",
      "  test      10",
    ]);
  });

  it("puts columns below, beside the first one again, for which there is no room", () => {
    const table = { header: ["", "rows", "mean", "std"], rows: [["train", "4,000", "0.01", "0.99"]], words: [0] };
    const wide = ["          rows  mean   std", "  train  4,000  0.01  0.99"];
    expect(tableLines(table, { style: plain, width: 26 })).toEqual(wide);
    expect(tableLines(table, { style: plain, width: 25 })).toEqual([
      "          rows  mean",
      "  train  4,000  0.01",
      "          std",
      "  train  0.99",
    ]);
    expect(tableLines(table, { style: plain, width: 1 })).toHaveLength(6);
  });

  it("shows the header otherwise", () => {
    const style = (format: string, text: string) => `<${format}>${text}`;
    expect(tableLines({ header: ["a"], rows: [["b"]], words: [] }, { style, width: 80 })).toEqual(["  <dim>a", "  b"]);
  });
});

it("widthOf is what columns take, with the space after each", () => {
  expect(widthOf([["a", "bcd"], ["ef"]])).toBe(2 + 2 + 3 + 2);
  expect(widthOf([])).toBe(0);
});

describe("wrapped", () => {
  it("breaks between words, and leaves a long word whole", () => {
    expect(wrapped("one two three seventeenth", 9)).toEqual(["one two", "three", "seventeenth"]);
  });
});

describe("fitted", () => {
  it("breaks lines that are too long between words, below the column that they are in", () => {
    expect(fitted("a\n  FAILED  files    1 of 8 files changed", 32)).toBe(
      "a\n  FAILED  files    1 of 8 files\n                   changed",
    );
  });

  it("starts a long word, such as a digest, further left", () => {
    expect(fitted(`          stored ${"x".repeat(16)}`, 20)).toBe(`          stored\n    ${"x".repeat(16)}`);
    expect(fitted(`  a  ${"x".repeat(30)}`, 20)).toBe(`  a\n  ${"x".repeat(30)}`);
  });

  it("counts no colours, and changes nothing that fits", () => {
    const text = "\u001b[1mbold\u001b[22m  \u001b[2mdim\u001b[22m";
    expect(fitted(text, 9)).toBe(text);
    expect(fitted("  a\n\n  b  c", Number.POSITIVE_INFINITY)).toBe("  a\n\n  b  c");
  });
});
