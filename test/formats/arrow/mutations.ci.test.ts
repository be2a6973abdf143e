import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FormatError } from "../../../src/formats/format-error.js";
import { cases } from "../../support/thorough.js";
import { type Mutation, mutations } from "../support/mutations.js";
import { type Contents, contentsOf } from "../support/read-back.js";
import { generatedSample } from "../support/samples.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { openArrow } from "./support/read-arrow.js";

/** What a reader finds, or undefined if it refuses the file. No other error may come, nor may it take long. */
async function readMutation({ name, bytes }: Mutation): Promise<Contents | undefined> {
  const start = performance.now();
  try {
    return await contentsOf(await openArrow(bytes));
  } catch (error) {
    if (!(error instanceof FormatError)) throw new Error(name, { cause: error });
    return undefined;
  } finally {
    expect(performance.now() - start).toBeLessThan(1000);
  }
}

const COUNT = cases(120, 250);

describe("mutations of own files", () => {
  it.each(["file", "stream"])("are refused, or change what is read, or nothing: of a %s", async (kind) => {
    const sample = await generatedSample("", {
      num_samples: 40,
      final_seq_length: 5,
      label_noise: { fraction: 0.5 },
    });
    const path = join(await temporaryFolder(), "single.arrow");
    await sample.writeFile(path);
    const file = kind === "file" ? readFileSync(path) : await sample.stream("arrow");
    const original = await contentsOf(await openArrow(file));
    const counts = { refused: 0, changed: 0, same: 0 };
    for (const mutation of mutations(file, COUNT, 3)) {
      const found = await readMutation(mutation);
      if (found === undefined) counts.refused++;
      else counts[isSame(found, original) ? "same" : "changed"]++;
    }
    // Values and metadata have no checksums of their own: `verify` compares their digests.
    expect(counts.refused).toBeGreaterThan(COUNT / 2);
    expect(counts.changed).toBeGreaterThan(COUNT / 10);
    expect(counts.same).toBeLessThan(COUNT / 10);
  });
});

function isSame(a: Contents, b: Contents): boolean {
  const text = (contents: Contents) =>
    JSON.stringify(contents, (_, value) =>
      ArrayBuffer.isView(value) ? Array.from(value as Float64Array, String) : value,
    );
  return text(a) === text(b);
}

describe("mutations of files of others", () => {
  const folder = new URL("../../../fixtures/foreign/arrow/", import.meta.url);

  it.each(readdirSync(folder))("are read or refused: %s", async (name) => {
    for (const mutation of mutations(readFileSync(new URL(name, folder)), 60, name.length))
      await readMutation(mutation);
  });
});
