import { MergeError } from "../merge/merge-problem.js";
import { mergeShards } from "../merge/merge-shards.js";
import { CheckFailed } from "./check-failed.js";
import type { FlagValues } from "./effective-config.js";
import { withProgress } from "./progress-bar.js";
import { mergedJson, mergedText, mergeProblemsText } from "./report/merge-text.js";
import type { Terminal } from "./terminal.js";
import { warnOfCard } from "./write-output.js";

/** `mnist1d merge DIR`: a dataset of its shards. */
export async function mergeCommand(
  path: string,
  flags: FlagValues,
  terminal: Terminal,
  abortable: () => AbortSignal,
): Promise<void> {
  const signal = abortable();
  try {
    const merged = await withProgress(terminal, (onProgress) =>
      mergeShards(path, { force: flags.force === true, onProgress, signal }),
    );
    terminal.say(mergedText(merged, path, terminal));
    warnOfCard(merged, terminal);
    if (merged.leftBehind !== undefined)
      terminal.warn(`${merged.leftBehind}: stays, as there is more in it than shards`);
    if (flags.json === true) await terminal.print(mergedJson(merged, path));
  } catch (error) {
    if (!(error instanceof MergeError)) throw error;
    throw new CheckFailed(mergeProblemsText(error), { cause: error });
  }
}
