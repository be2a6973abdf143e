// examples/kubernetes: numbers and names that stand in several places are the same in all of them.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { VERSION } from "../src/dataset/version.js";

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), "utf8");
const generate = read("examples/kubernetes/generate.yaml");
const merge = read("examples/kubernetes/merge.yaml");

/** What the first group finds, once for each occurrence. */
const all = (text: string, pattern: RegExp) => Array.from(text.matchAll(pattern), ([, found]) => found);

describe("examples/kubernetes", () => {
  it("makes each shard of the dataset, and no other", () => {
    const [completions] = all(generate, /^ {2}completions: (\d+)$/gm);
    expect(all(generate, /^ {12}- auto\/(\d+)$/gm)).toEqual([completions]);
    expect(Number(all(generate, /^ {2}parallelism: (\d+)$/gm)[0])).toBeLessThanOrEqual(Number(completions));
  });

  it("merges the folder that the shards go to", () => {
    expect(all(generate, /- --out\n +- (\S+)/g)).toEqual(all(merge, /args: \[merge, (\S+)\]/g));
  });

  it("names this version", () => {
    const files = ["Dockerfile", "README.md", "generate.yaml", "merge.yaml"];
    const text = files.map((file) => read(`examples/kubernetes/${file}`)).join("\n");
    expect(new Set(all(text, /\/mnist1d:([\d.]+\d)/g))).toEqual(new Set([VERSION]));
    expect(new Set(all(text, /mnist1d-([\d.]+)\.tgz/g))).toEqual(new Set([VERSION]));
  });
});
