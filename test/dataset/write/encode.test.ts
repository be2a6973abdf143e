// Files in memory are those that buildDataset writes, byte for byte, and made without anything of Node.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../../src/config/config-error.js";
import type { ConfigOptions } from "../../../src/config/parse-config.js";
import { buildDataset } from "../../../src/dataset/build-dataset.js";
import { planOutput } from "../../../src/dataset/output-plan.js";
import { encode } from "../../../src/dataset/write/encode.js";
import { FORMATS } from "../../../src/formats/registry.js";
import { generate } from "../../../src/generate/generate.js";
import type { Progress } from "../../../src/generate/work-options.js";
import { temporaryFolder } from "../../formats/support/temporary-folder.js";

const SMALL = { numSamples: 50, finalSeqLength: 8 } as const;
const CONFIGS: readonly [string, ConfigOptions][] = [
  ["float32", SMALL],
  ["float64", { ...SMALL, dtype: "float64" }],
  ["label noise", { ...SMALL, labelNoise: 0.4, engine: "blocked" }],
  ["more than a block", { ...SMALL, numSamples: 6000 }],
  ["no test rows", { ...SMALL, testSize: 0 }],
];

/** The files of a format as they are on a disk, without what is beside them in a directory. */
async function written(parameters: ConfigOptions, { name, extension, singleFile }: (typeof FORMATS)[number]) {
  const folder = await temporaryFolder();
  const file = `mnist1d${extension}`;
  await buildDataset(parameters, planOutput(singleFile ? join(folder, file) : `${folder}/new/`, [name]), {
    workers: 1,
  });
  const place = singleFile ? folder : join(folder, "new");
  const names = singleFile ? [file] : readdirSync(place).filter((path) => path.endsWith(extension));
  return Object.fromEntries(names.sort().map((path) => [path, sha256(readFileSync(join(place, path)))]));
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

describe.each(FORMATS.map((format) => [format.name, format] as const))("encode to %s", (name, format) => {
  it.each(CONFIGS)("gives what is written to a disk: %s", async (_, parameters) => {
    const files = await encode(generate(parameters), name);
    const encoded = Object.fromEntries(files.map(({ path, bytes }) => [path, sha256(bytes)]));
    expect(encoded).toEqual(await written(parameters, format));
  });
});

describe("encode", () => {
  it("tells its progress, and stops with the signal's reason", async () => {
    const told: Progress[] = [];
    await encode(generate({ numSamples: 9000 }), "csv", { onProgress: (progress) => told.push(progress) });
    expect(told.map(({ phase }) => phase)).toEqual(["writing", "writing", "writing"]);
    expect(told.at(-1)).toMatchObject({ done: 9000, total: 9000 });
    const reason = new Error("enough");
    await expect(encode(generate(SMALL), "npz", { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it("refuses a format that there is not", async () => {
    await expect(encode(generate(SMALL), "toString" as never)).rejects.toThrow(ConfigError);
    await expect(encode(generate(SMALL), "xlsx" as never)).rejects.toThrow("one of parquet, arrow, npy");
  });

  it("works where there is nothing of Node, from the built package", () => {
    const dist = fileURLToPath(new URL("../../../dist", import.meta.url));
    // The closure of the entry: static imports and lazy ones.
    const all = new Set(["formats.js"]);
    for (const file of all) {
      const source = readFileSync(join(dist, file), "utf8");
      for (const [, path] of source.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"\n]+)"/g)) {
        expect(path, file).toMatch(/^\.\/[\w-]+\.js$/);
        all.add(path!.slice(2));
      }
    }
    expect([...all].reduce((sum, file) => sum + statSync(join(dist, file)).size, 0)).toBeLessThan(1_000_000);

    const program = `
      const { createHash } = await import("node:crypto");
      const { stdout } = process;
      for (const name of ["Buffer", "process", "setImmediate", "require", "global"]) delete globalThis[name];
      const { generate } = await import(${JSON.stringify(join(dist, "index.js"))});
      const { encode } = await import(${JSON.stringify(join(dist, "formats.js"))});
      const hashes = [];
      for (const format of ${JSON.stringify(FORMATS.map(({ name }) => name))}) {
        const [{ bytes }] = await encode(generate(${JSON.stringify(SMALL)}), format);
        hashes.push(createHash("sha256").update(bytes).digest("hex"));
      }
      stdout.write(JSON.stringify(hashes));
    `;
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toHaveLength(FORMATS.length);
  });
});
