// Comments in what is ours: kept wherever there is a place for them.
import { describe, expect, it } from "vitest";
import { cardOf } from "../../../src/describe/card/card.js";
import { cardText } from "../../../src/describe/card/card-text.js";
import { updatedCardText } from "../../../src/describe/card/updated-card-text.js";
import { config, description } from "../support/descriptions.js";
import { CARD, edited, PAIR, yamlOf } from "./support/edited-card.js";

describe("comments", () => {
  it("stay at keys of ours, above items, and inside of them where the lines are still there", async () => {
    const yaml = `# first
configs: # keep me
# ours
- config_name: default # main
  # where it is
  data_files: # files
  - split: train # 80 %
    path: data/old.parquet # gone with its line
# behind
size_categories: [n<1K] # mine

# last
`;
    const updated = yamlOf(await updatedCardText(edited(yaml), CARD));
    expect(updated.slice(0, updated.indexOf("license"))).toBe(`# first
configs: # keep me
# ours
- config_name: default # main
  description: ${description().digest}
  # where it is
  data_files: # files
  - split: train # 80 %
    path: data/train-*.parquet
  - split: test
    path: data/test-*.parquet
# behind
size_categories: # mine
- 1K<n<10K

# last
`);
  });

  it("stay at a size in several lines", async () => {
    const yaml = "size_categories: # a\n# b\n- n<1K # c\n  # d\n- 1K<n<10K # e\n# f\nx: y\n";
    const expected = "size_categories: # a\n# b\n  # d\n- 1K<n<10K # c # e\n# f\nx: y\n";
    expect(yamlOf(await updatedCardText(edited(yaml), CARD)).startsWith(expected)).toBe(true);
  });

  it("go with an item of ours to where it goes", async () => {
    const text = cardText(PAIR).replace("- config_name: b\n", "# about b\n- config_name: b\n");
    const chosen = await updatedCardText(text, cardOf([config("a"), config("b")], "b"));
    expect(chosen).toContain("# about b\n- config_name: b\n  default: true\n");
    expect(await updatedCardText(chosen, PAIR)).toContain("# about b\n");
  });

  it("alone are YAML without keys", async () => {
    expect(yamlOf(await updatedCardText(edited("# mine\n\n"), CARD))).toBe(`# mine\n\n${yamlOf(cardText(CARD))}`);
  });
});
