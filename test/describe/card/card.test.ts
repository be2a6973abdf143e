// The card as a whole: what it says of a dataset, and that nothing that people made of it is ever lost.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cardBody, cardText, datasetConfig, MARKS } from "../../../src/describe/card/card.js";
import { ForeignCard, updatedCardText } from "../../../src/describe/card/update-card.js";
import { cases } from "../../support/thorough.js";
import { config, description, split } from "../support/descriptions.js";

const CARD = [datasetConfig(description())];
const OTHER = [datasetConfig(description({ length: 7, splits: [split("train", 100_000), split("test", 1)] }))];

const yamlOf = (text: string) => text.split("---\n")[1]!;

describe("the YAML of a card", () => {
  it("has what Hugging Face's libraries ask for, as datasets writes it itself", () => {
    expect(yamlOf(cardText(CARD))).toBe(`license: apache-2.0
pretty_name: MNIST-1D
task_categories:
- tabular-classification
tags:
- mnist-1d
- time-series
- synthetic
size_categories:
- 1K<n<10K
configs:
- config_name: default
  description: sha256:dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd
  data_files:
  - split: train
    path: data/train-*.parquet
  - split: test
    path: data/test-*.parquet
dataset_info:
- config_name: default
  features:
  - name: x
    list: float32
    length: 40
  - name: y
    dtype:
      class_label:
        names:
          '0': '0'
          '1': '1'
          '2': '2'
  splits:
  - name: train
    num_bytes: 672500
    num_examples: 4000
  - name: test
    num_bytes: 168125
    num_examples: 1000
  download_size: 200
  dataset_size: 840625
`);
  });

  it("has labels that are not 0, 1, 2, … as integers, and true labels beside those with noise", () => {
    const yaml = yamlOf(
      cardText([datasetConfig(description({ classes: [-1, 1], hasCleanLabels: true, dtype: "float64" }))]),
    );
    expect(yaml).toContain("  - name: x\n    list: float64\n    length: 40\n  - name: y\n    dtype: int64\n");
    expect(yaml).toContain("  - name: y_clean\n    dtype: int64\n  splits:\n");
    expect(yaml).toContain(`num_bytes: ${4000 * (40 * 8 + 16) + 500}\n`);
  });

  it("names no split without examples, which the library can't load", () => {
    const text = cardText([datasetConfig(description({ splits: [split("train", 0), split("test", 1000)] }))]);
    expect(yamlOf(text)).not.toContain("train");
    expect(text).toContain('path = "data/test-00000-of-00001.parquet"');
  });

  it.each([
    [999, "n<1K"],
    [1000, "1K<n<10K"],
    [99_999_999, "10M<n<100M"],
    [10 ** 12, "n>1T"],
  ])("calls %d examples %s", (rows, category) => {
    const text = cardText([datasetConfig(description({ splits: [split("train", rows), split("test", 0)] }))]);
    expect(yamlOf(text)).toContain(`size_categories:\n- ${category}\n`);
  });

  it("claims no licence for data of which nobody knows what made it", () => {
    const text = cardText([datasetConfig(description({ config: null }))]);
    expect(yamlOf(text)).toContain("license: unknown\n");
    expect(text).not.toContain("ynthetic");
    expect(text).toContain("How it was made nobody knows");
  });

  it("quotes names that YAML would take for something else", () => {
    const yaml = yamlOf(cardText([config("1.5"), config("null"), config("a=b")]));
    for (const name of ['"1.5"', '"null"', '"a=b"']) expect(yaml).toContain(`- config_name: ${name}\n`);
  });
});

