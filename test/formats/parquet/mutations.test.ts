// Mutation test: changed copies of our own file and of others' are refused, or are datasets; nothing else happens, and at
// once. What a copy that is read has in it is for verify to judge: see test/verify.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mutations } from "../support/mutations.js";
import { generatedSample } from "../support/samples.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { decode, refusalOf } from "./support/read-parquet.js";

const COUNT = Number(process.env.MNIST1D_MUTATIONS ?? 150);

const FOLDER = new URL("../../../fixtures/foreign/parquet/", import.meta.url);

/** Reads copies, half of them changed in the second half, where the footer is. Returns how many were refused. */
async function refusals(original: Uint8Array, count: number): Promise<number> {
  const half = original.length >> 1;
  const copies = [...mutations(original, count / 2, 1)];
  for (const { name, bytes } of mutations(original.subarray(half), count / 2, 2)) {
    copies.push({ name: `${name} of its second half`, bytes: Buffer.concat([original.subarray(0, half), bytes]) });
  }
  let refused = 0;
  for (const { name, bytes } of copies) {
    const start = performance.now();
    const refusal = await refusalOf(bytes).catch((error: unknown) => {
      throw new Error(name, { cause: error });
    });
    expect(performance.now() - start, name).toBeLessThan(1000);
    if (refusal !== undefined) refused++;
  }
  return refused;
}

async function ownFile(config: Record<string, unknown>): Promise<Buffer> {
  const path = join(await temporaryFolder(), "own.parquet");
  await (await generatedSample("", config)).writeFile(path);
  return readFileSync(path);
}

describe("changed copies are read or refused", () => {
  it("of our own file", async () => {
    const file = await ownFile({ num_samples: 40, final_seq_length: 5, label_noise: { fraction: 0.5 } });
    expect(await refusals(file, COUNT)).toBeGreaterThan(COUNT / 2);
  });

  const names = readdirSync(FOLDER);
  it.each(names)("of %s", async (name) => {
    await refusals(readFileSync(new URL(name, FOLDER)), Math.ceil(COUNT / names.length));
  });
});

it("no byte of the footer of our own file is without meaning but its author", async () => {
  const original = await ownFile({ num_samples: 20, final_seq_length: 3 });
  const { metadata } = await decode(original);
  const start = original.length - 8 - original.readUInt32LE(original.length - 8);
  const author = original.lastIndexOf("mnist1d version");
  const overlooked: number[] = [];
  for (let at = start; at < original.length; at++) {
    // Its name, and the header and length before it.
    if (at >= author - 2 && at < author + "mnist1d".length) continue;
    const bytes = Uint8Array.from(original);
    bytes[at]! ^= 1 << (at % 8);
    if ((await refusalOf(bytes)) !== undefined) continue;
    const changed = await decode(bytes);
    if (JSON.stringify(changed.metadata) === JSON.stringify(metadata)) overlooked.push(at);
  }
  expect(overlooked).toEqual([]);
});
