import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { FormatName } from "../../src/formats/format.js";
import { FormatError } from "../../src/formats/format-error.js";
import { cases } from "../support/thorough.js";
import { mutations } from "./support/mutations.js";
import { type Contents, contentsOf, openSources } from "./support/read-back.js";
import { generatedSample } from "./support/samples.js";
import { sourceOfBytes } from "./support/source-of-bytes.js";
import { temporaryFolder } from "./support/temporary-folder.js";

const COUNT = cases(150, 400);

type Files = ReadonlyMap<string, Buffer>;

async function read(format: FormatName, files: Files): Promise<Contents> {
  const sources = [...files].map(([path, bytes]) => sourceOfBytes(bytes, path));
  return contentsOf(await openSources(format, ...sources));
}

/** Reads files of which one is changed, over and over; passes on what is found where there is no FormatError. */
async function readMutated(format: FormatName, files: Files, count: number, check: (contents: Contents) => void) {
  const outcomes = { refused: 0, read: 0 };
  for (const [path, bytes] of files) {
    for (const mutation of mutations(bytes, count, 7)) {
      const start = performance.now();
      try {
        const contents = await read(format, new Map(files).set(path, mutation.bytes));
        check(contents);
        outcomes.read++;
      } catch (error) {
        if (!(error instanceof FormatError)) throw new Error(`${path}: ${mutation.name}`, { cause: error });
        expect(error.message).not.toMatch(/\p{C}/u);
        outcomes.refused++;
      }
      expect(performance.now() - start).toBeLessThan(1000);
    }
  }
  return outcomes;
}

/** A small dataset with every array, in all formats of arrays. */
async function writeFiles(): Promise<{ folder: string; npy: Files }> {
  const folder = await temporaryFolder();
  const sample = await generatedSample("", { num_samples: 30, final_seq_length: 5, label_noise: { fraction: 0.3 } });
  await sample.writeDirectory(folder, "npy", "npz", "pkl");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".npy"));
  const npy = new Map<string, Buffer>();
  for (const name of names) npy.set(name, await readFile(join(folder, name)));
  return { folder, npy };
}

it("NPY: a changed file is refused, or read as what it says", async () => {
  const { npy } = await writeFiles();
  const outcomes = await readMutated("npy", npy, Math.ceil(COUNT / npy.size), () => {});
  expect(outcomes.refused).toBeGreaterThan(outcomes.read / 4);
});

it("NPZ: a changed archive is refused, or read as what it was", async () => {
  const { folder } = await writeFiles();
  const files = new Map([["mnist1d.npz", await readFile(join(folder, "mnist1d.npz"))]]);
  const original = await read("npz", files);
  const outcomes = await readMutated("npz", files, COUNT, (contents) => expect(contents).toEqual(original));
  expect(outcomes.refused).toBeGreaterThan(20 * outcomes.read);
});

it("NPZ of numpy.savez_compressed: a changed archive is refused, or read as what it was", async () => {
  for (const name of ["default-compressed", "piped", "texts"]) {
    const files = new Map([[`${name}.npz`, await readFile(`fixtures/foreign/numpy-2/${name}.npz`)]]);
    const original = await read("npz", files);
    await readMutated("npz", files, COUNT / 4, (contents) => expect(contents).toEqual(original));
  }
});

it("pickle: a changed file is refused, or read as what it says", async () => {
  const { folder } = await writeFiles();
  const ours = new Map([["mnist1d_data.pkl", await readFile(join(folder, "mnist1d_data.pkl"))]]);
  await readMutated("pkl", ours, COUNT, () => {});
  for (const name of ["default-2", "fortran-4", "default-5", "views-5"]) {
    const files = new Map([[`${name}.pkl`, await readFile(`fixtures/foreign/numpy-2/${name}.pkl`)]]);
    await readMutated("pkl", files, COUNT / 4, () => {});
  }
});
