// A key that is there twice is damage wherever JSON is read: which of the two is meant, nobody knows.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { metadataFromEntries } from "../../src/formats/metadata-from-entries.js";
import { temporaryFolder } from "./support/run-cli.js";
import { runHere } from "./support/run-here.js";

const folder = temporaryFolder();
const run = (line: string) => runHere(line.split(" "), folder);
const SIZE = "--num-samples 10 --final-seq-length 2";

describe("a key that is there twice", () => {
  it.each([
    ["digest", /^ {2}"digest": .*\n/m, 'the key "digest" is there twice'],
    ["config.seed", /^ {4}"seed": .*?\n/m, 'the key "seed" is there twice'],
    ["files[0].bytes", /"bytes":\d+,/, 'the key "bytes" is there twice'],
  ])("in a manifest: %s", async (name, entry, problem) => {
    const directory = `manifest-${name}`;
    await run(`generate ${SIZE} -f csv -q -o ${directory}/`);
    const path = join(folder, directory, "manifest.json");
    const text = readFileSync(path, "utf8");
    const found = entry.exec(text)![0];
    writeFileSync(
      path,
      text.replace(entry, found.endsWith("\n") ? `${found.replace(/,?\n$/, ",\n")}${found}` : found + found),
    );
    for (const command of ["verify", "inspect"]) {
      const { exitCode, stderr } = await run(`${command} ${directory}`);
      const message = `error: ${join(directory, "manifest.json")}: is not sound JSON: ${problem}\n`;
      expect([exitCode, stderr]).toEqual([3, message]);
    }
  });

  it("in the metadata of a file, and in its texts", () => {
    const read =
      (...entries: [string, string][]) =>
      () =>
        metadataFromEntries(entries, 2, "f");
    expect(read(["mnist1d.digest", "a"], ["mnist1d.digest", "a"])).toThrow('f: has metadata "mnist1d.digest" twice');
    expect(read(["others", "a"], ["others", "b"])).not.toThrow();
    const config = '{"seed": 1, "label_noise": {"fraction": 0.1, "fraction": 0.2}}';
    const message = 'f: mnist1d.config: is not sound JSON: the key "fraction" is there twice';
    expect(read(["mnist1d.config", config])).toThrow(message);
  });
});
