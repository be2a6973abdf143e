import type { Command } from "commander";
import { configToJson, type JsonObject } from "../config/config-json.js";
import { PARAMETERS, type Parameter } from "../config/parameters.js";
import type { NamedExamples } from "../evaluate/evaluate-models.js";
import type { BaselineName } from "../learn/baseline-names.js";
import { addConfigFlags, flagsText } from "./config-flags.js";
import type { Context } from "./context.js";
import { modelsOf } from "./evaluate-command.js";
import { CheckFailed, UsageError, unexpected } from "./exit-code.js";
import type { Ending } from "./flags.js";
import { changedOperand, DEFAULTS, examplesOf, nameOperands, type Operand, operandOf } from "./operand.js";
import { type ShownWork, withProgress } from "./progress-bar.js";
import type { DiffReport, ParameterPair } from "./report/diff-tables.js";
import type { EvaluateReport } from "./report/evaluate-report.js";

export const ending: Ending = {
  quiet: "print nothing but errors: the exit code says it",
  json: "print it as JSON on stdout",
  lists: ["Presets"],
  examples: `
  mnist1d diff --scale-coeff 0.8               the defaults, and changed
  mnist1d diff defaults shuffled
  mnist1d diff defaults my.json --md
  mnist1d diff my.json --seed 8                a config file, and changed
  mnist1d diff seed=1 seed=2                   two draws of one distribution
  mnist1d diff data/ mnist1d_data.pkl
  mnist1d diff sweep/shear-{0.5,2}-seed-0      two datasets of a repository
  mnist1d diff <(git show HEAD:my.json) my.json
  mnist1d diff defaults my.json --models mlp,cnn
  mnist1d diff sheared/ my.json --quiet && echo same`,
};

export function declare(command: Command): Command {
  command
    .description(
      "Compares two datasets: which parameters differ, and what that does to the data. A and B are each a config file, a " +
        "preset, a dataset, or parameters such as seed=7,shear_scale=1. Without B, the flags below change A; " +
        "without both, they change the defaults (--config too is such a flag: a file to start from is A). Exit code 0 if the data is the same, 1 if it differs. " +
        "Distances between distributions (Kolmogorov-Smirnov) are critical at the 0.1 % level for all tests together " +
        "(Bonferroni): so seldom chance alone takes any of them beyond it.",
    )
    .option("--all", "list all parameters, not only those that differ")
    .option(
      "--models <names>",
      "tell what it does to models as well, those of linear,mlp,cnn,gru, as evaluate A B does",
    )
    .option("--md", "print Markdown, for a pull request");
  nameOperands(command);
  return addConfigFlags(command);
}

export async function run(context: Context, a: string | undefined, b: string | undefined): Promise<void> {
  const { flags } = context;
  if (flags.json === true && flags.md === true) {
    throw unexpected("--md", "one of --json and --md", "both");
  }
  const models = await modelsOf(flags);
  const report = await compareOperands("diff", context, a, b, flags.quiet === true ? undefined : models);
  await print(report, context);
  if (report.difference.differs) throw new CheckFailed();
}

/**
 * Compares what the command line names: A and B, or A, by default the defaults, and flags.
 * @param command whose line it is.
 * @param models those that are to be trained on both, if the data is not the same.
 */
export async function compareOperands(
  command: string,
  context: Context,
  a: string | undefined,
  b: string | undefined,
  models?: readonly BaselineName[],
): Promise<DiffReport> {
  const { flags } = context;
  const isChanged = flagsText(flags) !== "";
  if (b !== undefined && isChanged) throw new UsageError(command, "expected A and B, or A and flags, got all three");
  if (b === undefined && !isChanged) {
    const hint = `For a comparison with the defaults: mnist1d ${command} defaults ${a ?? "my.json"}`;
    throw new UsageError(command, `expected two things to compare, got ${a === undefined ? "none" : "one"}`, hint);
  }
  const first = await operandOf(a ?? DEFAULTS, context);
  const second = b === undefined ? await changedOperand(first, flags) : await operandOf(b, context);
  return compare(first, second, context, models);
}

async function compare(
  a: Operand,
  b: Operand,
  context: Context,
  models: readonly BaselineName[] | undefined,
): Promise<DiffReport> {
  const { terminal } = context;
  try {
    for (const warning of new Set([...a.warnings, ...b.warnings])) terminal.warn(warning);
    const { diffExamples } = await import("../diff/diff-examples.js");
    return await withProgress(context, async (options) => {
      const [ofA, ofB] = [await examplesOf(a, options), await examplesOf(b, options)];
      const datasets = [
        { name: a.name, examples: ofA },
        { name: b.name, examples: ofB },
      ];
      // What can't be learned from is refused before anything takes time.
      const plan = models && (await planChange(datasets, models, options));
      const difference = await diffExamples(ofA, ofB, options);
      const report = { a: a.name, b: b.name, parameters: parameterPairs(a, b), difference };
      return plan !== undefined && difference.differs ? { ...report, models: await plan() } : report;
    });
  } finally {
    await a.dataset?.close();
    await b.dataset?.close();
  }
}

/** @returns what trains models on both. */
async function planChange(datasets: readonly NamedExamples[], models: readonly BaselineName[], work: ShownWork) {
  const { planEvaluation } = await import("../evaluate/evaluate-models.js");
  const { PROTOCOL, SEEDS_OF_CHANGES: seeds } = await import("../evaluate/protocol.js");
  const plan = await planEvaluation(datasets, { models, seeds, ...work });
  return async (): Promise<EvaluateReport> => {
    return { steps: PROTOCOL.steps, seeds, result: plan.comparison(await plan.train()) };
  };
}

function parameterPairs({ config: a }: Operand, { config: b }: Operand): ParameterPair[] | undefined {
  if (a === undefined || b === undefined) return undefined;
  const [jsonA, jsonB] = [configToJson(a), configToJson(b)];
  // Files leave out what is at its default; not so train_split, in whose place test_size may stand.
  const valueIn = (json: JsonObject, { key, default: value }: Parameter) =>
    key === "train_split" ? json[key] : (json[key] ?? value);
  const stated = PARAMETERS.filter(({ key }) => key in jsonA || key in jsonB);
  return stated.map((own) => ({ key: own.key, a: valueIn(jsonA, own), b: valueIn(jsonB, own) }));
}

async function print(report: DiffReport, { flags, terminal }: Context): Promise<void> {
  const all = flags.all === true;
  if (flags.json === true) {
    const { parameters = null, difference, models, a, b } = report;
    const ofModels = models && { models: (await import("./evaluate-output.js")).resultJson(models) };
    return terminal.printJson({ names: { a, b }, parameters, ...difference, ...ofModels });
  }
  if (flags.quiet === true) return;
  const { diffMarkdown, diffText } = await import("./report/diff-report.js");
  if (flags.md === true) return terminal.print(`${diffMarkdown(report, all)}\n`);
  await terminal.report(diffText(report, terminal.paper, all));
}
