import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { FormatName, StoredExamples } from "../../../src/formats/format.js";
import { expectSameValues } from "../support/columns.js";
import { expectReadBack } from "../support/read-back.js";
import { type Sample, samples } from "../support/samples.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { decode, sourceOf } from "./support/read-text.js";

/** The files of a directory. */
function filesOf(format: FormatName, { info }: Sample): string[] {
  if (format === "json") return ["mnist1d.json"];
  return info.splits.map(({ name }) => `data/${name}-00000-of-00001.${format}`).sort();
}

describe.each<FormatName>(["json", "jsonl", "csv"])("round trip: %s", (format) => {
  it.each(samples)("of a directory: $name", async (sample) => {
    const folder = await temporaryFolder();
    await sample.writeDirectory(folder, format);
    const sources = filesOf(format, sample).map(async (name) => sourceOf(await readFile(join(folder, name)), name));
    await expectReadBack(await decode(format, ...(await Promise.all(sources))), sample);
  });

  it.each(samples)("of a single file, twice: $name", async (sample) => {
    const path = join(await temporaryFolder(), `single.${format}`);
    await sample.writeFile(path);
    const stored = await decode(format, sourceOf(await readFile(path), path));
    await expectReadBack(stored, sample);
    expect(stored.pathOf("train", 0)).toBe(path);
    if (format === "json") expectMetadata(stored, sample);
    else expect(stored.metadata).toEqual({});
  });
});

function expectMetadata({ metadata }: StoredExamples, { info, digest }: Sample): void {
  expect(metadata.config).toEqual(info.config);
  expect([metadata.configDigest, metadata.digest]).toEqual([info.configDigest, digest]);
  expect(metadata.standardisation).toEqual(info.standardisation);
  expectSameValues(metadata.t!, info.t!);
  expectSameValues(metadata.templates!.t, info.templates!.t);
  expect(metadata.templates!.y).toEqual(info.templates!.y);
  for (const [i, row] of info.templates!.x.entries()) expectSameValues(metadata.templates!.x[i]!, row);
}
