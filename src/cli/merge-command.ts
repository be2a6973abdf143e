import type { Command } from "commander";
import type { Context } from "./context.js";
import { CheckFailed } from "./exit-code.js";
import type { Ending } from "./flags.js";
import { withProgress } from "./progress-bar.js";
import { reportWritten } from "./write-output.js";

export const ending: Ending = {
  quiet: "print nothing but errors",
  json: "print the summary as JSON on stdout",
  writes: () => true,
  examples: `
  mnist1d generate --engine blocked --num-samples 200000 -o big/ --shard 0/2
  mnist1d generate --engine blocked --num-samples 200000 -o big/ --shard 1/2
                                               anywhere, in any order
  mnist1d merge big/`,
};

export function declare(command: Command): Command {
  return command
    .description(
      "Makes a dataset of the shards that generate --shard made in a directory: checks that each is there once, of the same " +
        "config and engine, and whole; moves their files to their places and writes the manifest. Exit code 1 if a shard is " +
        "missing, duplicate, foreign or damaged: it is named, and nothing is changed.",
    )
    .option("--force", "replace a dataset that is there");
}

export async function run(context: Context, path: string): Promise<void> {
  const { flags, terminal } = context;
  const { MergeError } = await import("../merge/shards.js");
  const { mergeShards } = await import("../merge/merge-shards.js");
  const { mergedReport, mergeProblemsText } = await import("./report/summary.js");
  const force = flags.force === true;
  try {
    const merged = await withProgress(context, (options) => mergeShards(path, { force, ...options }));
    await reportWritten(mergedReport(merged, path, terminal.style), merged, context);
    const { leftBehind } = merged;
    if (leftBehind !== undefined) terminal.warn(`${leftBehind}: stays, as there is more in it than shards`);
  } catch (error) {
    if (!(error instanceof MergeError)) throw error;
    throw new CheckFailed(mergeProblemsText(error), { cause: error });
  }
}
