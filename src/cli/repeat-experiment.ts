import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { jsonText } from "../config/config-json.js";
import { kind } from "../config/kinds.js";
import { didYouMean } from "../config/suggestion.js";
import type { Experiment, ProtocolName } from "../experiments/experiment.js";
import type { ExperimentPlan, ExperimentReport } from "../experiments/run-experiment.js";
import type { Context } from "./context.js";
import { CheckFailed, Interrupted, UsageError } from "./exit-code.js";
import { flagValue, workersOf } from "./flags.js";
import { withProgress } from "./progress-bar.js";

const [RESULT, FIGURE, TRIALS] = ["result.json", "figure.svg", "trials.jsonl"];

const MOST_SEEDS = 100;

const seedsKind = kind<readonly number[]>(
  `up to ${MOST_SEEDS} different integers from 0 to 4294967295, as in 1,2,3`,
  { type: "array", items: { type: "integer" }, uniqueItems: true, minItems: 1 },
  (value) =>
    Array.isArray(value) &&
    value.length >= 1 &&
    value.length <= MOST_SEEDS &&
    new Set(value).size === value.length &&
    value.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 4294967296),
);

/** What `mnist1d experiment` does: src/cli/experiment-command.ts has its flags. */
export async function repeatExperiment(context: Context, name?: string): Promise<void> {
  const { flags } = context;
  const { EXPERIMENTS } = await import("../experiments/registry.js");
  const names = Object.keys(EXPERIMENTS);
  if (flags.list === true) return list(context, await Promise.all(Object.values(EXPERIMENTS).map((load) => load())));
  const all = `There are ${names.join(", ")}.`;
  if (name === undefined) throw new UsageError("experiment", "expected the name of one, got none", all);
  if (!Object.hasOwn(EXPERIMENTS, name)) throw new UsageError(name, "is no experiment", didYouMean(name, names) ?? all);
  const fromText = (text: string) => text.split(",").map((seed) => (/^\s*\d+\s*$/.test(seed) ? Number(seed) : NaN));
  const seeds = flagValue("--seeds", { ...seedsKind, fromText }, flags.seeds);
  const workers = workersOf(flags);
  const { checkFolder, withFolder, writeFiles } = await import("./output-folder.js");
  const { planExperiment, reportOf } = await import("../experiments/run-experiment.js");
  const { runOnThreads } = await import("../trials/run-on-threads.js");
  const protocol = flags.full === true ? "full" : "quick";
  const experiment = await EXPERIMENTS[name]!();
  const plan = planExperiment(await withMnist(context, experiment, protocol), { protocol, ...(seeds && { seeds }) });
  const folder = flags.force === true ? undefined : (flags.out as string | undefined);
  const there = folder === undefined ? undefined : await reportIn(folder, plan);
  if (there !== undefined) {
    context.terminal.say(`${join(folder!, RESULT)} is up to date: nothing was trained`);
    return conclude(there, plan, undefined, context);
  }
  const out = await checkFolder(flags, [RESULT, FIGURE]);
  const start = performance.now();
  let outcomes: readonly unknown[] = [];
  if (out === undefined) {
    outcomes = await withProgress(context, (work) => runOnThreads(plan, new Map(), { ...workers, ...work }));
  } else {
    await withFolder(out, async () => {
      outcomes = await logged(context, plan, join(out, TRIALS), workers);
      return true;
    });
  }
  const report = reportOf(plan, outcomes);
  const figure = experiment.figure(report.result);
  if (out !== undefined) {
    const { removeTrialLog } = await import("../trials/trial-log.js");
    await writeFiles(out, { [RESULT]: `${jsonText(report, "  ")}\n`, [FIGURE]: figure });
    await removeTrialLog(join(out, TRIALS));
  }
  await conclude(report, plan, (performance.now() - start) / 1000, context);
}

/** What an earlier run of the same left, if it was whole: a job that is started again has nothing to do. */
async function reportIn(folder: string, plan: ExperimentPlan): Promise<ExperimentReport | undefined> {
  const { runOf } = await import("../experiments/run-experiment.js");
  try {
    await access(join(folder, FIGURE));
    const { result, claims, ...run } = JSON.parse(await readFile(join(folder, RESULT), "utf8"));
    return JSON.stringify(run) === JSON.stringify(runOf(plan)) ? { ...run, result, claims } : undefined;
  } catch {
    return undefined; // none is there, or another file, of which checkFolder tells
  }
}

/** With the images that the user named, of the one experiment that takes such. */
async function withMnist(
  { flags, terminal }: Context,
  experiment: Experiment,
  protocol: ProtocolName,
): Promise<Experiment> {
  const isTsne = experiment.name === "tsne";
  if (flags.mnist === undefined) {
    if (isTsne) terminal.say("MNIST-1D alone: --mnist FILE names the images of MNIST, to have them beside it");
    return experiment;
  }
  if (!isTsne) throw new UsageError("--mnist", `is for tsne: ${experiment.name} takes MNIST-1D alone`);
  const { readMnist } = await import("./read-mnist.js");
  const { tsneOf } = await import("../experiments/tsne/tsne.js");
  const images = await readMnist(flags.mnist as string, tsneOf().protocols[protocol].rows);
  return tsneOf(images) as Experiment;
}

/** Does what is not done yet, and keeps what is done in a file. */
async function logged(
  context: Context,
  plan: ExperimentPlan,
  path: string,
  workers: { readonly workers?: number },
): Promise<readonly unknown[]> {
  const { openTrialLog } = await import("../trials/trial-log.js");
  const { runOnThreads } = await import("../trials/run-on-threads.js");
  const log = await openTrialLog(path, plan, context.flags.force === true);
  const total = plan.trials.length;
  let done = log.known.size;
  if (done > 0) context.terminal.say(`going on: ${done} of ${total} trainings are done, in ${path}`);
  const onDone = async (number: number, outcome: unknown) => {
    await log.add(number, outcome);
    done++;
  };
  try {
    return await withProgress(context, (work) => runOnThreads(plan, log.known, { ...workers, ...work, onDone }));
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    const left = `${done} of ${total} trainings are done, in ${path}: the same command goes on`;
    throw new Interrupted(error.exitCode, left);
  } finally {
    await log.close();
  }
}

/** Prints a report. @throws CheckFailed if one of its claims does not hold. */
async function conclude(
  report: ExperimentReport,
  plan: ExperimentPlan,
  seconds: number | undefined,
  { flags, terminal }: Context,
): Promise<void> {
  if (flags.json === true) await terminal.printJson(report);
  else if (flags.quiet !== true) {
    const { experimentText } = await import("./report/experiment-report.js");
    await terminal.report(experimentText(report, plan.experiment, seconds, terminal.paper));
  }
  if (report.claims.some(({ holds }) => !holds)) throw new CheckFailed();
}

async function list({ flags, terminal }: Context, experiments: readonly ExperimentPlan["experiment"][]): Promise<void> {
  if (flags.json === true) return terminal.printJson(experiments.map(({ name, summary }) => ({ name, summary })));
  const width = Math.max(...experiments.map(({ name }) => name.length));
  await terminal.report(experiments.map(({ name, summary }) => `${name.padEnd(width)}  ${summary}`).join("\n"));
}