describe("the YAML of a repository", () => {
  const names = (yaml: string) => Array.from(yaml.matchAll(/^- config_name: (.*)$/gm), ([, name]) => name);

  it("marks one config to be loaded where none is named: the chosen, or the first, or what is called default", () => {
    const configs = ["b", "c", "a"].map((name) => config(name));
    const of = (text: string) => [/config_name: (.*)\n {2}default: true/.exec(text)?.[1], names(yamlOf(text))];
    const fresh = cardText(configs);
    expect(of(fresh)).toEqual(["b", ["b", "a", "c", "b", "a", "c"]]);
    const chosen = fresh
      .replace("  default: true\n", "")
      .replace("config_name: c\n", "config_name: c\n  default: true\n");
    expect(of(updatedCardText(chosen, configs))).toEqual(["c", ["c", "a", "b", "c", "a", "b"]]);
    const named = [...configs, config("default")];
    expect(of(updatedCardText(chosen, named))).toEqual([
      "default",
      ["default", "a", "b", "c", "default", "a", "b", "c"],
    ]);
    expect(fresh.match(/default: true/g)).toHaveLength(1);
  });

  it("has the paths of each config, and its section", () => {
    const text = cardText([config("a"), config("b", { length: 7 })]);
    expect(text).toContain("path: a/data/train-*.parquet");
    expect(text).toContain("path: b/data/test-*.parquet");
    expect(text).toContain("\n## b\n");
    expect(text).toContain('load_dataset(os.getcwd(), "a", split="train")');
    expect(text).toContain("npx mnist1d verify a/");
  });

  it("keeps the configs of others, drops those of ours that are gone, and has one default", () => {
    const theirs = [
      "- config_name: extra",
      "  default: true",
      "  data_files: extra.csv",
      "- config_name: 'like-ours'",
      "  data_files:",
      "  - split: train",
      "    path: like-ours/data/train-*.parquet",
    ].join("\n");
    const before = cardText([config("a"), config("gone")]).replace("dataset_info:", `${theirs}\ndataset_info:`);
    const after = yamlOf(updatedCardText(before, [config("a"), config("b")], ["like-ours"]));
    expect(after).toContain(`${theirs}\ndataset_info:`);
    expect(names(after)).toEqual(["a", "b", "extra", "'like-ours'", "a", "b"]);
    expect(after.match(/default: true/g)).toHaveLength(1);
    // The same item, of a folder that is not there.
    expect(updatedCardText(before, [config("a")])).not.toContain("like-ours");
  });
});

describe("the body of a card", () => {
  it("says how the config differs from the published dataset", () => {
    const text = cardText([
      datasetConfig(description({ config: { ...description().config!, shear_scale: 1.5, seed: 7 } })),
    ]);
    expect(text).toContain("| `shear_scale` | 0.75 | 1.5 | slopes vary by ± half of this |\n| `seed` | 42 | 7 |");
    expect(cardText(CARD)).toContain("Its config is that of the published dataset.");
  });

  it("names the command, of which a Python package has the name as well, and where it is run", () => {
    const text = cardText(CARD);
    expect(text).toContain(
      "Written by the Node.js command mnist1d 0.1.0, not by the Python package of that name; config,",
    );
    expect(text).toContain(
      "\n## Verify it\n\nIn a copy of the repository, with the Node.js command mnist1d:\n\n```sh\nnpx mnist1d verify .\n```\n",
    );
    expect(text).toContain('# from the Hub: "owner/name"\n');
  });

  it("says of the published data that it is rounded, where it is", () => {
    const digest = "sha256:d0191acc860ea4214fd8bdfa9c8ac714fe643ed084fa6b8bc0d804df60b43dca";
    const textOf = (dtype: "float32" | "float64") => cardText([datasetConfig(description({ digest, dtype }))]);
    expect(textOf("float32")).toContain(`\`${digest}\` (the published dataset, as float32).`);
    expect(textOf("float64")).toContain(`\`${digest}\` (the published dataset).`);
    expect(cardText(CARD)).not.toContain("the published dataset,");
  });

  it("says which rows have the label noise, and loads the labels to learn from in every program", () => {
    const text = cardText([datasetConfig(description({ hasCleanLabels: true }))]);
    expect(text).toContain("| `y_clean` | int64 | its true class: rows whose `y` differs from it are the noisy ones |");
    expect(text.split("```python")[1]!.split("```")[0]).not.toContain("y_clean");
  });

  it("loads splits of several files by a pattern", () => {
    const text = cardText([datasetConfig(description({ splits: [split("train", 10, 3), split("test", 10)] }))]);
    expect(text).toContain('path = sorted(glob.glob("data/train-*.parquet"))');
    expect(text).toContain("| train | 10 | 3, `data/train-*.parquet` |");
  });
});

