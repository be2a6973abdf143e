// The lists of configs: ours are known however they are written, and those of others stay where they are.
import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { cardOf } from "../../../src/describe/card/card.js";
import { cardText } from "../../../src/describe/card/card-text.js";
import { updatedCardText } from "../../../src/describe/card/updated-card-text.js";
import { config } from "../support/descriptions.js";
import { CARD, edited, namesIn, OTHER_PAIR, PAIR, refusal, yamlOf } from "./support/edited-card.js";

describe("items of ours", () => {
  it.each(["a  # main", "!!str a", '"a"', "'a'", "&name a", "|-\n    a"])(
    "are known by their name: %s",
    async (name) => {
      const text = cardText(PAIR).replaceAll("- config_name: a\n", (line) => line.replace("a\n", `${name}\n`));
      const updated = await updatedCardText(text, OTHER_PAIR);
      expect([namesIn(updated), namesIn(updated, "dataset_info")]).toEqual([
        ["a", "b"],
        ["a", "b"],
      ]);
      expect(updated).toContain("length: 7");
      expect(updated).not.toContain("length: 40");
    },
  );

  it.each(["1.0", "2024-01-01", "1_000", "0x1F", "1e3", "12:30", "007"])(
    "are known by a name that is no text to YAML: %s",
    async (name) => {
      const card = cardOf([config(name)]);
      const text = cardText(card).replaceAll(`config_name: "${name}"`, `config_name: ${name}`);
      expect(await updatedCardText(text, card)).toBe(cardText(card));
    },
  );

  it("that say what they must stay as they are, however that is written", async () => {
    const [a, b] = PAIR.frontMatter.lists.configs.map(({ lines }) => `${lines.join("\n")}\n`);
    const aligned = a!
      .replace("- config_name: a\n  default: true\n", "- 'default': on # this one\n  # a name\n  config_name: a\n")
      .replace(/^ {2}/gm, "   ")
      .replace("- ", "-  ");
    const brackets = `- ${JSON.stringify(parseDocument(b!).toJS()[0])} # in brackets\n`;
    const flow = yamlOf(cardText(PAIR)).replace(a! + b!, aligned + brackets);
    expect(flow).toContain("# in brackets");

    expect(yamlOf(await updatedCardText(edited(flow), PAIR))).toBe(flow);
    expect(namesIn(await updatedCardText(edited(flow), OTHER_PAIR))).toEqual(["a", "b"]);
  });

  it("are one, if there were more", async () => {
    const twice = "configs:\n- config_name: a\n  data_files: x.csv\n- config_name: a\n  data_files: y.csv\n";
    expect(namesIn(await updatedCardText(edited(twice), PAIR))).toEqual(["a", "b"]);
  });

  it.each([
    ["a key's", "  features: &f\n  - name: x", "mine: *f\n"],
    ["an item's", "- &f\n  config_name: a\n  features:\n  - name: x", "mine:\n  <<: *f\n"],
  ])("are refused if something else refers to them: %s", async (_, anchored, theirs) => {
    const [from] = anchored.startsWith("-")
      ? ["- config_name: a\n  features:\n  - name: x"]
      : ["  features:\n  - name: x"];
    const [configs, infos] = yamlOf(cardText(PAIR)).split("dataset_info:\n");
    const text = edited(`${configs}dataset_info:\n${infos!.replace(from!, anchored)}${theirs}`);
    const line = text.split("\n").findIndex((one) => one.includes("*f")) + 1;
    expect(await refusal(text, OTHER_PAIR)).toContain(`has *f in line ${line}, which refers to &f in line`);
    // Of the same data nothing need change.
    expect(yamlOf(await updatedCardText(text, PAIR))).toBe(yamlOf(text));
  });
});

describe("items of others", () => {
  it("stay in dataset_info where no config has their name, and where they are all of it", async () => {
    const item = "- config_name: other\n  features:\n  - name: text\n    dtype: string\n";
    for (const info of [item, item.replace("- ", "  ")]) {
      const updated = await updatedCardText(edited(`dataset_info: # mine\n${info}`), CARD);
      expect(updated).toContain(item);
      expect(updated).toContain("dataset_info: # mine\n");
      expect(namesIn(updated, "dataset_info").sort()).toEqual(["default", "other"]);
      expect(await updatedCardText(updated, CARD)).toBe(updated);
    }
  });

  it("stay if they have no name, which is that of the default", async () => {
    const yaml = "dataset_info:\n    # what is in it\n    features:\n    - name: text\n      dtype: string # UTF-8\n";
    const updated = await updatedCardText(edited(yaml), PAIR);
    expect(updated).toContain("    # what is in it\n  - features:\n    - name: text\n      dtype: string # UTF-8\n");
    expect(namesIn(updated, "dataset_info")).toEqual(["a", "b", undefined]);
    expect(await refusal(edited("dataset_info:\n features: []\n"), PAIR)).toContain("write it as a list");
  });

  const GONE = cardText(cardOf([config("a"), config("b"), config("gone")]));
  it.each<[string, (text: string) => string]>([
    ["another key", (text) => text.replace("- config_name: gone\n", "- config_name: gone\n  drop_labels: true\n")],
    [
      "another split",
      (text) => text.replace("- split: test\n    path: gone/data/test", "- split: dev\n    path: gone/data/test"),
    ],
    ["another path", (text) => text.replace("path: gone/data/test-*", "path: gone/data/t-*")],
    ["another description", (text) => text.replace(/(config_name: gone\n {2}description: ).*/, "$1Mine")],
    [
      "files of another kind",
      (text) => text.replace(/(name: gone\n.*\n {2}data_files:)\n(.*\n){4}/, "$1 gone/*.csv\n"),
    ],
  ])("stay if people made them of ours, and the folder is not there: %s", async (_, edit) => {
    const text = edit(GONE);
    expect(text).not.toBe(GONE);
    const updated = await updatedCardText(text, PAIR);
    expect([namesIn(updated), namesIn(updated, "dataset_info")]).toEqual([
      ["a", "b", "gone"],
      ["a", "b", "gone"],
    ]);
  });

  it("go if they are ours and the folder is not there, but not an info with more than ours", async () => {
    expect(yamlOf(await updatedCardText(GONE, PAIR))).toBe(yamlOf(cardText(PAIR)));
    const text = GONE.replace(/(dataset_info:(?:.*\n)*- config_name: gone\n)/, "$1  citation: mine\n");
    const updated = await updatedCardText(text, PAIR);
    expect([namesIn(updated), namesIn(updated, "dataset_info")]).toEqual([
      ["a", "b"],
      ["a", "b", "gone"],
    ]);
  });

  it("stay where they are among ours", async () => {
    const theirs = "# mine\n- {config_name: extra, data_files: x.csv} # flow\n\n";
    const text = cardText(PAIR).replace("- config_name: b\n", `${theirs}- config_name: b\n`);
    const three = cardOf([config("a", { length: 7 }), config("b"), config("c")]);
    const updated = await updatedCardText(text, three);
    expect(updated).toContain(theirs);
    expect(namesIn(updated)).toEqual(["a", "extra", "b", "c"]);
  });
});
