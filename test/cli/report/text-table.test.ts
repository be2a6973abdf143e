import { describe, expect, it } from "vitest";
import { fitted, tableLines, wrapped } from "../../../src/cli/report/text-table.js";

describe("tableLines", () => {
  it("aligns columns, of which rows may have fewer, and leaves no space at the ends", () => {
    expect(
      tableLines(
        [
          ["", "rows", "x"],
          ["train", "4,000", "long"],
          ["test", "10"],
        ],
        ["left", "right"],
      ),
    ).toEqual(["        rows  x", "train  4,000  long", "test      10"]);
  });

  it("puts columns below, beside the first one again, for which there is no room", () => {
    const rows = [
      ["", "rows", "mean", "std"],
      ["train", "4,000", "0.01", "0.99"],
    ];
    const alignments = ["left", "right", "right", "right"] as const;
    const wide = ["        rows  mean   std", "train  4,000  0.01  0.99"];
    expect(tableLines(rows, alignments, 24)).toEqual(wide);
    expect(tableLines(rows, alignments, 23)).toEqual([
      "        rows  mean",
      "train  4,000  0.01",
      "        std",
      "train  0.99",
    ]);
    expect(tableLines(rows, alignments, 1)).toHaveLength(6);
  });

  it("makes nothing of nothing", () => {
    expect(tableLines([], [])).toEqual([]);
  });
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
