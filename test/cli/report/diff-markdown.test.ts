import { describe, expect, it } from "vitest";
import { diffMarkdown } from "../../../src/cli/report/diff-report.js";
import { diffExamples } from "../../../src/diff/diff-examples.js";
import { drawFrom } from "../../support/arrays.js";

async function markdownOf(keys: Record<string, unknown>, parameters = [{ key: "scale_coeff", a: 0.4, b: 4 }]) {
  const difference = await diffExamples(drawFrom({}), drawFrom(keys));
  return diffMarkdown({ a: "the defaults", b: "a|`b`.json", parameters, difference });
}

describe("diffMarkdown", () => {
  it("has the verdict for a heading, then what was changed, then figures", async () => {
    const blocks = (await markdownOf({ scale_coeff: 4 })).split("\n\n");
    expect(blocks.slice(0, 4)).toEqual([
      "### Another distribution, made of the same draws",
      "Beyond chance: roughness, amplitude and slope of examples; 40 of 40 positions; positions within 1 of 10 classes.",
      "A: `the defaults`  \nB: `a\\|'b'.json`",
      "| parameter | A | B |\n| :-- | :-- | :-- |\n| `scale_coeff` | `0.4` | `4` (10 times) |",
    ]);
    expect(blocks[4]).toContain("| x | 5,000 of 5,000 rows differ (100 %): RMS 0.597, largest 4.97 std |");
  });

  it("has tables whose rows have as many cells as their heads, and folds what is long", async () => {
    const text = await markdownOf({ scale_coeff: 4 });
    const tables = text.split("\n\n").filter((block) => block.startsWith("|"));
    expect(tables).toHaveLength(6);
    for (const table of tables) {
      const cells = table.split("\n").map((line) => line.replaceAll("\\|", "").split("|").length);
      expect(new Set(cells).size).toBe(1);
    }
    expect(text.match(/<details>/g)).toHaveLength(3);
    expect(text.match(/<\/details>/g)).toHaveLength(3);
    expect(text).toMatch(/\| `[▁-█]{40}` \| `[▁-█]{40}` \|/);
    expect(text).toContain("beyond chance, 0.1 % level for all tests (Bonferroni). A star marks one beyond chance");
    expect(text).toMatch(/\| amplitude \| .* \| 0\.315\\\* \|/);
  });

  it("is short where nothing differs", async () => {
    const text = await markdownOf({}, []);
    expect(text).toBe(
      [
        "### The same data: 5,000 rows, bit for bit",
        "A: `the defaults`  \nB: `a\\|'b'.json`",
        "No parameter differs.",
        "|  |  |\n| :-- | :-- |\n| both | 4,000 train and 1,000 test examples of 40 float32 |\n",
      ].join("\n\n"),
    );
  });
});
