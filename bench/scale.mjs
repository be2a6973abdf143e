// What the blocked engine is for: its speed on one thread and on several, beside the same in C; the whole command for
// millions of examples, its memory, and whether an example costs the same however many there are.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import seedrandom from "seedrandom";
import { prepareExamples } from "../.internals/internals.js";
import { generateAsync } from "../dist/index.js";
import { median, megabytes, rounded, whole } from "./measure.mjs";

const BENCH = fileURLToPath(new URL(".", import.meta.url));
const say = (line = "") => console.log(line);

const COMPILERS = [
  ["gcc", "-O3"],
  ["clang", "-O3", "-march=native"],
];

/** @param folder for what is written. @param python with NumPy, or none. */
export async function scale(folder, python) {
  say("\nBlocked engine, 1,200,000 examples to the last chunk, in memory, float32:");
  const examples = await generateAsync({ engine: "blocked", numSamples: 1_200_000, trainSplit: 1 });
  const rows = 1_200_000;
  const inMemory = (workers) => async () => {
    const start = performance.now();
    const request = { dtype: "float32", isHashed: true, text: [], hasSplitColumn: false };
    const ranges = [{ split: "train", start: 0, rows }];
    for await (const _ of prepareExamples(examples, ranges, examples.splits, request, { workers }));
    return rows / ((performance.now() - start) / 1000);
  };
  // What each of the workers does, on this thread.
  const hashing = () => {
    const start = performance.now();
    for (const { x, y } of examples.chunks()) {
      createHash("sha256").update(x).update(BigInt64Array.from(y, BigInt)).digest();
    }
    return rows / ((performance.now() - start) / 1000);
  };
  const inJavaScript = async () => {
    process.env.MNIST1D_ENGINE = "js";
    return inMemory(1)().finally(() => delete process.env.MNIST1D_ENGINE);
  };
  const templates = join(folder, "templates/");
  whole(process.execPath, () => [join(BENCH, "peak.mjs"), "generate", "-q", "-f", "npy", "-o", templates], 1);
  const inNumPy = () => {
    const run = spawnSync(python, [join(BENCH, "vectorised.py"), "100000", templates], { encoding: "utf8" });
    return run.status === 0 ? Number.parseFloat(run.stdout) : undefined;
  };
  const inC = COMPILERS.map((compiler) => [compiler.join(" "), yardstick(folder, examples, rows, compiler)]);
  // In turn, so that neighbours on the machine slow all of them.
  const rounds = [];
  for (let round = 0; round < 6; round++) {
    const [one, javascript] = [await inMemory(1)(), await inJavaScript()];
    const c = inC.map(([, run]) => run?.());
    rounds.push({ one, javascript, hashed: hashing(), two: await inMemory(2)(), c, numPy: inNumPy() });
  }
  rounds.shift();
  const of = (pick) => median(rounds.map(pick));
  say(`  one thread     ${rounded(of(({ one }) => one))} examples/s (median of ${rounds.length})`);
  say(
    `  JavaScript     ${rounded(of(({ javascript }) => javascript))} examples/s (MNIST1D_ENGINE=js), of which the kernels do ${of(({ one, javascript }) => one / javascript).toFixed(2)} times as many`,
  );
  say(
    `  two workers    ${rounded(of(({ two }) => two))} examples/s with their start and a hash of each block, ${of(({ hashed, two }) => two / hashed).toFixed(2)} times one thread that hashes, too`,
  );
  const comparedTo = (rate) => `ours are ${of((round) => round.one / rate(round)).toFixed(2)} times as many`;
  say(
    rounds[0].numPy === undefined
      ? "  NumPy          not measured: no Python with NumPy (MNIST1D_PYTHON)"
      : `  NumPy          ${rounded(of(({ numPy }) => numPy))} examples/s (bench/vectorised.py); ${comparedTo(({ numPy }) => numPy)}`,
  );
  for (const [i, [compiler, run]] of inC.entries()) {
    say(
      run === undefined
        ? `  in C           not measured: no ${compiler}`
        : `  in C           ${rounded(of(({ c }) => c[i]))} examples/s (bench/blocked.c, ${compiler}, the same values); ${comparedTo(({ c }) => c[i])}`,
    );
  }

  say("\nThe cost of an example, one thread, in memory, however many there are (the first 16,384 calibrate):");
  for (const count of [100_000, 1_000_000, 10_000_000]) {
    const start = performance.now();
    for (const _ of (await generateAsync({ engine: "blocked", numSamples: count })).chunks({ reuse: true }));
    const seconds = (performance.now() - start) / 1000;
    say(
      `  ${rounded(count).padStart(10)}     ${((seconds / count) * 1e6).toFixed(2)} µs, ${((seconds / (count + 16_384)) * 1e6).toFixed(2)} with those that calibrate`,
    );
  }

  say("\nThe whole command with the blocked engine, files on the disk, all cores:");
  for (const format of ["npy", "parquet"]) {
    for (const count of [100_000, 1_000_000, 10_000_000, 20_000_000]) {
      const out = join(folder, `scale-${format}-${count}/`);
      const args = ["generate", "-q", "--engine", "blocked", "--num-samples", String(count), "-f", format, "-o", out];
      const { wall, peak } = whole(process.execPath, () => [join(BENCH, "peak.mjs"), ...args], 1);
      rmSync(out, { recursive: true });
      const figures = `${wall.toFixed(2).padStart(6)} s, ${rounded(count / wall).padStart(7)} examples/s, ${megabytes(peak)} at most`;
      say(`  ${format.padEnd(8)} ${rounded(count).padStart(10)}  ${figures}`);
    }
  }
}

/** Compiles the same in C; a run of it gives examples per second. Undefined where there is no compiler. */
function yardstick(folder, examples, rows, [compiler, ...flags]) {
  const program = join(folder, `blocked-${compiler}`);
  const source = join(BENCH, "blocked.c");
  const compiled = spawnSync(compiler, [...flags, "-ffp-contract=off", "-o", program, source, "-lm"]);
  if (compiled.status !== 0) return undefined;
  const seeds = [];
  for (let block = 0; block < Math.ceil(rows / 4096); block++) {
    const arc4 = seedrandom(`mnist1d blocked-v1 seed 42 train block ${block}`);
    for (let word = 0; word < 4; word++) seeds.push(String(arc4.int32()));
  }
  const { mean, std } = examples.standardisation;
  const [first] = examples.chunks();
  const sum = first.x.reduce((total, value) => total + Math.abs(value), 0);
  return () => {
    const { stdout } = spawnSync(program, [String(rows), ...seeds, String(mean), String(std)], { encoding: "utf8" });
    const [rate, theirs] = stdout.split(" ").map(Number);
    if (theirs !== sum) throw new Error(`bench/blocked.c makes other values: ${theirs}, not ${sum}`);
    return rate;
  };
}
