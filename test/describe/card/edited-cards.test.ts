// Properties: whatever people make of a card's YAML, what is theirs is there to the letter afterwards, or nothing changes.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cardText } from "../../../src/describe/card/card.js";
import { ForeignCard, updatedCardText } from "../../../src/describe/card/update-card.js";
import { cases } from "../../support/thorough.js";
import { config } from "../support/descriptions.js";
import { edited, itemsOf, readYaml, yamlOf } from "./support/edited-card.js";

/** Top-level keys in all the notations there are; some look like ours. */
const THEIR_KEYS = [
  "base_model.name: foo",
  "my key: [a,\n  b] # both",
  "'quoted': 'x # y'",
  "text: |\n  configs:\n  - config_name: a\n  # in the text\n\n  dataset_info:",
  "kept: |+\n  a\n\n",
  "list:\n- config_name: a\n  default: true\n- b",
  "anchored: &z {a: b} # z",
  "? explicit\n: f",
  "folded: a\n  b\n\n  c",
  "schlüssel: wert",
];
const THEIR_ITEMS = [
  "- config_name: extra1\n  data_files: x.csv",
  "- {config_name: extra2, data_files: y, z: [1, 2]}",
  "- data_files: z # z\n  config_name: 3.0",
  "-\n  config_name: !!str extra4\n  default: no",
  "- config_name: extra5\n  text: |+\n    # in the text\n\n  default: yes",
];
const OUR_KEYS = ["size_categories", "configs", "dataset_info"] as const;

const comments = fc.array(fc.constantFrom("# c", "  # indented", ""), { maxLength: 2 });
const names = fc.subarray(["a", "b", "c", "d"], { minLength: 1 });
const cardFor = (some: readonly string[], length: number) => some.map((name) => config(name, { length }));
const shuffled = <T>(some: readonly T[]) => fc.shuffledSubarray([...some]);

/** Lines of ours with comments between and behind them. */
const commented = (lines: readonly string[], seeds: readonly number[]) =>
  lines.flatMap((line, i) => {
    const seed = seeds[i % seeds.length]!;
    return [...(seed === 1 && i > 0 ? ["# between"] : []), seed === 2 ? `${line} # behind` : line];
  });

/** A list of ours and others in any order. */
const list = (key: "configs" | "dataset_info") =>
  fc
    .record({
      ours: names,
      order: fc.array(fc.nat(), { minLength: 20, maxLength: 20 }),
      theirs: shuffled(THEIR_ITEMS),
      above: fc.array(comments, { minLength: 10, maxLength: 10 }),
      indent: fc.constantFrom(0, 2, 4),
      seeds: fc.array(fc.nat(9), { minLength: 1, maxLength: 7 }),
    })
    .map(({ ours, order, theirs, above, indent, seeds }) => {
      const own = itemsOf(cardFor(ours, 40), key).map(([, lines]) =>
        commented(
          lines.filter((line) => line !== "  default: true"),
          seeds,
        ).join("\n"),
      );
      const items = [...own, ...theirs].map((text, i) => ({ text, at: order[i]!, above: above[i]! }));
      items.sort((a, b) => a.at - b.at);
      const indented = (text: string) => text.replace(/^(?=.)/gm, " ".repeat(indent));
      const lines = items.flatMap((item) => [...item.above, indented(item.text)]);
      return { text: [`${key}: # key`, ...lines].join("\n"), letters: theirs.map(indented) };
    });

const yaml = fc
  .tuple(
    list("configs"),
    list("dataset_info"),
    shuffled(THEIR_KEYS),
    shuffled(OUR_KEYS),
    fc.array(fc.nat(), { minLength: 20, maxLength: 20 }),
    comments,
  )
  .map(([configs, infos, theirs, ours, order, last]) => {
    const texts = { configs: configs.text, dataset_info: infos.text, size_categories: "size_categories: [n<1K] # key" };
    const entries = [...theirs, ...ours.map((key) => texts[key])].map((text, i) => ({ text, at: order[i]! }));
    entries.sort((a, b) => a.at - b.at);
    const letters = [
      ...theirs,
      ...(ours.includes("configs") ? configs.letters : []),
      ...(ours.includes("dataset_info") ? infos.letters : []),
    ];
    return { text: `${[...entries.map(({ text }) => text), ...last].join("\n")}\n`, letters };
  });

