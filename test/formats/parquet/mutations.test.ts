// Mutation test: damaged copies of our own file and of others' are refused, or are datasets; nothing else happens, and at
// once. What a copy that is read has in it is for verify to judge: see test/verify.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FormatError } from "../../../src/formats/format-error.js";
import { damaged } from "../../verify/support/damage.js";
import { type Random, randomFrom } from "../../verify/support/random.js";
import { generatedSample } from "../support/samples.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { contentsOf, decode, sourceOf } from "./support/read-parquet.js";

const COUNT = Number(process.env.MNIST1D_MUTATIONS ?? 500);

const FOLDER = new URL("../../../fixtures/foreign/parquet/", import.meta.url);

/** Reads a file, or finds why not. Throws what a reader must not. */
async function isRead(bytes: Uint8Array, description: string): Promise<boolean> {
  const start = performance.now();
  const result = await decode(sourceOf(bytes))
    .then(contentsOf)
    .then(
      () => true,
      (error: unknown) => {
        if (error instanceof FormatError) return false;
        throw new Error(description, { cause: error });
      },
    );
  expect(performance.now() - start, description).toBeLessThan(1000);
  return result;
}

/** Something happens to the file; as often as not in its second half, where the footer is. */
function mutant(original: Uint8Array, random: Random) {
  if (random(2) === 0) return damaged(original, random);
  const half = original.length >> 1;
  const { bytes, description } = damaged(original.slice(half), random);
  return { bytes: Uint8Array.from(Buffer.concat([original.subarray(0, half), bytes])), description };
}

describe(`${COUNT} damaged copies`, () => {
  it("of our own file", async () => {
    const folder = await temporaryFolder();
    const sample = await generatedSample("", { num_samples: 40, final_seq_length: 5, label_noise: { fraction: 0.5 } });
    await sample.writeFile(join(folder, "own.parquet"));
    const original = readFileSync(join(folder, "own.parquet"));
    for (let seed = 0; seed < COUNT; seed++) {
      const { bytes, description } = mutant(original, randomFrom(seed));
      await isRead(bytes, `seed ${seed}: ${description}`);
    }
  });

  it("of the files of other software, together", async () => {
    const names = readdirSync(FOLDER).filter((name) => name.endsWith(".parquet"));
    let refused = 0;
    for (let seed = 0; seed < COUNT; seed++) {
      const name = names[seed % names.length]!;
      const { bytes, description } = mutant(readFileSync(new URL(name, FOLDER)), randomFrom(seed));
      if (!(await isRead(bytes, `seed ${seed}, ${name}: ${description}`))) refused++;
    }
    expect(refused).toBeGreaterThan(COUNT / 2);
  });
});

it("no byte of the footer of our own file is without meaning but its author", async () => {
  const folder = await temporaryFolder();
  const sample = await generatedSample("", { num_samples: 20, final_seq_length: 3 });
  await sample.writeFile(join(folder, "own.parquet"));
  const original = readFileSync(join(folder, "own.parquet"));
  const start = original.length - 8 - original.readUInt32LE(original.length - 8);
  const author = original.lastIndexOf("mnist1d version");
  const overlooked: number[] = [];
  for (let at = start; at < original.length; at++) {
    if (at >= author - 2 && at < author + 7) continue;
    const bytes = Uint8Array.from(original);
    bytes[at]! ^= 1 << (at % 8);
    const stored = await decode(sourceOf(bytes)).catch(() => undefined);
    const isSame = stored !== undefined && JSON.stringify(stored.metadata) === JSON.stringify(await metadata(original));
    if (isSame && (await isRead(bytes, `byte ${at}`))) overlooked.push(at);
  }
  expect(overlooked).toEqual([]);
});

async function metadata(bytes: Uint8Array) {
  return (await decode(sourceOf(bytes))).metadata;
}
