import fs, { existsSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolders } from "../../src/dataset/paths.js";
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

  it("leaves none behind if one of them can't be made", async () => {
    const folder = await temporaryFolder();
    await expect(makeFolders(join(folder, "a/b", "c".repeat(300), "d"))).rejects.toThrow("ENAMETOOLONG");
    expect(existsSync(join(folder, "a"))).toBe(false);
  });

  it("ends at a root that does not exist, as that of a drive that is not there", async () => {
    const path = join(await temporaryFolder(), "a/b");
    const { existsSync } = fs;
    fs.existsSync = () => false;
    syncBuiltinESMExports();
    try {
      expect(await makeFolders(path)).toBe(dirname(path)); // those above are there, and making them says so
    } finally {
      fs.existsSync = existsSync;
      syncBuiltinESMExports();
    }
  });

  it.runIf(process.platform === "linux")("ends where no folder can be made", async () => {
    await expect(makeFolders("/proc/mnist1d/data")).rejects.toThrow("ENOENT");
  });
});
