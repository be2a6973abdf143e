// What diff calls the same is the same: y_clean of both splits and the time axis too, in text, JSON and Markdown.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "./support/run-cli.js";
import { runHere } from "./support/run-here.js";

const folder = temporaryFolder();

const csv = (trainClean: number, testClean: number) =>
  `x0,y,y_clean,split\n0.5,1,${trainClean},train\n0.75,3,3,test\n0.5,3,${testClean},test\n`;
const json = (t: readonly number[]) => JSON.stringify({ x: [[0.5, 1]], y: [3], x_test: [[1, 2]], y_test: [1], t });

const FILES = {
  "a.csv": csv(2, 3),
  "train.csv": csv(1, 3),
  "test.csv": csv(2, 4),
  "without.csv": csv(2, 3).replace(/^(.*?),(.*?),.*?,/gm, "$1,$2,"),
  "a.json": json([0, 1]),
  "t.json": json([0, 1.5]),
  "last-bit.json": json([0, 1 + 2 ** -52]),
  "no-t.json": json([0, 1]).replace(/,"t":.*\]/, ""),
};
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);

const diff = (...args: string[]) => runHere(["diff", ...args], folder);

describe("diff", () => {
  it.each([
    ["a.csv", "train.csv", "y_clean", "1 of 3 labels differs (33.3 %), first train row 0: 2 → 1"],
    ["a.csv", "test.csv", "y_clean", "1 of 3 labels differs (33.3 %), first test row 1: 3 → 4"],
    ["a.csv", "without.csv", "y_clean", "only A has it"],
    ["without.csv", "a.csv", "y_clean", "only B has it"],
    ["a.json", "t.json", "t", "1 of 2 points differs, by 0.5 at most"],
    ["a.json", "last-bit.json", "t", "1 of 2 points differs, by 2.2e-16 at most"],
  ])("tells %s and %s apart by %s", async (a, b, name, figures) => {
    const text = await diff(a, b);
    expect(text).toMatchObject({ exitCode: 1, stderr: "" });
    expect(text.stdout).toContain(`The same x and y in ${name === "t" ? 2 : 3} rows, but not the same ${name}\n`);
    expect(text.stdout).toContain(`  ${name.padEnd(11)}${figures}\n`);
    const markdown = await diff(a, b, "--md");
    expect(markdown.exitCode).toBe(1);
    expect(markdown.stdout.replaceAll("\\", "")).toContain(`| ${name} | ${figures} |`);
    const asJson = await diff(a, b, "--json");
    expect(asJson.exitCode).toBe(1);
    expect(JSON.parse(asJson.stdout)).toMatchObject({ verdict: "same-x-and-y", differs: true });
  });

  it("says that y_clean is the same", async () => {
    const { exitCode, stdout } = await diff("a.csv", "a.csv");
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("  y_clean    the same\n")]);
    expect(JSON.parse((await diff("a.csv", "a.csv", "--json")).stdout)).toMatchObject({
      differs: false,
      yClean: { a: true, b: true, changed: 0, first: null },
    });
  });

  it("says that t is not compared where only one states it, which is no difference", async () => {
    const { exitCode, stdout } = await diff("a.json", "no-t.json");
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("\n  t is not compared: only A states it.\n")]);
  });
});
