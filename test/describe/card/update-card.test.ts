// A card that people edited: where its YAML begins and how its lines end; keys, comments and items of theirs, which stay to the letter;
// items of ours, known however they are written; and which config is loaded where none is named.
import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { cardText, MARKS } from "../../../src/describe/card/card.js";
import { updatedCardText } from "../../../src/describe/card/update-card.js";
import { config, description } from "../support/descriptions.js";
import {
  CARD,
  edited,
  itemsOf,
  namesIn,
  OTHER,
  OTHER_PAIR,
  PAIR,
  readYaml,
  refusal,
  yamlOf,
} from "./support/edited-card.js";

describe("line ends and beginnings", () => {
  it("are those of each part: one CRLF in the body is that of its line only", () => {
    const text = cardText(CARD).replace("\n---\n", "\nmine: |\n  a\n---\n");
    expect(updatedCardText(`${text}Mine.\r\nAnd more.\n`, CARD)).toBe(`${text}Mine.\r\nAnd more.\n`);
    const [yaml, body] = [text.slice(0, text.indexOf("\n\n")), text.slice(text.indexOf("\n\n"))];
    const mixed = yaml.replaceAll("\n", "\r\n") + body;
    const other = cardText(OTHER).replace("\n---\n", "\nmine: |\n  a\n---\n");
    const at = other.indexOf("\n\n");
    expect(updatedCardText(mixed, OTHER)).toBe(other.slice(0, at).replaceAll("\n", "\r\n") + other.slice(at));
  });

  it("may be a byte order mark, which stays the first character", () => {
    expect(updatedCardText(`\ufeff${cardText(CARD)}`, OTHER)).toBe(`\ufeff${cardText(OTHER)}`);
    const updated = updatedCardText(`\ufeff# Mine\r\n${MARKS.join("\r\n")}\r\n`, CARD);
    expect(updated.startsWith("\ufeff---\r\nlicense")).toBe(true);
    expect(updated.lastIndexOf("\ufeff")).toBe(0);
  });

  it("may be blank lines before the YAML, which the Hub's library reads nevertheless", () => {
    expect(updatedCardText(`\n \n${cardText(CARD)}`, OTHER)).toBe(`\n \n${cardText(OTHER)}`);
  });

  it.each([
    "--- \nlicense: mit\n---\n",
    "---\nlicense: mit\n",
    "---\rlicense: mit\r---\r",
    "\n---\nlicense: mit\n---- \n",
  ])("of YAML that the Hub's library does not read are refused, and no second YAML is written: %j", (head) => {
    expect(refusal(`${head}${MARKS.join("\n")}\n`)).toContain("begins with ---, but not with YAML as the Hub reads it");
  });
});

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
  ])("stay to the letter behind each key of ours: %s", (line) => {
    for (const key of ["size_categories", "configs", "dataset_info"]) {
      const [head, tail] = yamlOf(cardText(CARD)).split(`\n${key}:\n`);
      const end = tail!.search(/\n(?![- ])/);
      const yaml = `${head}\n${key}:\n${tail!.slice(0, end)}\n${line}\n${tail!.slice(end + 1)}`;
      const [newHead, newTail] = yamlOf(cardText(OTHER)).split(`\n${key}:\n`);
      const newEnd = newTail!.search(/\n(?![- ])/);
      const expected = `${newHead}\n${key}:\n${newTail!.slice(0, newEnd)}\n${line}\n${newTail!.slice(newEnd + 1)}`;
      expect(yamlOf(updatedCardText(edited(yaml), OTHER))).toBe(expected);
    }
  });

  it("are known by what they are: text in several lines that looks like a key of ours is none", () => {
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
    const updated = updatedCardText(edited(theirs), CARD);
    expect(yamlOf(updated)).toBe(theirs + yamlOf(cardText(CARD)));
    expect(updatedCardText(updated, CARD)).toBe(updated);
  });

  it("are not suggested again in another notation", () => {
    const updated = updatedCardText(edited('"license": mit\n!!str tags: [x]\n? pretty_name\n: Mine\n'), CARD);
    expect(
      yamlOf(updated).startsWith('"license": mit\n!!str tags: [x]\n? pretty_name\n: Mine\ntask_categories:\n'),
    ).toBe(true);
    expect(readYaml(yamlOf(updated)).size).toBe(7);
  });
});

