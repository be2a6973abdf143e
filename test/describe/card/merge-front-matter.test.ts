// Keys that are not ours, in whatever notation: they stay to the letter.
import { describe, expect, it } from "vitest";
import { cardText } from "../../../src/describe/card/card-text.js";
import { updatedCardText } from "../../../src/describe/card/updated-card-text.js";
import { CARD, edited, OTHER, readYaml, yamlOf } from "./support/edited-card.js";

describe("keys of others", () => {
  it.each([
    "base_model.name: foo",
    "my key: bar",
    '"my key": bar',
    "schlüssel: wert",
    "? [a, b]\n: c",
    "a: &a [*a]",
    "1.5: x",
    "2024:\n- a\n- b: c",
    "yes:\n  a: b",
    "o: !!omap\n- a: b",
    "<<: {z: 1}",
  ])("stay to the letter behind each key of ours: %s", async (line) => {
    for (const key of ["size_categories", "configs", "dataset_info"]) {
      const [head, tail] = yamlOf(cardText(CARD)).split(`\n${key}:\n`);
      const end = tail!.search(/\n(?![- ])/);
      const yaml = `${head}\n${key}:\n${tail!.slice(0, end)}\n${line}\n${tail!.slice(end + 1)}`;
      const [newHead, newTail] = yamlOf(cardText(OTHER)).split(`\n${key}:\n`);
      const newEnd = newTail!.search(/\n(?![- ])/);
      const expected = `${newHead}\n${key}:\n${newTail!.slice(0, newEnd)}\n${line}\n${newTail!.slice(newEnd + 1)}`;
      expect(yamlOf(await updatedCardText(edited(yaml), OTHER))).toBe(expected);
    }
  });

  it("are known by what they are: text in several lines that looks like a key of ours is none", async () => {
    const theirs = [
      "extra: |",
      "  configs:",
      "  # no comment",
      "",
      'quoted: "one',
      "  configs: two",
      '  # three"',
      "folded: a",
      "  b",
      "",
    ].join("\n");
    const updated = await updatedCardText(edited(theirs), CARD);
    expect(yamlOf(updated)).toBe(theirs + yamlOf(cardText(CARD)));
    expect(await updatedCardText(updated, CARD)).toBe(updated);
  });

  it("are not suggested again in another notation", async () => {
    const updated = await updatedCardText(edited('"license": mit\n!!str tags: [x]\n? pretty_name\n: Mine\n'), CARD);
    expect(
      yamlOf(updated).startsWith('"license": mit\n!!str tags: [x]\n? pretty_name\n: Mine\ntask_categories:\n'),
    ).toBe(true);
    expect(readYaml(yamlOf(updated)).size).toBe(7);
  });
});
