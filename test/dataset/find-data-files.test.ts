// The bound on files that are looked at: it keeps off other people's folders, and not our own datasets.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { dataFilesIn } from "../../src/dataset/find-data-files.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";

it("lists as many files of data as a manifest says, and 10,000 more at most", async () => {
  const path = await temporaryFolder();
  mkdirSync(join(path, "data"));
  for (let i = 0; i < 10_001; i++) writeFileSync(join(path, "data", `${i}.csv`), "");
  expect(await dataFilesIn(path, 1)).toHaveLength(10_001);
  await expect(dataFilesIn(path)).rejects.toThrow("has more than 10000 files of data");
});