/** That nothing of others is another, and that there is each of ours once. */
function expectValid(before: string, after: string, own: readonly string[]): void {
  const [old, now] = [readYaml(before), readYaml(after)];
  const isOwn = (key: unknown) => OUR_KEYS.some((one) => one === key);
  const others = (map: typeof old) => [...map].filter(([key]) => !isOwn(key)); // keys may be lists, which are not the same
  expect(others(now).slice(0, others(old).length)).toEqual(others(old));
  for (const key of ["configs", "dataset_info"]) {
    const itemsOf = (map: typeof old) => (map.get(key) ?? []) as Map<string, unknown>[];
    const isTheirs = (item: Map<string, unknown>) => !["a", "b", "c", "d"].includes(String(item.get("config_name")));
    expect(itemsOf(now).filter(isTheirs)).toEqual(itemsOf(old).filter(isTheirs));
    // An info without a config is somebody's, whatever its name.
    const ours = itemsOf(now)
      .filter((item) => !isTheirs(item))
      .map((item) => String(item.get("config_name")));
    expect(ours.filter((name) => key === "configs" || own.includes(name)).sort()).toEqual([...own].sort());
    expect(itemsOf(now).filter((item) => item.get("default")).length).toBeLessThanOrEqual(1);
  }
}

const wholeLineComments = (text: string) => (text.match(/^ *# (c|indented|between)$/gm) ?? []).length;

describe("a card that was edited", () => {
  it("property: keeps keys and items of others to the letter, all comments on lines of their own, and is valid", async () => {
    const newlines = fc.constantFrom("\n", "\r\n");
    await fc.assert(
      fc.asyncProperty(
        yaml,
        names,
        fc.constantFrom(40, 7),
        newlines,
        async ({ text, letters }, own, length, newline) => {
          const theirs = letters.map((letter) => letter.replaceAll("\n", newline));
          const before = text.replaceAll("\n", newline);
          const updated = updatedCardText(edited(before, newline), cardFor(own, length));
          const after = yamlOf(updated);
          for (const letter of theirs) expect(after).toContain(letter + newline);
          expect(after.replaceAll(newline, "")).not.toMatch(/[\r\n]/);
          expectValid(before, after, own);
          // Those inside of an item that goes, go with it.
          const isAllKept = ["a", "b", "c", "d"].every(
            (name) => own.includes(name) || !new RegExp(`config_name: ${name}\\b`).test(text),
          );
          if (isAllKept) expect(wholeLineComments(after.replaceAll("\r", ""))).toBe(wholeLineComments(text));
          expect(updatedCardText(updated, cardFor(own, length))).toBe(updated);
        },
      ),
      { numRuns: cases(15, 150) },
    );
  });

  it("property: with any characters and lines changed, is either valid or refused, and nothing else goes wrong", async () => {
    const piece = fc.constantFrom(
      " ",
      "  ",
      "\n",
      "#",
      " # ",
      ":",
      ": ",
      "- ",
      "'",
      '"',
      "&f ",
      "*f",
      "{",
      "}",
      "[",
      "]",
      "|",
      "\t",
      "!!str ",
      "<<: *f",
      "~",
      "default: yes",
      "config_name: a",
      "...",
      "? ",
      "\r\n",
    );
    const edit = fc.record({ at: fc.nat(), remove: fc.nat(3), insert: fc.oneof(piece, fc.constant("")) });
    const extra = "- config_name: extra\n  data_files: x.csv\n";
    const base = yamlOf(cardText(cardFor(["a", "b"], 40))).replace("dataset_info:", `${extra}mine: 1\ndataset_info:`);
    let valid = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(edit, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(40, 7),
        async (edits, length) => {
          let text = base;
          for (const { at, remove, insert } of edits) {
            const place = at % text.length;
            text = text.slice(0, place) + insert + text.slice(place + remove);
          }
          const card = cardFor(["a", "b"], length);
          let updated: string;
          try {
            updated = updatedCardText(edited(text), card);
          } catch (error) {
            expect(error).toBeInstanceOf(ForeignCard);
            return;
          }
          valid++;
          expectValid(text, yamlOf(updated), ["a", "b"]);
          expect(updatedCardText(updated, card)).toBe(updated);
        },
      ),
      { numRuns: cases(100, 400) },
    );
    expect(valid).toBeGreaterThan(25);
  });
});
