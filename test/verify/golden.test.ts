import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/parse-config.js";
import { emptyGolden, goldenDigest, goldenText, parseGolden, withEntry } from "../../src/verify/golden.js";

const digest = `sha256:${"ab".repeat(32)}`;
const other = `sha256:${"cd".repeat(32)}`;

const defaultsKey = await keyOf({});

describe("a golden file", () => {
  it("keeps the digests of configs, and reads back as it was written", async () => {
    const config = parseConfig({ shear_scale: 1.5, label_noise: { fraction: 0.1 } });
    const golden = await withEntry(await withEntry(emptyGolden, parseConfig({}), digest), config, other);
    const read = await parseGolden(JSON.parse(goldenText(golden)));
    expect(read).toEqual(golden);
    expect(await goldenDigest(read, config)).toBe(other);
    expect(await goldenDigest(read, parseConfig({}))).toBe(digest);
    expect(await goldenDigest(read, parseConfig({ seed: 1 }))).toBeUndefined();
    expect(Object.values(read.entries).map((entry) => entry.config)).toEqual([
      {},
      { shear_scale: 1.5, label_noise: { fraction: 0.1, mode: "resample" } },
    ]);
  });

  it("has one entry for a config, in its old place", async () => {
    const golden = await withEntry(
      await withEntry(emptyGolden, parseConfig({ seed: 1 }), digest),
      parseConfig({}),
      digest,
    );
    const replaced = await withEntry(golden, parseConfig({ seed: 1 }), other);
    expect(Object.keys(replaced.entries)).toEqual(Object.keys(golden.entries));
    expect(await goldenDigest(replaced, parseConfig({ seed: 1 }))).toBe(other);
  });

  it.each<[string, unknown, string]>([
    ["a list", [], "golden file: expected an object"],
    ["another version", { golden_version: 2, entries: {} }, "golden_version: expected 1, got 2"],
    ["an unknown key", { golden_version: 1, entries: {}, note: "" }, "note: expected golden_version and entries only"],
    ["no entries", { golden_version: 1 }, "entries: expected an object"],
    [
      "a wrong digest",
      { golden_version: 1, entries: { [defaultsKey]: { digest: "x", config: {} } } },
      "expected sha256:",
    ],
    [
      "an edited config",
      { golden_version: 1, entries: { [defaultsKey]: { digest, config: { seed: 1 } } } },
      "the digest of its config",
    ],
  ])("is refused with %s", async (_, value, message) => {
    await expect(parseGolden(value)).rejects.toThrow(message);
  });
});

async function keyOf(keys: object): Promise<string> {
  return Object.keys((await withEntry(emptyGolden, parseConfig(keys), digest)).entries)[0]!;
}
