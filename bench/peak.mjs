// The command in this process, and then its peak memory in bytes on standard output.
import { run } from "../dist/cli.js";
import { peakMemory } from "../test/support/peak-memory.mjs";

await run(process);
process.stdout.write(`\n${peakMemory()}\n`);
