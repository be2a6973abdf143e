// Mutation test: changed copies of our own file and of others' are refused, or are datasets; nothing else happens, and at
// once. What a copy that is read has in it is for verify to judge: see test/verify.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cases } from "../../support/thorough.js";
import { mutations } from "../support/mutations.js";
import { generatedSample } from "../support/samples.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { refusalOf } from "./support/read-parquet.js";

const COUNT = cases(60, 400);

const FOLDER = new URL("../../../fixtures/foreign/parquet/", import.meta.url);

/** Reads copies, half of them changed in the second half, where the footer is. Returns how many were refused. */
async function refusals(original: Uint8Array, count: number): Promise<number> {
  const half = original.length >> 1;
  const copies = [...mutations(original, count / 2, 1)];
  for (const { name, bytes } of mutations(original.subarray(half), count / 2, 2)) {
    copies.push({ name: `${name} of its second half`, bytes: Buffer.concat([original.subarray(0, half), bytes]) });
  }
  let refused = 0;
  await refusalOf(original); // loads what reads it, which is not to be timed
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

  it("and ours with bytes more among its data is refused, but for what is after the last column", async () => {
    const file = await ownFile({ num_samples: 40, final_seq_length: 5 });
    const end = file.length - 8 - file.readUInt32LE(file.length - 8);
    for (let at = 4; at < end; at++) {
      const copy = Buffer.concat([file.subarray(0, at), file.subarray(at - 4)]);
      expect(await refusalOf(copy), `4 bytes at ${at}`).toBeDefined();
    }
  });

  const names = readdirSync(FOLDER);
  it.each(names)("of %s", async (name) => {
    await refusals(readFileSync(new URL(name, FOLDER)), Math.ceil(COUNT / names.length));
  });
});
