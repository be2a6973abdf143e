// npm run bench measures for minutes; here, only that it does not end in silence.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

it("bench refuses a section that it has not, and names those it has, before it measures anything", () => {
  const script = fileURLToPath(new URL("../bench/run.mjs", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, "formats", "nonsense"], { encoding: "utf8" });
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toBe(
    "error: bench: expected sections (engine, command, memory, verifying, comparing, formats, batch, scale, learn, playground), or none for all, got nonsense\n",
  );
});
