// Where results go: what stands in their way costs nobody a result.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { writeFiles } from "../../src/cli/output-folder.js";
import { temporaryFolder } from "./support/run-cli.js";

const folder = temporaryFolder();

/** Writes two files into a folder in which the second can't be. */
async function writeBlocked(name: string): Promise<string> {
  const path = join(folder, name);
  mkdirSync(join(path, "b.svg"), { recursive: true });
  const written = writeFiles(path, { "a.json": "new", "b.svg": "new" });
  await expect(written).rejects.toThrow("b.svg: exists and is not a file");
  return path;
}

it("makes no file if one of them can't be", async () => {
  expect(readdirSync(await writeBlocked("empty"))).toEqual(["b.svg"]);
});

it("does not remove a file that took the place of another", async () => {
  const path = join(folder, "full");
  mkdirSync(path);
  writeFileSync(join(path, "a.json"), "old");
  expect(readFileSync(join(await writeBlocked("full"), "a.json"), "utf8")).toBe("new");
});
