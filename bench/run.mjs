// npm run bench: everything that the product claims of its speed, measured in one run and printed with what reproduces
// it. Machines are noisy: medians over several runs, and ratios to something measured beside it. `npm run bench -- scale`
// measures one section.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { generateAsync } from "../dist/index.js";
import { firstBatch } from "./first-batch.mjs";
import { learn } from "./learn.mjs";
import { median, megabytes, rounded, whole } from "./measure.mjs";
import { peers } from "./peers.mjs";
import { playground } from "./playground.mjs";
import { scale } from "./scale.mjs";

const SECTIONS = {
  engine: async () => pythonEngine(await engine()),
  command,
  memory,
  verifying,
  comparing,
  formats,
  batch: () => firstBatch(folder, PYTHON),
  scale: () => scale(folder, PYTHON),
  learn: () => learn(PYTHON),
  playground: () => playground(folder),
};
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(SECTIONS, name));
if (unknown.length > 0) {
  const names = Object.keys(SECTIONS).join(", ");
  console.error(`error: bench: expected sections (${names}), or none for all, got ${unknown.join(", ")}`);
  process.exit(2);
}

const BENCH = fileURLToPath(new URL(".", import.meta.url));
const PYTHON = process.env.MNIST1D_PYTHON ?? "python3";
const folder = mkdtempSync(join(tmpdir(), "mnist1d-bench-"));

const say = (line = "") => console.log(line);

async function engine() {
  say(
    "Reference engine, 100,000 examples to the last chunk, one thread, after a warm-up, with kernels and in JavaScript in turn:",
  );
  const rate = async (engine) => {
    if (engine === "js") process.env.MNIST1D_ENGINE = engine;
    const start = performance.now();
    for (const _ of (await generateAsync({ numSamples: 100_000 })).chunks({ reuse: true }));
    delete process.env.MNIST1D_ENGINE;
    return 100_000 / ((performance.now() - start) / 1000);
  };
  const rounds = [];
  for (let run = 0; run < 8; run++) rounds.push([await rate(), await rate("js")]);
  rounds.shift();
  const [kernels, javascript] = [0, 1].map((i) => rounds.map((round) => round[i]));
  const range = (rates) => `${rounded(Math.min(...rates))} to ${rounded(Math.max(...rates))}`;
  say(`  kernels        ${rounded(median(kernels))} examples/s (median of ${rounds.length}; ${range(kernels)})`);
  say(`  JavaScript     ${rounded(median(javascript))} examples/s (${range(javascript)})`);
  say(`  ratio          ${median(rounds.map(([a, b]) => a / b)).toFixed(2)}`);
  return median(kernels);
}

function pythonEngine(rate) {
  const run = spawnSync(PYTHON, [join(BENCH, "original.py"), "rate"], { encoding: "utf8" });
  if (run.status !== 0)
    return say("  original       not measured: no Python with the package (MNIST1D_PYTHON; fixtures/requirements.txt)");
  const original = Number(run.stdout);
  say(`  original       ${rounded(original)} examples/s (its make_dataset, median of 3)`);
  say(`  ratio          ${(rate / original).toFixed(1)}`);
}

function command() {
  say("\nThe whole default command, from start to files on the disk, and a Python program that builds and pickles it:");
  const ours = whole(
    process.execPath,
    (run) => [join(BENCH, "peak.mjs"), "generate", "-q", "-o", join(folder, `default-${run}/`)],
    7,
  );
  say(`  mnist1d        ${ours.wall.toFixed(3)} s, ${megabytes(ours.peak)} at most`);
  if (spawnSync(PYTHON, ["-c", "import mnist1d"]).status !== 0) return;
  const original = whole(PYTHON, () => [join(BENCH, "original.py"), "program", join(folder, "original.pkl")], 3);
  say(`  original       ${original.wall.toFixed(3)} s, ${megabytes(original.peak)} at most`);
  say(`  ratio          ${(ours.wall / original.wall).toFixed(3)} (wall)`);
  const help = whole(process.execPath, () => [join(BENCH, "peak.mjs"), "config", "-q"], 7);
  const node = whole(process.execPath, () => ["-e", "console.log(process.resourceUsage().maxRSS * 1024)"], 7);
  say(`  without data   ${Math.round((help.wall - node.wall) * 1000)} ms more than node -e (mnist1d config)`);
}

function memory() {
  say("\n1,000,000 examples by the whole command, against their 320 MB of float64:");
  for (const format of ["npy", "parquet"]) {
    const out = join(folder, `million-${format}/`);
    const { wall, peak } = whole(
      process.execPath,
      () => [join(BENCH, "peak.mjs"), "generate", "-q", "--num-samples", "1000000", "-f", format, "-o", out],
      1,
    );
    rmSync(out, { recursive: true });
    say(`  ${format.padEnd(14)} ${wall.toFixed(2)} s, ${megabytes(peak)} at most, ${(peak / 320e6).toFixed(2)} times`);
  }
}

function verifying() {
  say("\nverify --no-regenerate of 1,000,000 examples, against a program that reads and hashes the same files:");
  for (const format of ["npy", "parquet"]) {
    const out = join(folder, `verified-${format}/`);
    const [peakProgram, hashProgram] = [join(BENCH, "peak.mjs"), join(BENCH, "read-and-hash.mjs")];
    whole(
      process.execPath,
      () => [peakProgram, "generate", "-q", "--num-samples", "1000000", "-f", format, "-o", out],
      1,
    );
    const verify = () => whole(process.execPath, () => [peakProgram, "verify", out, "--no-regenerate", "-q"], 1);
    const readAndHash = () => whole(process.execPath, () => [hashProgram, out], 1);
    // In turn, so that neighbours on the machine slow both.
    const pairs = Array.from({ length: 9 }, () => [verify(), readAndHash()]);
    const wall = median(pairs.map(([a]) => a.wall));
    const ratio = median(pairs.map(([a, b]) => a.wall / b.wall));
    const peak = Math.max(...pairs.map(([a]) => a.peak));
    say(
      `  ${format.padEnd(14)} ${wall.toFixed(2)} s, ${ratio.toFixed(1)} times (median of 9), ${megabytes(peak)} at most`,
    );
    rmSync(out, { recursive: true });
  }
}

function comparing() {
  say("\ninspect and diff of 1,000,000 examples:");
  const [a, b] = ["a", "b"].map((name) => join(folder, `${name}.parquet`));
  const run = (...args) => whole(process.execPath, () => [join(BENCH, "peak.mjs"), ...args], 1);
  run("generate", "-q", "--num-samples", "1000000", "-o", a);
  run("generate", "-q", "--num-samples", "1000000", "--seed", "1", "-o", b);
  for (const [name, args] of [
    ["inspect", ["inspect", a, "-q"]],
    ["diff, the same", ["diff", a, a, "-q"]],
    ["diff, others", ["diff", a, b, "-q"]],
  ]) {
    const { wall, peak } = run(...args);
    say(`  ${name.padEnd(14)} ${wall.toFixed(2)} s, ${megabytes(peak)} at most`);
  }
  for (const path of [a, b]) rmSync(path);
}

function formats() {
  say("\nFormats, 1,000,000 examples from NPY by the whole command, against Python's libraries without their imports:");
  peers(folder, PYTHON, say);
}

say(
  `npm run bench on node ${process.versions.node}, ${cpus().length} × ${cpus()[0].model.trim()}, ${process.platform}\n`,
);
try {
  for (const [name, measure] of Object.entries(SECTIONS))
    if (wanted.length === 0 || wanted.includes(name)) await measure();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