describe("a card that is brought up to date", () => {
  it("is what a new one is if nobody edited it", () => {
    expect(updatedCardText(cardText(CARD), OTHER)).toBe(cardText(OTHER));
  });

  it("keeps keys of others and what they said in ours, and everything outside of the marks", () => {
    const text = cardText(CARD)
      .replace("license: apache-2.0", "license: mit   # my lawyer says so")
      .replace("- synthetic\n", "- synthetic\n- mine\nlanguage:\n- en\n# a note\n")
      .replace(MARKS[0], `# My study\n\n${MARKS[0]}`)
      .replace("Signals of ten classes", "Edited where it is not theirs");
    const updated = updatedCardText(`${text}\nThe end.`, OTHER);
    expect(yamlOf(updated)).toContain("license: mit   # my lawyer says so\n");
    expect(yamlOf(updated)).toContain("- mine\nlanguage:\n- en\n# a note\nsize_categories:\n- 100K<n<1M\n");
    expect(updated).toContain("length: 7\n");
    expect(updated).toContain(`# My study\n\n${MARKS[0]}\n# MNIST-1D\n`);
    expect(updated.endsWith(`${MARKS[1]}\n\nThe end.`)).toBe(true);
    expect(updated).not.toContain("not theirs");
  });

  it("gets YAML where it has none, and what it lacks", () => {
    const text = `# Mine\n${MARKS.join("\n")}\n`;
    expect(yamlOf(updatedCardText(text, CARD))).toBe(yamlOf(cardText(CARD)));
    expect(updatedCardText(`---\nfoo: bar\n---\n${text}`, CARD)).toContain("---\nfoo: bar\nlicense: apache-2.0\n");
    expect(updatedCardText(`---\n---\n${text}`, CARD)).toContain("---\nlicense: apache-2.0\n");
  });

  it("reads lists that are indented, and infos of one config without a name", () => {
    const extra = "    - config_name: extra\n      data_files: x.csv\n";
    const indented = (card: typeof CARD) =>
      cardText(card).replace(
        /^configs:\n(.*)^(?=dataset_info)/ms,
        (_, list) => `configs:\n${extra}${list.replace(/^/gm, "    ").trimEnd()}\n`,
      );
    const text = indented(CARD).replace("dataset_info:\n- config_name: default\n", "dataset_info:\n");
    expect(yamlOf(updatedCardText(text, OTHER))).toBe(yamlOf(indented(OTHER)));
  });

  it("keeps its line ends", () => {
    const text = cardText(CARD).replaceAll("\n", "\r\n");
    expect(updatedCardText(text, OTHER)).toBe(cardText(OTHER).replaceAll("\n", "\r\n"));
  });

  it.each([
    ["without marks", "# Mine\n"],
    ["with one mark", `${MARKS[0]}\n`],
    ["with marks in the other order", `${MARKS[1]}\n${MARKS[0]}\n`],
    ["with a mark twice", `${MARKS[0]}\n${MARKS[0]}\n${MARKS[1]}\n`],
    ["with marks inside a line", `the marks ${MARKS[0]} and ${MARKS[1]}\n`],
    ["with configs in another notation", `---\nconfigs: [{config_name: a}]\n---\n${MARKS.join("\n")}\n`],
    ["with configs without names", `---\nconfigs:\n- data_files: x.csv\n---\n${MARKS.join("\n")}\n`],
  ])("is refused %s", (_, text) => {
    expect(() => updatedCardText(text, CARD)).toThrow(ForeignCard);
  });

  it("property: whatever stands around the marks and in keys of others is there to the letter, however often it is done", () => {
    const line = fc.string().filter((text) => !/[\r\n]/.test(text) && !text.includes("mnist1d:"));
    const lines = fc.array(line, { maxLength: 5 }).map((texts) => texts.map((text) => `> ${text}\n`).join(""));
    const key = fc.stringMatching(/^my_[a-z]{1,8}$/);
    const keys = fc.uniqueArray(key, { maxLength: 4 });
    fc.assert(
      fc.property(lines, lines, keys, line, (before, after, own, value) => {
        const yaml = own.map((name) => `${name}:\n  - ${JSON.stringify(value)}\n`).join("");
        const text = `---\n${yaml}---\n${before}${MARKS[0]}\nold\n${MARKS[1]}\n${after}`;
        const once = updatedCardText(text, CARD);
        expect(once.startsWith(`---\n${yaml}license`)).toBe(true);
        expect(once.endsWith(`${before}${MARKS[0]}\n${cardBody(CARD)}\n${MARKS[1]}\n${after}`)).toBe(true);
        expect(updatedCardText(once, CARD)).toBe(once);
        expect(updatedCardText(updatedCardText(once, OTHER), CARD)).toBe(once);
      }),
      { numRuns: cases(25, 100) },
    );
  });
});
