import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/**
 * A file system in memory, until the tests of the file are over; undefined where it cannot be mounted.
 *
 * @param limit of tmpfs: "size=1m" or "nr_inodes=2".
 */
export function mountSmallDisk(limit: string): string | undefined {
  const path = mkdtempSync(join(tmpdir(), "mnist1d-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", limit, "tmpfs", path], { stdio: "ignore" });
  } catch {
    rmdirSync(path);
    return undefined;
  }
  afterAll(() => {
    execFileSync("umount", [path]);
    rmdirSync(path);
  });
  return path;
}
