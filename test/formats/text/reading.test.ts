import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { FormatName, StoredExamples } from "../../../src/formats/format.js";
import { expectSameValues } from "../support/columns.js";
import { type Sample, samples } from "../support/samples.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { contentsOf, decode, sourceOf } from "./support/read-text.js";

const FILES: [FormatName, string[]][] = [
  ["json", ["mnist1d.json"]],
  ["jsonl", ["data/test-00000-of-00001.jsonl", "data/train-00000-of-00001.jsonl"]],
  ["csv", ["data/test-00000-of-00001.csv", "data/train-00000-of-00001.csv"]],
];

describe.each(FILES)("round trip: %s", (format, names) => {
  it.each(samples)("of a directory: $name", async (sample) => {
    const folder = await temporaryFolder();
    await sample.writeDirectory(folder, format);
    const sources = names.map(async (name) => sourceOf(await readFile(join(folder, name)), name));
    await expectReadBack(await decode(format, ...(await Promise.all(sources))), sample);
  });

  it.each(samples)("of a single file, twice: $name", async (sample) => {
    const path = join(await temporaryFolder(), `single.${format}`);
    await sample.writeFile(path);
    const stored = await decode(format, sourceOf(await readFile(path), path));
    await expectReadBack(stored, sample);
    await expectReadBack(stored, sample);
    expect(stored.pathOf("train", 0)).toBe(path);
    if (format === "json") expectMetadata(stored, sample);
    else expect(stored.metadata).toEqual({});
  });
});

async function expectReadBack(stored: StoredExamples, { info, parts }: Sample): Promise<void> {
  const { length, dtype, hasCleanLabels } = info;
  expect(stored).toMatchObject({ length, dtype, hasCleanLabels });
  expect(stored.splits).toEqual(info.splits);
  const contents = await contentsOf(stored);
  for (const split of ["train", "test"] as const) {
    const { x, y, yClean } = contents[split]!;
    expectSameValues(x, parts[split].x);
    expectSameValues(y, parts[split].y);
    if (yClean !== undefined) expectSameValues(yClean, parts[split].yClean!);
  }
}

function expectMetadata({ metadata }: StoredExamples, { info, digest }: Sample): void {
  expect(metadata.config).toEqual(info.config);
  expect([metadata.configDigest, metadata.digest]).toEqual([info.configDigest, digest]);
  expectSameValues(metadata.t!, info.t!);
  expectSameValues(metadata.templates!.t, info.templates!.t);
  expect(metadata.templates!.y).toEqual(info.templates!.y);
  for (const [i, row] of info.templates!.x.entries()) expectSameValues(metadata.templates!.x[i]!, row);
}
