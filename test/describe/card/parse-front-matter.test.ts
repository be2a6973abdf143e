// YAML that is wrong, or that others read otherwise: said by line and problem, and nothing is changed.
import { describe, expect, it } from "vitest";
import { updatedCardText } from "../../../src/describe/card/update-card.js";
import { THOROUGH } from "../../support/thorough.js";
import { CARD, edited, namesIn, refusal } from "./support/edited-card.js";

/** 10 to the power of 6 items, if all is written out. */
const LAUGHS = Array.from(
  { length: 6 },
  (_, i) => `k${i}: &a${i} [${Array(10).fill(i === 0 ? "x" : `*a${i - 1}`)}]\n`,
).join("");

describe("what can't be understood", () => {
  it.each([
    ["a key twice", "configs:\nlicense: mit\nconfigs:\n", "line 4 (configs:): Map keys must be unique"],
    ["a tab", "a:\n\tb: c\n", "line 3"],
    ["a bracket that is not closed", "a: [b\nc: d\n", "line "],
    ["a quote that is not closed", 'a: "b\n', "line "],
    ["an unknown reference", "a: *b\n", "line 2 (a: *b): "],
    ["more references than is sane", LAUGHS, "Excessive alias count"],
    ["a key twice in another", "a:\n  b: 1\n  c: 2\n  b: 3\n", "line 5 (b: 3): Map keys must be unique"],
    ["a key twice in brackets", "a: {b: 1, b: 2}\n", "line 2 (a: {b: 1, b: 2}): Map keys must be unique"],
    ["brackets without end", `a: ${"[".repeat(9999)}\n`, "line "],
    ["brackets in each other", `a: ${"[".repeat(9999)}${"]".repeat(9999)}\n`, "it is nested too deeply"],
    ["keys in each other", `${Array.from({ length: 300 }, (_, i) => `${" ".repeat(i)}a:\n`).join("")}`, "too deeply"],
    ["dashes in each other", `a:\n${"- ".repeat(9999)}b\n`, "it is nested too deeply"],
    ["question marks in each other", `a:\n  ${"? ".repeat(9999)}b\n`, "it is nested too deeply"],
    ["very many references", `a: &a 1\nb:\n${"- *a\n".repeat(THOROUGH ? 9999 : 2000)}`, "it has too many references"],
    ["no keys", "just text\n", "line 2 (just text): not a key at the beginning of a line"],
    ["a list", "- a\n", "line 2 (- a): not a key"],
    ["all in brackets", "{a: b}\n", "line 2 ({a: b}): not a key"],
    ["keys that are indented", "  a: b\n", "line 2 (a: b): not a key at the beginning of a line"],
    ["an end", "a: b\n...\n", "line 3 (...): ... at the beginning"],
    ["several documents", "a: b\n--- # more\nc: d\n", "line 3"],
    ["a directive", "%YAML 1.2\n", "line 2 (%YAML 1.2): % at"],
    ["a line end of others", "a: b\u2028c: d\n", "character U+2028"],
    ["an old Macintosh's", "a: b\rc: d\n", "character U+000D"],
    ["configs in brackets", "configs: [{config_name: a, data_files: x.csv}]\n", "configs in another notation"],
    ["configs as keys", "configs:\n  config_name: a\n", "configs in another notation"],
    ["configs by reference", "x: &x\n- config_name: a\nconfigs: *x\n", "configs in another notation"],
    ["configs by <<", "<<: {configs: []}\n", "has configs by a reference (<<)"],
    ["a question mark", "? configs\n: - config_name: a\n", "configs in another notation"],
    ["names that are lists", "configs:\n- config_name: [a]\n", "configs in another notation"],
    ["configs that are texts", "configs:\n- a\n", "configs in another notation"],
    ["infos in brackets", "dataset_info: {features: []}\n", "dataset_info in another notation"],
  ])("is refused with its line and the problem: %s", (_, yaml, problem) => {
    expect(refusal(edited(yaml))).toContain(problem);
  });

  it.each([
    "configs:\n",
    "configs: ~\n",
    "configs: [] # none\n",
    "configs: null\n",
    "dataset_info: {}\n",
    "size_categories:\n",
  ])("is not what is empty: %s", (yaml) => {
    const updated = updatedCardText(edited(yaml), CARD);
    expect(namesIn(updated)).toEqual(["default"]);
    expect(namesIn(updated, "dataset_info")).toEqual(["default"]);
    expect(updatedCardText(updated, CARD)).toBe(updated);
  });
});
