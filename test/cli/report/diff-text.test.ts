import { describe, expect, it } from "vitest";
import { diffText } from "../../../src/cli/report/diff-report.js";
import type { DiffReport } from "../../../src/cli/report/diff-tables.js";
import { configToJson } from "../../../src/config/config-json.js";
import { diffExamples } from "../../../src/diff/diff-examples.js";
import { drawFrom } from "../../support/arrays.js";
import type { Keys } from "../../support/configs.js";
import { readable } from "../../support/readable.js";

const plain = { style: (_: string, text: string) => text, width: 80 };

async function reportOf(a: Keys, b: Keys): Promise<DiffReport> {
  const [one, other] = [drawFrom(a), drawFrom(b)];
  const [configA, configB] = [configToJson(one.config), configToJson(other.config)];
  const keys = [...new Set([...Object.keys(configA), ...Object.keys(configB)])];
  const parameters = keys.map((key) => ({ key, a: configA[key], b: configB[key] }));
  return { a: "a.json", b: "b.json", parameters, difference: await diffExamples(one, other) };
}

async function textOf(a: Keys, b: Keys, options?: { readonly all?: boolean }): Promise<string> {
  return diffText(await reportOf(a, b), plain, options?.all);
}

describe("diffText", () => {
  it("says at a glance what a mistyped scale does", async () => {
    const lines = (await textOf({}, { shear_scale: 0.75, scale_coeff: 4 })).split("\n");
    expect(lines.slice(0, 14)).toEqual([
      "A a.json",
      "B b.json",
      "  scale_coeff  0.4 → 4 (10 times)",
      "",
      "Another distribution, made of the same draws",
      "  beyond chance: roughness, amplitude and slope of examples; 40 of 40 positions;",
      "  positions within 1 of 10 classes",
      "",
      "  both       4,000 train and 1,000 test examples of 40 float32",
      "  in common  no row of A is in B",
      "  labels     the same",
      "  x          5,000 of 5,000 rows differ (100 %): RMS 0.597, largest 4.97 std",
      "             each row is that of A, changed (correlation 0.82)",
      "  first      train row 0, point 0: -0.33200568 → -0.26009235",
    ]);
    const distances = lines.findIndex((line) => line.startsWith("  distance "));
    expect(lines[distances + 1]).toBe("             critical 0.0498: 40 of 40 beyond chance");
    expect(lines.filter((line) => /^ +\d +500 {2}/.test(line))).toHaveLength(10);
  });

  it.each<[string, Keys, Keys]>([
    ["The same data: 5,000 rows, bit for bit", {}, {}],
    ["The same data as float32: 5,000 rows", {}, { dtype: "float64" }],
    [
      "The same data but for last bits: 45 of 5,000 rows differ, by 4.4e-16 at most",
      { dtype: "float64" },
      { dtype: "float64", rounding: "published" },
    ],
    [
      "The same examples under other labels: 594 of 5,000 labels differ (11.9 %)",
      {},
      { label_noise: { fraction: 0.15, mode: "flip" } },
    ],
    ["The same 5,000 examples, in another order or divided otherwise", {}, { train_split: 0.9 }],
    ["The same examples, with their points in another order", {}, { shuffle_seq: true }],
    ["The same draws, changed by an RMS of 0.002 std: no difference in distribution", {}, { scale_coeff: 0.41 }],
    ["Other draws of the same distribution, as far as 5,000 rows of each can tell", {}, { seed: 43 }],
    ["Other draws of the same distribution, as far as 5,000 and 1,000 rows can tell", {}, { num_samples: 1000 }],
    ["Another distribution", {}, { max_translation: 30 }],
    ["Examples of other lengths, 40 and 20 points", {}, { final_seq_length: 20 }],
  ])("has the headline: %s", async (headline, a, b) => {
    expect(await textOf(a, b)).toContain(`\n\n${headline}\n`);
  });

  it("has all digits of labels, which no float32 holds", async () => {
    const labelled = (label: number): Keys => ({
      num_samples: 20,
      templates: {
        x: [
          [0, 1, 2],
          [0, 2, 1],
        ],
        t: [0, 1, 2],
        y: [label, label + 1],
      },
    });
    expect(await textOf(labelled(2 ** 30), labelled(2 ** 30 + 2))).toMatch(
      /first +train row 0, label: (1073741824 → 1073741826|1073741825 → 1073741827)/,
    );
  });

  it("fits 80 columns, whatever there is to say", async () => {
    const pairs: [Keys, Keys][] = [
      [{}, { scale_coeff: 4, label_noise: { fraction: 0.5 } }],
      [{}, { num_samples: 12_340, final_seq_length: 7 }],
      [
        { final_seq_length: 200, num_samples: 500 },
        { final_seq_length: 200, num_samples: 700, shear_scale: 5 },
      ],
      [
        { dtype: "float64", num_samples: 100 },
        { num_samples: 100, seed: 3, scale_coeff: 1e-9 },
      ],
    ];
    for (const [a, b] of pairs) {
      const report = await reportOf(a, b);
      for (const all of [false, true]) {
        const text = diffText(report, plain, all);
        expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
        expect(text).not.toMatch(/undefined|NaN| $/m);
      }
    }
  });

  it("says at what level distances are critical wherever it shows any, and what a star is where there is one", async () => {
    const level = "\n  distance: Kolmogorov-Smirnov; critical: 0.1 % level for all tests (Bonferroni)\n";
    const star = "\n  * beyond chance: more than critical, and than standardisation explains\n";
    const starred = await textOf({}, { scale_coeff: 4 });
    expect(starred).toContain(level + star.slice(1));
    const unstarred = await textOf({}, { seed: 43 });
    expect(unstarred).toContain(level);
    expect(unstarred).not.toContain(star);
    expect(await textOf({}, { label_noise: { fraction: 0.5 } })).not.toContain("critical"); // no distances either
    expect(await textOf({}, {}, { all: true })).not.toContain("critical");
  });

  it("shows everything if asked: what did not change, and tables that the verdict makes idle", async () => {
    const text = await textOf({}, { label_noise: { fraction: 0.5 } }, { all: true });
    expect(text).toContain("\n  seed              42\n");
    expect(text).toContain("\n  label_noise       none → 0.5 resample\n");
    expect(text).toContain("roughness");
  });

  it("says what is not known of configs, and when they are the same", async () => {
    const { difference } = await reportOf({}, {});
    const unknown = diffText({ a: "a.npz", b: "b.npz", parameters: undefined, difference }, plain);
    expect(unknown).toContain("\n  the config of one is not known\n");
    expect(await textOf({}, {})).toContain("\n  no parameter differs\n");
  });

  it("lists 20 classes, and all if asked", async () => {
    const examples = (offset: number) => Array.from({ length: 60 }, (_, i) => ({ x: [i, i * i + offset], y: i % 30 }));
    const difference = await diffExamples(readable({ train: examples(0) }), readable({ train: examples(1) }));
    const report = { a: "a", b: "b", parameters: undefined, difference };
    expect(diffText(report, plain)).toContain("and 10 classes more");
    expect(diffText(report, plain, true)).not.toContain("more");
  });

  it("has notes on what could not be compared", async () => {
    expect(await textOf({}, { final_seq_length: 20 })).toContain(
      "\n\n  A has examples of 40 points and B of 20: only labels and moments are compared.",
    );
  });
});
