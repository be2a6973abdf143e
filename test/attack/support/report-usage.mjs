// Loaded before the command (node --import): tells on the descriptor 3 what it took.
import { writeSync } from "node:fs";

process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeSync(3, JSON.stringify({ cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, maxRss: maxRSS * 1024 }));
});
