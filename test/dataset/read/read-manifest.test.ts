import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { manifestOrigin } from "../../../src/dataset/read/read-manifest.js";
import { temporaryFolder } from "../../formats/support/temporary-folder.js";

// Nobody writes to the pipe: whoever opens it waits for ever.
it.runIf(process.platform !== "win32").each<[string, (path: string) => void]>([
  ["a directory", (path) => mkdirSync(path)],
  ["a pipe", (path) => execFileSync("mkfifo", [path])],
])(
  "a manifest.json that is %s is of others",
  async (_, make) => {
    const folder = await temporaryFolder();
    make(join(folder, "manifest.json"));
    expect(await manifestOrigin(folder)).toBe("others");
  },
  5000,
);
