// From nothing to the first batch of float32 arrays in Python: our command and a reader, against the original package, which
// builds, pickles and loads; and what each leaves on the disk.
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median, megabytes } from "./measure.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const RUNS = 7;
const say = (line = "") => console.log(line);

/** @param folder for what is written. @param python with the packages of test/interop/requirements.txt. */
export function firstBatch(folder, python) {
  const program = join(ROOT, "bench", "first_batch.py");
  const reads = (...args) => [python, program, ...args];
  const probe = spawnSync(python, ["-c", "import mnist1d.data, pyarrow"], { encoding: "utf8" });
  say("\nFrom nothing to a batch of 128 float32 examples in Python, each program from its start:");
  if (probe.status !== 0) {
    return say("  not measured: no Python with the packages (MNIST1D_PYTHON; test/interop/requirements.txt)");
  }
  const [parquet, npy, pickle] = ["batch-parquet/", "batch-npy/", "batch.pkl"].map((name) => join(folder, name));
  const generates = (format, out) => ["npx", "mnist1d", "generate", "-q", "-f", format, "-o", out];
  const ways = [
    { name: "mnist1d, Parquet", made: parquet, steps: [generates("parquet", parquet), reads("parquet", parquet)] },
    { name: "mnist1d, NPY", made: npy, steps: [generates("npy", npy), reads("npy", npy)] },
    { name: "original", made: pickle, steps: [reads("build", pickle)] },
  ];
  for (const last of ["", "numpy"]) {
    const library = run([...reads("build", pickle), ...(last ? [last] : [])]).stdout.trim();
    const times = ways.map(() => ({ all: [], reading: [] }));
    // In turn, so that neighbours on the machine slow all of them.
    for (let round = 0; round < RUNS; round++) {
      for (const [i, { made, steps }] of ways.entries()) {
        rmSync(made, { recursive: true, force: true });
        const seconds = steps.map((step, at) => timed(at === steps.length - 1 && last ? [...step, last] : step));
        const again = i === 2 ? timed([...reads("load", pickle), ...(last ? [last] : [])]) : seconds.at(-1);
        times[i].all.push(seconds.reduce((sum, value) => sum + value, 0));
        times[i].reading.push(again);
      }
    }
    say(`  as arrays of ${library} (medians of ${RUNS})`);
    for (const [i, { name, made }] of ways.entries()) {
      const { all, reading } = times[i];
      const figures = `${median(all).toFixed(2)} s, of which ${median(reading).toFixed(2)} s when the data is there`;
      say(`    ${name.padEnd(16)} ${figures}; ${megabytes(bytesOf(made))} on the disk`);
    }
  }
}

function timed(command) {
  const start = performance.now();
  run(command);
  return (performance.now() - start) / 1000;
}

function run([program, ...args]) {
  const result = spawnSync(program, args, { cwd: ROOT, encoding: "utf8" });
  if (result.status !== 0) throw new Error(`${program} ${args.join(" ")}: ${result.stderr}`);
  return result;
}

function bytesOf(path) {
  if (statSync(path).isFile()) return statSync(path).size;
  return readdirSync(path).reduce((sum, name) => sum + bytesOf(join(path, name)), 0);
}
