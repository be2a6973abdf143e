// Which config is loaded where none is named: one only, and people's choice before ours.
import { describe, expect, it } from "vitest";
import { cardOf } from "../../../src/describe/card/card.js";
import { cardText } from "../../../src/describe/card/card-text.js";
import { chosenConfig } from "../../../src/describe/card/chosen-config.js";
import { updatedCardText } from "../../../src/describe/card/updated-card-text.js";
import { config } from "../support/descriptions.js";
import { CARD, edited, PAIR, readYaml, refusal, yamlOf } from "./support/edited-card.js";

/** The names of the items that say anything of a default. */
const marked = (text: string) =>
  (readYaml(yamlOf(text)).get("configs") as Map<string, unknown>[])
    .filter((item) => item.has("default"))
    .map((item) => item.get("config_name"));

describe("the default", () => {
  it.each(["True", "true  # mine", "yes", '"true"', "1", "y", "on", "!!bool true"])(
    "is that of an item of others: default: %s",
    async (value) => {
      const theirs = `- config_name: extra\n  default: ${value}\n  data_files: x.csv\n`;
      const yaml = yamlOf(cardText(PAIR)).replace("dataset_info:", `${theirs}dataset_info:`);
      const updated = await updatedCardText(edited(yaml), PAIR);
      expect(updated).toContain(theirs);
      expect(marked(updated)).toEqual(["extra"]);
    },
  );

  it.each(["False", "no", "0", "~", '""'])("is not an item of others that says default: %s", async (value) => {
    const theirs = `- config_name: extra\n  default: ${value}\n  data_files: x.csv\n`;
    const yaml = yamlOf(cardText(PAIR)).replace("dataset_info:", `${theirs}dataset_info:`);
    expect(yamlOf(await updatedCardText(edited(yaml), PAIR))).toBe(yaml);
  });

  it.each(["True", "yes", "true # mine", '"yes"'])("among ours is what people chose: default: %s", async (value) => {
    const text = cardText(PAIR)
      .replace("  default: true\n", "")
      .replace("- config_name: b\n", `- config_name: b\n  default: ${value}\n`);
    expect(await chosenConfig(text)).toBe("b");
    const updated = await updatedCardText(text, cardOf([config("a"), config("b")], await chosenConfig(text)));
    expect(marked(updated)).toEqual(["b"]);
  });

  it("is what is called so: nothing else may be marked", async () => {
    const named = "- config_name: default\n  data_files: x.csv\n";
    const updated = await updatedCardText(edited(`configs:\n${named}`), PAIR);
    expect(updated).toContain(named);
    expect(updated).not.toContain("default: true");
    const marked = "configs:\n- config_name: extra\n  default: yes\n  data_files: x.csv\n";
    expect(await refusal(edited(marked), CARD)).toContain("more than one config as the default");
    expect(await refusal(edited(marked + marked.slice(9).replace("extra", "more")))).toContain("extra and more");
  });
});
