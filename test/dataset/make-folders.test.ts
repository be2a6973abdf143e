import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolders } from "../../src/dataset/make-folders.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";

describe("makeFolders", () => {
  it("makes all that are missing, also when several do it at once, and one of them learns of each", async () => {
    const folder = await temporaryFolder();
    const path = join(folder, "a/b/c");
    const made = await Promise.all([1, 2, 3].map(() => makeFolders(path)));
    expect(existsSync(path)).toBe(true);
    expect(made.filter((outermost) => outermost === join(folder, "a"))).toHaveLength(1);
    expect(await makeFolders(path)).toBeUndefined();
  });

  it("makes none below a file", async () => {
    const folder = await temporaryFolder();
    writeFileSync(join(folder, "a"), "mine\n");
    await expect(makeFolders(join(folder, "a/b"))).rejects.toThrow("ENOTDIR");
  });

  it.runIf(process.platform === "linux")("ends where no folder can be made", async () => {
    await expect(makeFolders("/proc/mnist1d/data")).rejects.toThrow("ENOENT");
  });
});
