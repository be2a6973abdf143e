import type { Command } from "commander";
import { EXPERIMENT_NAMES } from "../experiments/experiment-names.js";
import type { Context } from "./context.js";
import type { Ending } from "./flags.js";

export const ending: Ending = {
  quiet: "print nothing but errors",
  json: "print result.json on stdout",
  examples: `
  mnist1d experiment --list
  mnist1d experiment pooling
  mnist1d experiment priors --seeds 7 -o priors/
  mnist1d experiment tsne --mnist train-images-idx3-ubyte.gz
  mnist1d experiment priors --full -o priors-full/
                                        killed, the same command goes on`,
};

export function declare(command: Command): Command {
  command.registeredArguments[0]!.argChoices = [...EXPERIMENT_NAMES];
  return command
    .description(
      "Repeats a use case of the paper or its notebooks, prints what came of it, and holds it against what is claimed. " +
        "Exit code 1 if a claim does not hold.",
    )
    .option("--list", "list the experiments")
    .option("--full", "the original's protocol: minutes to hours (default: one to three minutes of a core)")
    .option("--seeds <list>", "of initial weights, as in 1,2,3 (default: the experiment's)")
    .option("--mnist <file>", "of tsne: images of MNIST in IDX, their labels beside them")
    .option("-o, --out <dir>", "write result.json and figure.svg into a directory; killed, the same command goes on")
    .option("--force", "replace those that are there")
    .option("--workers <n>", "threads, with a training each at a time (default: all cores)");
}

export async function run(context: Context, name?: string): Promise<void> {
  return (await import("./repeat-experiment.js")).repeatExperiment(context, name);
}