describe("comments", () => {
  it("stay at keys of ours, above items, and inside of them where the lines are still there", () => {
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
    const updated = yamlOf(updatedCardText(edited(yaml), CARD));
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

  it("stay at a size in several lines", () => {
    const yaml = "size_categories: # a\n# b\n- n<1K # c\n  # d\n- 1K<n<10K # e\n# f\nx: y\n";
    const expected = "size_categories: # a\n# b\n  # d\n- 1K<n<10K # e\n# f\nx: y\n";
    expect(yamlOf(updatedCardText(edited(yaml), CARD)).startsWith(expected)).toBe(true);
  });

  it("go with an item of ours to where it goes", () => {
    const text = cardText(PAIR).replace("- config_name: b\n", "# about b\n- config_name: b\n");
    const marked = text.replace("  default: true\n", "").replace("name: b\n", "name: b\n  default: true\n");
    const chosen = updatedCardText(marked, PAIR);
    expect(chosen).toContain("# about b\n- config_name: b\n  default: true\n");
    expect(updatedCardText(chosen, PAIR)).toContain("# about b\n");
  });

  it("alone are YAML without keys", () => {
    expect(yamlOf(updatedCardText(edited("# mine\n\n"), CARD))).toBe(`# mine\n\n${yamlOf(cardText(CARD))}`);
  });
});

describe("items of ours", () => {
  it.each(["a  # main", "!!str a", '"a"', "'a'", "&name a", "|-\n    a"])("are known by their name: %s", (name) => {
    const text = cardText(PAIR).replaceAll("- config_name: a\n", (line) => line.replace("a\n", `${name}\n`));
    const updated = updatedCardText(text, OTHER_PAIR);
    expect([namesIn(updated), namesIn(updated, "dataset_info")]).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
    expect(updated).toContain("length: 7");
    expect(updated).not.toContain("length: 40");
  });

  it.each(["1.0", "2024-01-01", "1_000", "0x1F", "1e3", "12:30", "007"])(
    "are known by a name that is no text to YAML: %s",
    (name) => {
      const card = [config(name)];
      const text = cardText(card).replaceAll(`config_name: "${name}"`, `config_name: ${name}`);
      expect(updatedCardText(text, card)).toBe(cardText(card));
    },
  );

  it("that say what they must stay as they are, however that is written", () => {
    const [a, b] = itemsOf(PAIR, "configs").map(([, lines]) => `${lines.join("\n")}\n`);
    const aligned = a!
      .replace("- config_name: a\n  default: true\n", "- 'default': on # this one\n  # a name\n  config_name: a\n")
      .replace(/^ {2}/gm, "   ")
      .replace("- ", "-  ");
    const brackets = `- ${JSON.stringify(parseDocument(b!).toJS()[0])} # in brackets\n`;
    const flow = yamlOf(cardText(PAIR)).replace(a! + b!, aligned + brackets);
    expect(flow).toContain("# in brackets");

    expect(yamlOf(updatedCardText(edited(flow), PAIR))).toBe(flow);
    expect(namesIn(updatedCardText(edited(flow), OTHER_PAIR))).toEqual(["a", "b"]);
  });

  it("are one, if there were more", () => {
    const twice = "configs:\n- config_name: a\n  data_files: x.csv\n- config_name: a\n  data_files: y.csv\n";
    expect(namesIn(updatedCardText(edited(twice), PAIR))).toEqual(["a", "b"]);
  });

  it.each([
    ["a key's", "  features: &f\n  - name: x", "mine: *f\n"],
    ["an item's", "- &f\n  config_name: a\n  features:\n  - name: x", "mine:\n  <<: *f\n"],
  ])("are refused if something else refers to them: %s", (_, anchored, theirs) => {
    const [from] = anchored.startsWith("-")
      ? ["- config_name: a\n  features:\n  - name: x"]
      : ["  features:\n  - name: x"];
    const [configs, infos] = yamlOf(cardText(PAIR)).split("dataset_info:\n");
    const text = edited(`${configs}dataset_info:\n${infos!.replace(from!, anchored)}${theirs}`);
    expect(refusal(text, OTHER_PAIR)).toMatch(/would no longer be readable: .*f\): \*f refers to nothing above it/);
    // Of the same data nothing need change.
    expect(yamlOf(updatedCardText(text, PAIR))).toBe(yamlOf(text));
  });
});

describe("items of others", () => {
  it("stay in dataset_info where no config has their name", () => {
    const item = "- config_name: other\n  features:\n  - name: text\n    dtype: string\n";
    const updated = updatedCardText(edited(`dataset_info: # mine\n${item}`), CARD);
    expect(updated).toContain(`dataset_info: # mine\n`);
    expect(updated).toContain(item);
    expect(namesIn(updated, "dataset_info").sort()).toEqual(["default", "other"]);
    expect(updatedCardText(updated, CARD)).toBe(updated);
  });

  it.each(["  config_name: other\n", ""])("are not made a list of, where they are all of dataset_info: %s", (name) => {
    const yaml = `dataset_info:\n${name}  features:\n  - name: text\n    dtype: string # UTF-8\n`;
    expect(refusal(edited(yaml), PAIR)).toContain("has dataset_info of one config only, and there are more: write it");
  });

  const GONE = cardText([config("a"), config("b"), config("gone")]);
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
  ])("stay if people made them of ours, and the folder is not there: %s", (_, edit) => {
    const text = edit(GONE);
    expect(text).not.toBe(GONE);
    const updated = updatedCardText(text, PAIR);
    expect([namesIn(updated), namesIn(updated, "dataset_info")]).toEqual([
      ["a", "b", "gone"],
      ["a", "b", "gone"],
    ]);
  });

  it("go if they are ours and the folder is not there, but not an info with more than ours", () => {
    expect(yamlOf(updatedCardText(GONE, PAIR))).toBe(yamlOf(cardText(PAIR)));
    const text = GONE.replace(/(dataset_info:(?:.*\n)*- config_name: gone\n)/, "$1  citation: mine\n");
    const updated = updatedCardText(text, PAIR);
    expect([namesIn(updated), namesIn(updated, "dataset_info")]).toEqual([
      ["a", "b"],
      ["a", "b", "gone"],
    ]);
  });

  it("stay where they are among ours", () => {
    const theirs = "# mine\n- {config_name: extra, data_files: x.csv} # flow\n\n";
    const text = cardText(PAIR).replace("- config_name: b\n", `${theirs}- config_name: b\n`);
    const three = [config("a", { length: 7 }), config("b"), config("c")];
    const updated = updatedCardText(text, three);
    expect(updated).toContain(theirs);
    expect(namesIn(updated)).toEqual(["a", "extra", "b", "c"]);
  });
});

