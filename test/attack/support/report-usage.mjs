// Loaded before the command (node --import): tells on the descriptor 3 what it took.
import { writeSync } from "node:fs";
import { peakMemory } from "../../support/peak-memory.mjs";

process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  writeSync(3, JSON.stringify({ cpuSeconds: (user + system) / 1e6, maxRss: peakMemory() }));
});
