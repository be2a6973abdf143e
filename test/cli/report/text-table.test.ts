import { describe, expect, it } from "vitest";
import { tableLines, wrapped } from "../../../src/cli/report/text-table.js";

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

  it("makes nothing of nothing", () => {
    expect(tableLines([], [])).toEqual([]);
  });
});

describe("wrapped", () => {
  it("breaks between words, and leaves a long word whole", () => {
    expect(wrapped("one two three seventeenth", 9)).toEqual(["one two", "three", "seventeenth"]);
  });
});
