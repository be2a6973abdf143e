// How the measurements are made and printed.
import { spawnSync } from "node:child_process";

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Runs a program that prints its own peak memory in bytes as its last line; wall time is from outside. */
export function whole(command, args, runs) {
  const walls = [];
  let peak = 0;
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    const { status, stdout, stderr } = spawnSync(command, args(run), { encoding: "utf8" });
    // As diff does, ours says with 1 that there is a difference.
    if (status !== 0 && !(status === 1 && args(run).includes("diff"))) throw new Error(stderr);
    walls.push((performance.now() - start) / 1000);
    peak = Math.max(peak, Number(stdout.trim().split("\n").pop()));
  }
  return { wall: median(walls), peak };
}

export const rounded = (rate) => `${Math.round(rate / 100) * 100}`.replace(/\B(?=(\d{3})+$)/g, ",");

export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
