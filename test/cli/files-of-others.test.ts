// What other programs leave beside data, and files that are not what their names say: through the command, as users meet them.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "./support/run-cli.js";
import { runHere } from "./support/run-here.js";

const folder = temporaryFolder();

/** A folder of its own with these files, by their paths. */
function placeOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const place = mkdtempSync(join(folder, "t-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(place, name)), { recursive: true });
    writeFileSync(join(place, name), content);
  }
  return place;
}

/** A folder of its own with what a bug report came with. */
function caseOf(name: string): string {
  const place = mkdtempSync(join(folder, "t-"));
  cpSync(fileURLToPath(new URL(`../../fixtures/cases/${name}`, import.meta.url)), place, { recursive: true });
  return place;
}

describe("float32 in text, as pandas, polars and DuckDB write it", () => {
  it("is verified, inspected and compared as float32, without a contradiction", async () => {
    const place = caseOf("float32-csv-verify");
    const verified = await runHere(["verify", "f32.csv", "--config", "config.json"], place);
    expect(verified).toMatchObject({ exitCode: 0 });
    expect(verified.stdout).toContain("every value and label is what the config gives");
    expect((await runHere(["inspect", "f32.csv"], place)).stdout).toContain("x 4 × float32");
    expect((await runHere(["diff", "f32.csv", "config.json"], place)).stdout).toContain("bit for bit");
  });

  it("is verified as float32, with a note, in digits of which a double has more", async () => {
    const place = caseOf("float32-csv-verify");
    const [header, ...lines] = readFileSync(join(place, "f32.csv"), "utf8").trim().split("\n");
    const rows = lines.map((line) => line.replace(/[-.0-9]+(?=,)/g, (text) => nineDigits(text)));
    writeFileSync(join(place, "nine.csv"), `${[header, ...rows].join("\n")}\n`);
    const { exitCode, stdout } = await runHere(["verify", "nine.csv", "--config", "config.json"], place);
    expect(stdout).toMatch(/ok {6}data {5}as float32, every value .*--float32/);
    expect(exitCode).toBe(0);
  });

  it("fails in a format that has types, and is told of --float32, with which it passes", async () => {
    const place = caseOf("float32-csv-verify");
    const nine = readFileSync(join(place, "f32.csv"), "utf8").replace(/0\.24729961/, "0.247299612");
    writeFileSync(join(place, "nine.csv"), nine);
    await runHere(["convert", "nine.csv", "wide.npz"], place);
    const { exitCode, stdout } = await runHere(["verify", "wide.npz", "--config", "config.json"], place);
    expect(stdout).toContain("--float32 compares them so");
    expect(exitCode).toBe(1);
    const asFloat32 = await runHere(["verify", "wide.npz", "--config", "config.json", "--float32"], place);
    expect(asFloat32.exitCode).toBe(0);
  });

  it("still fails where one value is another float32", async () => {
    const place = caseOf("float32-csv-verify");
    const edited = readFileSync(join(place, "f32.csv"), "utf8").replace("0.24729961", "0.24729963");
    writeFileSync(join(place, "f32.csv"), edited);
    const { exitCode, stdout } = await runHere(["verify", "f32.csv", "--config", "config.json"], place);
    expect(stdout).toContain("1 example of 10 differs");
    expect(exitCode).toBe(1);
  });

  it.each(["csv", "jsonl", "json"])("is what we write as %s, and the same float32 again", async (format) => {
    const place = placeOf({});
    await runHere(["generate", "--num-samples", "50", "-o", "a.npz", "-q"], place);
    await runHere(["convert", "a.npz", `a.${format}`, "-q"], place);
    const [examples = ""] = readFileSync(join(place, `a.${format}`), "utf8").split('"t":');
    for (const number of examples.match(/\d\.\d+/g)!) expect(number.length).toBeLessThan(14);
    await runHere(["convert", `a.${format}`, "b.npz", "-q"], place);
    const diff = await runHere(["diff", "a.npz", "b.npz"], place);
    expect(diff.stdout).toContain("bit for bit");
    expect((await runHere(["inspect", "b.npz"], place)).stdout).toContain("x 40 × float32");
  });
});

/** A number to nine digits, which tell every float32 apart, and are no float32's shortest. */
function nineDigits(text: string): string {
  return Number.isInteger(Number(text)) ? text : Math.fround(Number(text)).toPrecision(9);
}
