// The YAML of cards that people edited: what is theirs stays to the letter, and what can't be kept is refused, not broken.
import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { cardOf, datasetCard } from "../../../src/describe/card/card.js";
import { cardText, MARKS, updatedCardText } from "../../../src/describe/card/card-text.js";
import { chosenConfig } from "../../../src/describe/card/chosen-config.js";
import { ForeignCard } from "../../../src/describe/card/foreign-card.js";
import { config, description, split } from "../support/descriptions.js";

const CARD = datasetCard(description());
const OTHER = datasetCard(description({ length: 7, splits: [split("train", 100_000), split("test", 1)] }));
/** Of a repository; and the same with other data. */
const PAIR = cardOf([config("a"), config("b")]);
const OTHER_PAIR = cardOf([config("a", { length: 7 }), config("b", { length: 7 })]);

const edited = (yaml: string) => `---\n${yaml}---\n${MARKS.join("\n")}\n`;
const yamlOf = (text: string) => text.split("---\n")[1]!;
const readable = (text: string) => {
  const document = parseDocument(yamlOf(text), { version: "1.1" });
  expect(document.errors).toEqual([]);
  return document.toJS() as Record<string, { config_name: string; default?: unknown }[]>;
};
const namesIn = (text: string, key = "configs") => readable(text)[key]!.map((item) => item.config_name);
const refusal = (text: string, card = OTHER) => expect(updatedCardText(text, card)).rejects;

describe("keys of others", () => {
  it.each([
    "base_model.name: foo",
    "my key: bar",
    '"my key": bar',
    "schlüssel: wert",
    "? [a, b]\n: c",
    "a: &a [*a]",
    "1.5: x",
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
    expect(Object.keys(readable(updated))).toHaveLength(7);
  });
});

describe("the default", () => {
  it.each(["True", "true  # mine", "yes", '"true"', "1", "y", "on", "!!bool true"])(
    "is that of an item of others: default: %s",
    async (value) => {
      const theirs = `- config_name: extra\n  default: ${value}\n  data_files: x.csv\n`;
      const yaml = yamlOf(cardText(PAIR)).replace("dataset_info:", `${theirs}dataset_info:`);
      const updated = await updatedCardText(edited(yaml), PAIR);
      expect(updated).toContain(theirs);
      expect(readable(updated).configs!.filter((item) => "default" in item)).toMatchObject([{ config_name: "extra" }]);
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
    expect(readable(updated).configs!.filter((item) => item.default)).toMatchObject([{ config_name: "b" }]);
  });

  it("is what is called so: nothing else may be marked", async () => {
    const named = "- config_name: default\n  data_files: x.csv\n";
    const updated = await updatedCardText(edited(`configs:\n${named}`), PAIR);
    expect(updated).toContain(named);
    expect(updated).not.toContain("default: true");
    const marked = "configs:\n- config_name: extra\n  default: yes\n  data_files: x.csv\n";
    await refusal(edited(marked), CARD).toThrow("more than one config as the default");
    await refusal(edited(marked + marked.slice(9).replace("extra", "more"))).toThrow("extra and more");
  });
});

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
    await refusal(text, OTHER_PAIR).toThrow(`has *f in line ${line}, which refers to &f in line`);
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
    await refusal(edited("dataset_info:\n features: []\n"), PAIR).toThrow("write it as a list");
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
  ])("is refused with its line and the problem: %s", async (_, yaml, problem) => {
    await refusal(edited(yaml)).toThrow(ForeignCard);
    await refusal(edited(yaml)).toThrow(problem);
    expect(await chosenConfig(edited(yaml))).toBeUndefined();
  });

  it.each([
    "configs:\n",
    "configs: ~\n",
    "configs: [] # none\n",
    "configs: null\n",
    "dataset_info: {}\n",
    "size_categories:\n",
  ])("is not what is empty: %s", async (yaml) => {
    const updated = await updatedCardText(edited(yaml), CARD);
    expect(namesIn(updated)).toEqual(["default"]);
    expect(namesIn(updated, "dataset_info")).toEqual(["default"]);
    expect(await updatedCardText(updated, CARD)).toBe(updated);
  });
});

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

describe("line ends and beginnings", () => {
  it("are those of each part: one CRLF in the body is that of its line only", async () => {
    const text = cardText(CARD).replace("\n---\n", "\nmine: |\n  a\n---\n");
    expect(await updatedCardText(`${text}Mine.\r\nAnd more.\n`, CARD)).toBe(`${text}Mine.\r\nAnd more.\n`);
    const [yaml, body] = [text.slice(0, text.indexOf("\n\n")), text.slice(text.indexOf("\n\n"))];
    const mixed = yaml.replaceAll("\n", "\r\n") + body;
    const other = cardText(OTHER).replace("\n---\n", "\nmine: |\n  a\n---\n");
    const at = other.indexOf("\n\n");
    expect(await updatedCardText(mixed, OTHER)).toBe(other.slice(0, at).replaceAll("\n", "\r\n") + other.slice(at));
  });

  it("may be a byte order mark, which stays the first character", async () => {
    expect(await updatedCardText(`\ufeff${cardText(CARD)}`, OTHER)).toBe(`\ufeff${cardText(OTHER)}`);
    const updated = await updatedCardText(`\ufeff# Mine\r\n${MARKS.join("\r\n")}\r\n`, CARD);
    expect(updated.startsWith("\ufeff---\r\nlicense")).toBe(true);
    expect(updated.lastIndexOf("\ufeff")).toBe(0);
  });

  it("may be blank lines before the YAML, which the Hub's library reads nevertheless", async () => {
    expect(await updatedCardText(`\n \n${cardText(CARD)}`, OTHER)).toBe(`\n \n${cardText(OTHER)}`);
  });

  it.each([
    "--- \nlicense: mit\n---\n",
    "---\nlicense: mit\n",
    "---\rlicense: mit\r---\r",
    "\n---\nlicense: mit\n---- \n",
  ])("of YAML that the Hub's library does not read are refused, and no second YAML is written: %j", async (head) => {
    await refusal(`${head}${MARKS.join("\n")}\n`).toThrow("begins with ---, but not with YAML as the Hub reads it");
  });
});
