// npm run test:experiments: every experiment by the built command, with its quick protocol on two threads, and MNIST where
// there is such. All claims have to hold, and the figures in docs/ to be those that are drawn; `-- --update` replaces these.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeMnist } from "./support/mnist-files.mjs";

const BIN = fileURLToPath(new URL("../../bin/mnist1d.js", import.meta.url));
const FIGURES = fileURLToPath(new URL("../../docs/figures/experiments/", import.meta.url));

function mnist1d(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, "experiment", ...args], { encoding: "utf8" });
  return { status, stdout, text: `${stdout}${stderr}` };
}

const isUpdate = process.argv[2] === "--update";
const [problems, times] = [[], []];
const folder = mkdtempSync(join(tmpdir(), "mnist1d-experiments-"));
try {
  const ofMnist = ["--mnist", writeMnist(folder)];
  for (const { name } of JSON.parse(mnist1d("--list", "--json").stdout)) {
    const start = performance.now();
    const { status, text } = mnist1d(
      name,
      "--workers",
      "2",
      "-o",
      join(folder, name),
      ...(name === "tsne" ? ofMnist : []),
    );
    times.push(`${((performance.now() - start) / 1000).toFixed(0).padStart(5)} s  ${name}`);
    console.log(text);
    if (status !== 0) problems.push(`${name} ended with ${status}`);
    const [drawn, shown] = [join(folder, name, "figure.svg"), join(FIGURES, `${name}.svg`)];
    if (!existsSync(drawn)) continue;
    if (isUpdate) copyFileSync(drawn, shown);
    else if (readFileSync(drawn, "utf8") !== readFileSync(shown, "utf8")) problems.push(`${name}: ${shown} is another`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
console.log(times.join("\n"));
if (times.length === 0) problems.push("there are no experiments");
for (const problem of problems) console.error(`error: ${problem}`);
if (problems.length > 0) process.exitCode = 1;
