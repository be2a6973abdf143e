// The command in this process, and then its peak memory in bytes on standard output.
import { readFileSync } from "node:fs";
import { run } from "../dist/cli/run.js";

await run(process);
process.stdout.write(`\n${peakMemory()}\n`);

/** Of this program alone: what Linux reports as maxRSS begins with the memory of the process that started it. */
function peakMemory() {
  try {
    return Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))[1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
