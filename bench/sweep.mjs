// A sweep of 81 configs (3^4) beside a shell loop that makes the same datasets with a run each, in turn:
//   node bench/sweep.mjs [rounds]
// One loop makes single directories, the other the same repository, whose card it renews 81 times. What counts is the median of
// the ratios of runs that followed each other; processor time is steadier than the clock.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "./measure.mjs";

const rounds = Number(process.argv[2] ?? 5);
const command = `"${process.execPath}" "${fileURLToPath(new URL("../bin/mnist1d.js", import.meta.url))}" generate -q`;
const AXES = {
  shear_scale: "0.5 0.75 1",
  corr_noise_scale: "0.1 0.25 0.4",
  scale_coeff: "0.2 0.4 0.6",
  iid_noise_scale: "0.01 0.02 0.05",
};
const keys = Object.keys(AXES);

/** The loop over all values, with a run for each combination. */
function loop(place) {
  const flags = keys.map((key) => `--${key.replaceAll("_", "-")} $${key}`).join(" ");
  const run = `${command} ${flags} ${place(keys.map((key) => `$${key}`).join("-"))}`;
  return keys.reduceRight((body, key) => `for ${key} in ${AXES[key]}; do ${body}; done`, run);
}

const axes = keys.map((key) => `--sweep ${key}=${AXES[key].replaceAll(" ", ",")}`).join(" ");
const SCRIPTS = {
  "a sweep": `${command} ${axes} --into sweep`,
  "a loop, directories": loop((name) => `-o loop/${name}/`),
  "a loop, a repository": loop((name) => `--into repository --name ${name}`),
};

const folder = mkdtempSync(join(tmpdir(), "mnist1d-sweep-"));
const times = Object.fromEntries(Object.keys(SCRIPTS).map((name) => [name, []]));
try {
  for (let round = 0; round < rounds; round++) {
    for (const [name, script] of Object.entries(SCRIPTS)) {
      const cwd = mkdtempSync(join(folder, "r-"));
      const timed = `set -e; TIMEFORMAT="%3R %3U %3S"; time { ${script}; }`;
      const { status, stderr } = spawnSync("bash", ["-c", timed], { cwd, encoding: "utf8" });
      if (status !== 0) throw new Error(`${name}: ${stderr}`);
      const [wall, user, system] = stderr.trim().split(" ").map(Number);
      times[name].push({ wall, processor: user + system });
      rmSync(cwd, { recursive: true });
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
for (const [name, own] of Object.entries(times)) {
  const of = (kind) => {
    const ratio = median(own.map((time, i) => time[kind] / times["a sweep"][i][kind]));
    return `${median(own.map((time) => time[kind])).toFixed(1)} s, ${ratio.toFixed(1)} times the sweep's`;
  };
  console.log(`${name.padEnd(22)} wall ${of("wall")}; processor ${of("processor")}`);
}
