import { readFileSync } from "node:fs";

/** The peak memory of this program alone, in bytes: what Linux gives as maxRSS begins with that of the process that started it. */
export function peakMemory() {
  try {
    return Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))[1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
