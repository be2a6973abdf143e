// npm run test:experiments: `evaluate`, and every experiment with its quick protocol (and MNIST where there is such), by the built
// command on two threads. All claims have to hold, and the figures in docs/ to be those that are drawn; `-- --update` replaces
// these.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeMnist } from "./support/mnist-files.mjs";

const BIN = fileURLToPath(new URL("../../bin/mnist1d.js", import.meta.url));
const FIGURES = fileURLToPath(new URL("../../docs/figures/", import.meta.url));

function mnist1d(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], { encoding: "utf8" });
  return { status, stdout, text: `${stdout}${stderr}` };
}

const isUpdate = process.argv[2] === "--update";
const [problems, times] = [[], []];
const folder = mkdtempSync(join(tmpdir(), "mnist1d-experiments-"));
try {
  const experiments = JSON.parse(mnist1d("experiment", "--list", "--json").stdout);
  if (experiments.length === 0) problems.push("there are no experiments");
  const runs = [
    { name: "evaluate", words: ["evaluate"], figure: "curves.svg", place: "evaluate.svg" },
    ...experiments.map(({ name }) => {
      const words = ["experiment", name, ...(name === "tsne" ? ["--mnist", writeMnist(folder)] : [])];
      return { name, words, figure: "figure.svg", place: join("experiments", `${name}.svg`) };
    }),
  ];
  for (const { name, words, figure, place } of runs) {
    const start = performance.now();
    const { status, text } = mnist1d(...words, "--workers", "2", "-o", join(folder, name));
    times.push(`${((performance.now() - start) / 1000).toFixed(0).padStart(5)} s  ${name}`);
    console.log(text);
    if (status !== 0) problems.push(`${name} ended with ${status}`);
    const [drawn, shown] = [join(folder, name, figure), join(FIGURES, place)];
    if (!existsSync(drawn)) continue;
    if (isUpdate) copyFileSync(drawn, shown);
    else if (readFileSync(drawn, "utf8") !== readFileSync(shown, "utf8")) problems.push(`${name}: ${shown} is another`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
console.log(times.join("\n"));
for (const problem of problems) console.error(`error: ${problem}`);
if (problems.length > 0) process.exitCode = 1;
