import type { Command } from "commander";
import type { NamedExamples } from "../evaluate/evaluate-models.js";
import type { Trained } from "../evaluate/protocol.js";
import type { BaselineName } from "../learn/baseline-names.js";
import type { Context } from "./context.js";
import { CheckFailed, Interrupted, unexpected } from "./exit-code.js";
import { type Ending, type FlagValues, flagValue, workersOf } from "./flags.js";
import { DEFAULTS, examplesOf, nameOperands, type Operand, operandOf } from "./operand.js";
import { withProgress } from "./progress-bar.js";
import type { EvaluateReport } from "./report/evaluate-report.js";

export const ending: Ending = {
  quiet: "print nothing but errors",
  json: "print it as JSON on stdout, with all curves",
  writes: ({ out }) => out !== undefined,
  examples: `
  mnist1d evaluate                          the published dataset: 8 trainings
  mnist1d evaluate --quick --models cnn,gru
  mnist1d evaluate data/ --seeds 3 -o results/
  mnist1d evaluate scale_coeff=0.8 --md
  mnist1d evaluate defaults my.json         what does the change do to models?`,
};

export function declare(command: Command): Command {
  command
    .description(
      "Trains the paper's linear model, MLP, CNN and GRU on a dataset, plain and with shuffled positions, and tells how well " +
        "they do. SOURCE is a dataset, a config file, a preset, or parameters such as scale_coeff=0.8 (default: the " +
        "published dataset). With two, A and B, from the same initial weights: what a change does to each model. " +
        "Exit code 1 if a claim of the paper on the published dataset does not hold, or a training diverges.",
    )
    .option("--models <names>", "of linear,mlp,cnn,gru, those that are wanted (default: all)")
    .option("--steps <n>", "steps of 100 examples (default: 6000)")
    .option("--quick", "2000 steps: some 3 points less exact")
    .option("--seeds <n>", "initial weights of each model (default: 1, with two sources 3)")
    .option("-o, --out <dir>", "write result.json and curves.svg into a directory")
    .option("--force", "replace those that are there")
    .option("--workers <n>", "threads, with a training each at a time (default: all cores)")
    .option("--md", "print Markdown, for a pull request");
  nameOperands(command);
  return command;
}

export async function run(context: Context, a: string = DEFAULTS, b?: string): Promise<void> {
  const { flags, terminal } = context;
  if (flags.json === true && flags.md === true) throw unexpected("--md", "one of --json and --md", "both");
  if (flags.quick === true && flags.steps !== undefined) {
    throw unexpected("--quick", "one of --quick and --steps", "both");
  }
  const { planEvaluation, seedsKind, stepsKind } = await import("../evaluate/evaluate-models.js");
  const { PROTOCOL, QUICK_STEPS, SEEDS_OF_CHANGES } = await import("../evaluate/protocol.js");
  const models = await modelsOf(flags);
  const steps = flags.quick === true ? QUICK_STEPS : (flagValue("--steps", stepsKind, flags.steps) ?? PROTOCOL.steps);
  const seeds = flagValue("--seeds", seedsKind, flags.seeds) ?? (b === undefined ? 1 : SEEDS_OF_CHANGES);
  const workers = workersOf(flags);
  const output = await import("./evaluate-output.js");
  const out = await output.checkOutput(flags);

  const trained: Trained[] = [];
  const onTrained = (one: Trained) => void trained.push(one);
  const operands: Operand[] = [];
  try {
    for (const word of b === undefined ? [a] : [a, b]) operands.push(await operandOf(word, context));
    for (const warning of new Set(operands.flatMap(({ warnings }) => warnings))) terminal.warn(warning);
    const evaluated = await withProgress(context, async (work) => {
      const datasets: NamedExamples[] = [];
      for (const operand of operands) datasets.push({ name: operand.name, examples: await examplesOf(operand, work) });
      const options = { ...(models && { models }), steps, seeds, ...workers, ...work, onTrained };
      const plan = await planEvaluation(datasets, options);
      const report = (all: readonly Trained[]): EvaluateReport => ({
        steps,
        seeds,
        ...(all.length < plan.tasks.length && { interrupted: { done: all.length, total: plan.tasks.length } }),
        result: b === undefined ? plan.evaluations(all)[0]! : plan.comparison(all),
      });
      const failure = await plan.train().then(
        () => undefined,
        (error: unknown) => error,
      );
      if (failure !== undefined && !(failure instanceof Interrupted)) throw failure;
      return { report: report(trained), failure };
    });
    const { report, failure } = evaluated;
    if (failure === undefined || trained.length > 0) await print(report, context);
    if (failure !== undefined) throw failure;
    if (out !== undefined) await output.writeOutput(out, report);
    const { problemsOf } = await import("./report/evaluate-report.js");
    if (problemsOf(report).length > 0) throw new CheckFailed();
  } finally {
    for (const { dataset } of operands) await dataset?.close();
  }
}

/** What `--models` names; undefined without it. */
export async function modelsOf({ models }: FlagValues): Promise<readonly BaselineName[] | undefined> {
  const { modelsKind } = await import("../evaluate/evaluate-models.js");
  return flagValue("--models", { ...modelsKind, fromText: (text) => text.split(",") }, models);
}

async function print(report: EvaluateReport, { flags, terminal }: Context): Promise<void> {
  const { resultJson } = await import("./evaluate-output.js");
  if (flags.json === true) return terminal.printJson(resultJson(report));
  if (flags.quiet === true) return;
  const { evaluateMarkdown, evaluateText } = await import("./report/evaluate-report.js");
  if (flags.md === true) return terminal.print(evaluateMarkdown(report));
  await terminal.report(evaluateText(report, terminal.paper));
}
