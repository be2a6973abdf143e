// The pictures of docs/plots.md are what its commands draw.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

it("docs/figures has what the commands of docs/plots.md draw", () => {
  const script = fileURLToPath(new URL("../docs/figures/build.mjs", import.meta.url));
  const { stdout, stderr } = spawnSync(process.execPath, [script, "--check"], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(stdout).toBe("8 pictures\n");
});
