// How long the command takes to start, beside Node itself and beside another build of it, such as an earlier version's:
//   node bench/start-up.mjs path/to/the/other/bin/mnist1d.js [runs]
// Everything runs in turn, so that neighbours on the machine slow all alike; what counts is the median of the ratios and of
// the differences of runs that followed each other. Processor time is steadier than the clock.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "./measure.mjs";

const [other, runs = "31"] = process.argv.slice(2);
if (other === undefined || !(Number(runs) >= 1)) {
  console.error("error: start-up: expected the bin/mnist1d.js of another build, and how many runs");
  process.exit(2);
}
const BIN = fileURLToPath(new URL("../bin/mnist1d.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "mnist1d-start-up-"));
const out = join(folder, "data/");

/** Milliseconds by the clock and of processor time, as a shell measures them: Node can't for a child. */
function timed(args) {
  rmSync(out, { recursive: true, force: true });
  const script = 'TIMEFORMAT="%3R %3U %3S"; time "$@" >/dev/null 2>&1';
  const { status, stderr } = spawnSync("bash", ["-c", script, "bash", process.execPath, ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${args.join(" ")}: exit code ${status}`);
  const [wall, user, system] = stderr.trim().split(" ").map(Number);
  return { wall: wall * 1000, cpu: (user + system) * 1000 };
}

function compare(title, commands) {
  const rounds = [];
  for (let round = -1; round < Number(runs); round++) {
    const times = commands.map(([, args]) => timed(args));
    if (round >= 0) rounds.push(times); // the first reads files from the disk
  }
  console.log(`${title} (medians of ${rounds.length} runs in turn; ratio and difference to the first):`);
  for (const [i, [name]] of commands.entries()) {
    const of = (kind) => {
      const time = median(rounds.map((times) => times[i][kind]));
      const ratio = median(rounds.map((times) => times[i][kind] / times[0][kind]));
      const more = median(rounds.map((times) => times[i][kind] - times[0][kind]));
      return `${time.toFixed(0).padStart(5)} ms ${ratio.toFixed(2).padStart(6)} ${more.toFixed(0).padStart(5)} ms`;
    };
    console.log(`  ${name.padEnd(10)} wall${of("wall")}    processor${of("cpu")}`);
  }
}

try {
  const generate = ["generate", "--quiet", "--out", out];
  compare("mnist1d --help", [
    ["node -e 0", ["-e", "0"]],
    ["this", [BIN, "--help"]],
    ["the other", [other, "--help"]],
  ]);
  compare("mnist1d generate", [
    ["the other", [other, ...generate]],
    ["this", [BIN, ...generate]],
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
