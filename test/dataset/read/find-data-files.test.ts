// The bound on files that are looked at: it keeps off folders that are no dataset's.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { dataFilesIn } from "../../../src/dataset/read/find-data-files.js";
import { temporaryFolder } from "../../formats/support/temporary-folder.js";

it("lists as many files of data as are allowed, and not one more", async () => {
  const path = await temporaryFolder();
  for (let i = 0; i < 4; i++) writeFileSync(join(path, `${i}.csv`), "");
  expect(await dataFilesIn(path, 4)).toHaveLength(4);
  await expect(dataFilesIn(path, 3)).rejects.toThrow("has more than 3 files of data");
});
