// Runs golden-digests.mjs under every engine that the product promises the same bits on: Node's V8 in three versions,
// and JavaScriptCore (Bun). The engines come as npm packages into a temporary folder that is removed at the end.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PLATFORM = `${process.platform}-${process.arch}`;
const BUN_PLATFORM = PLATFORM.replace("arm64", "aarch64");

/** Pinned, so that a run means the same tomorrow. */
const ENGINES = [
  { name: "node 20", alias: "node20", spec: `node-${PLATFORM}@20.19.5` },
  { name: "node 22", alias: "node22", spec: `node-${PLATFORM}@22.20.0` },
  { name: "node 24", alias: "node24", spec: `node-${PLATFORM}@24.9.0` },
  { name: "bun 1.4", alias: "bun14", spec: `@oven/bun-${BUN_PLATFORM}@1.4.5` },
];

const script = fileURLToPath(new URL("golden-digests.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "mnist1d-engines-"));
let passed = 0;
let failed = 0;
try {
  const packages = ENGINES.map(({ alias, spec }) => `${alias}@npm:${spec}`);
  execFileSync("npm", ["install", "--no-save", "--no-audit", "--ignore-scripts", "--prefix", folder, ...packages], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  for (const { name, alias } of ENGINES) {
    const binaries = ["bin/node", "bin/node.exe", "node.exe", "bin/bun", "bin/bun.exe"];
    const binary = binaries.map((path) => join(folder, "node_modules", alias, path)).find(existsSync);
    try {
      if (binary === undefined) throw new Error(`no binary in the package for ${PLATFORM}`);
      console.log(`${name}: ${execFileSync(binary, [script], { encoding: "utf8" }).trim()}`);
      passed++;
    } catch (error) {
      console.log(`${name}: FAILED ${error.stdout ?? ""}${error.message}`);
      failed++;
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
