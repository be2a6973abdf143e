// Every bit of x is kept, that of NaNs too: a signalling one becomes a quiet one where it passes as a number.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { convertDataset } from "../../src/dataset/convert-dataset.js";
import { planOutput } from "../../src/dataset/output-plan.js";
import type { FormatName } from "../../src/formats/format.js";
import { dictionaryOf, float32Values, pageValues } from "../../src/formats/parquet/values.js";
import { labelsNpy, npyOf } from "../formats/support/raw-npy.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";

const FLOAT32 = Uint32Array.from([0x7f800001, 0xff800001, 0x7fa00000, 0x7fc00001, 0xffffffff, 0x3f800000]);
const FLOAT64 = Uint32Array.from([1, 0x7ff00000, 1, 0xfff00000, 0, 0x7ff40000, 5, 0x7ff80000, 7, 0xffffffff, 0, 0]);
const ROWS = 700;

/** A folder of arrays whose 700 rows of two points have these words over and over. */
async function arraysIn(folder: string, descr: "<f4" | "<f8", words: Uint32Array): Promise<Buffer> {
  const all = Uint32Array.from({ length: ROWS * 2 * (descr === "<f8" ? 2 : 1) }, (_, i) => words[i % words.length]!);
  const x = npyOf(descr, [ROWS, 2], new Uint8Array(all.buffer));
  await mkdir(folder);
  await writeFile(join(folder, "x.npy"), x);
  await writeFile(join(folder, "y.npy"), labelsNpy(ROWS));
  return Buffer.from(all.buffer);
}

async function dataOf(path: string): Promise<Buffer> {
  return (await readFile(path)).subarray(128);
}

const BINARY: readonly FormatName[] = ["parquet", "arrow", "npy", "npz", "pkl"];

describe("NaNs", () => {
  it.each(BINARY)("keep their bits on the way through %s, and the data its digest", async (format) => {
    const folder = await temporaryFolder();
    for (const [dtype, descr, words] of [
      ["float32", "<f4", FLOAT32],
      ["float64", "<f8", FLOAT64],
    ] as const) {
      const path = (name: string) => join(folder, `${dtype}-${name}`);
      const bits = await arraysIn(path("in"), descr, words);
      const first = await convertDataset(path("in"), planOutput(`${path("npy")}/`, ["npy"]));
      const there = await convertDataset(path("npy"), planOutput(`${path("there")}/`, [format]));
      const back = await convertDataset(path("there"), planOutput(`${path("back")}/`, ["npy"]), { dtype });
      const { digest } = first.manifest;
      expect([there.manifest.digest, back.manifest.digest]).toEqual([digest, digest]);
      expect((await dataOf(join(path("back"), "x.npy"))).equals(bits)).toBe(true);
    }
  });

  it("keep their bits when float32 is converted to float64 and back", async () => {
    const folder = await temporaryFolder();
    const bits = await arraysIn(join(folder, "in"), "<f4", FLOAT32);
    await convertDataset(join(folder, "in"), planOutput(join(folder, "wide.npz")), { dtype: "float64" });
    await convertDataset(join(folder, "wide.npz"), planOutput(join(folder, "out/"), ["npy"]), { dtype: "float32" });
    expect((await dataOf(join(folder, "out/x.npy"))).equals(bits)).toBe(true);
  });

  it("keep their bits in a dictionary of Parquet", () => {
    const dictionary = dictionaryOf(float32Values, new Uint8Array(FLOAT32.buffer), FLOAT32.length);
    // Indices of three bits: a run of 1 twice, then 0 to 7 packed, of which six are taken.
    const page = Uint8Array.from([3, 4, 1, 3, 0b10001000, 0b11000110, 0b11111010]);
    const fill = pageValues(float32Values, "RLE_DICTIONARY", page, 8, dictionary);
    const values = new Float32Array(8);
    fill(values);
    const [first, second, ...others] = FLOAT32;
    expect(Array.from(new Uint32Array(values.buffer))).toEqual([second, second, first, second, ...others]);
  });
});
