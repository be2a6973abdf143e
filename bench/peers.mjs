// A million examples from NPY to each format: the whole command, with its digests, hashes, manifest and wait for the disk, and
// what people use for it in Python, in turn.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median, whole } from "./measure.mjs";

const ROUNDS = 5;
const PEAK = fileURLToPath(new URL("peak.mjs", import.meta.url));
const PROGRAM = fileURLToPath(new URL("peers.py", import.meta.url));

/** Prints a line for each format. */
export function peers(folder, python, say) {
  const source = join(folder, "million/");
  const run = (...args) => whole(process.execPath, () => [PEAK, ...args, "-q"], 1).wall;
  run("generate", "--engine", "blocked", "--num-samples", "1000000", "-f", "npy", "-o", source);
  for (const format of ["parquet", "arrow", "npy", "npz", "csv", "jsonl", "json"]) {
    const [out, file] = [join(folder, "converted/"), join(folder, `peer.${format}`)];
    const rounds = Array.from({ length: ROUNDS }, () => {
      const ours = run("convert", source, out, "-f", format);
      rmSync(out, { recursive: true });
      const { status, stdout } = spawnSync(python, [PROGRAM, format, source, file], { encoding: "utf8" });
      return { ours, theirs: status === 0 ? JSON.parse(stdout) : {} };
    });
    const others = Object.keys(rounds[0].theirs).map((name) => {
      const ratio = median(rounds.map(({ ours, theirs }) => ours / theirs[name]));
      return `${ratio.toFixed(2)} of ${name}'s ${median(rounds.map(({ theirs }) => theirs[name])).toFixed(2)} s`;
    });
    const compared = others.length > 0 ? others.join(", ") : "nothing to compare with (MNIST1D_PYTHON)";
    say(`  ${format.padEnd(8)} ${median(rounds.map(({ ours }) => ours)).toFixed(2)} s; ${compared}`);
  }
  rmSync(source, { recursive: true });
}