/** The names of the items that say anything of a default. */
const marked = (text: string) =>
  (readYaml(yamlOf(text)).get("configs") as Map<string, unknown>[])
    .filter((item) => item.has("default"))
    .map((item) => item.get("config_name"));

describe("the default", () => {
  it.each(["True", "true  # mine", "yes", '"true"', "1", "y", "on", "!!bool true"])(
    "is that of an item of others: default: %s",
    (value) => {
      const theirs = `- config_name: extra\n  default: ${value}\n  data_files: x.csv\n`;
      const yaml = yamlOf(cardText(PAIR)).replace("dataset_info:", `${theirs}dataset_info:`);
      const updated = updatedCardText(edited(yaml), PAIR);
      expect(updated).toContain(theirs);
      expect(marked(updated)).toEqual(["extra"]);
    },
  );

  it.each(["False", "no", "0", "~", '""'])("is not an item of others that says default: %s", (value) => {
    const theirs = `- config_name: extra\n  default: ${value}\n  data_files: x.csv\n`;
    const yaml = yamlOf(cardText(PAIR)).replace("dataset_info:", `${theirs}dataset_info:`);
    expect(yamlOf(updatedCardText(edited(yaml), PAIR))).toBe(yaml);
  });

  it.each(["True", "yes", "true # mine", '"yes"'])("among ours is what people chose: default: %s", (value) => {
    const text = cardText(PAIR)
      .replace("  default: true\n", "")
      .replace("- config_name: b\n", `- config_name: b\n  default: ${value}\n`);
    const updated = updatedCardText(text, [config("a"), config("b")]);
    expect(marked(updated)).toEqual(["b"]);
  });

  it("is what is called so: nothing else may be marked", () => {
    const named = "- config_name: default\n  data_files: x.csv\n";
    const updated = updatedCardText(edited(`configs:\n${named}`), PAIR);
    expect(updated).toContain(named);
    expect(updated).not.toContain("default: true");
    const marked = "configs:\n- config_name: extra\n  default: yes\n  data_files: x.csv\n";
    expect(refusal(edited(marked), CARD)).toContain("more than one config as the default");
    expect(refusal(edited(marked + marked.slice(9).replace("extra", "more")))).toContain("extra and more");
  });
});
