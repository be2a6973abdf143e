// The command in this process, and then its peak memory in bytes on standard output.
import { run } from "../dist/cli/run.js";

await run(process);
process.stdout.write(`\n${process.resourceUsage().maxRSS * 1024}\n`);
