import { compileLess } from "./compile-less.js";
import { divisionOf } from "./division-flags.js";
import { effectiveConfig, type FlagValues } from "./effective-config.js";
import { planOf } from "./output-flags.js";
import type { Terminal } from "./terminal.js";
import { workersOf } from "./whole-number.js";
import { checkStream } from "./write-output.js";

/**
 * `mnist1d generate`: what the flags say. What does it is loaded when nothing is wrong with them.
 *
 * @param abortable called when there is something to clean up; its signal stops the work.
 * @param env of the process: schedulers say there which shard it is to make.
 */
export async function generateCommand(
  flags: FlagValues,
  terminal: Terminal,
  abortable: () => AbortSignal,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  compileLess();
  const { config, warnings, pinnedDigest } = await effectiveConfig(flags);
  const request = {
    config,
    pinnedDigest,
    plan: await planOf(flags),
    workers: workersOf(flags.workers),
    division: divisionOf(flags, env),
  };
  checkStream(request.plan, flags.json === true, terminal);
  for (const warning of warnings) terminal.warn(warning);
  const { makeDataset } = await import("./make-dataset.js");
  await makeDataset(request, flags, terminal, abortable);
}
