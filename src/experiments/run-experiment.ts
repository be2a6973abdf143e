import type { Dtype } from "../config/config.js";
import { inTurns } from "../generate/work-options.js";
import { loadKernels } from "../kernels/kernels.js";
import { newArithmetic } from "../learn/new-arithmetic.js";
import type { TrainingProgress } from "../learn/training-progress.js";
import type { Claim, Experiment, ProtocolName } from "./experiment.js";

/** What is to be done, and in what order. */
export interface ExperimentPlan {
  readonly experiment: Experiment;
  readonly protocolName: ProtocolName;
  readonly protocol: unknown;
  readonly seeds: readonly number[];
  readonly trials: readonly unknown[];
  /** Of each trial. */
  readonly costs: readonly number[];
  /** Of each trial the number of the one whose outcome it begins with; empty where none does. */
  readonly needs: readonly (number | undefined)[];
}

export interface PlanOptions {
  /** Default: `quick`. */
  readonly protocol?: ProtocolName;
  /** Default: the experiment's. */
  readonly seeds?: readonly number[];
}

export function planExperiment(experiment: Experiment, options: PlanOptions = {}): ExperimentPlan {
  const { protocol: protocolName = "quick", seeds = experiment.seeds } = options;
  const protocol = experiment.protocols[protocolName];
  const trials = experiment.trials(protocol, seeds);
  const costs = trials.map((trial) => experiment.cost(protocol, trial));
  return { experiment, protocolName, protocol, seeds, trials, costs, needs: needsOf(experiment, protocol, trials) };
}

/** Trials are the same by what is in them, for which they are made text: only where any needs another, as some are large. */
function needsOf(experiment: Experiment, protocol: unknown, trials: readonly unknown[]): ExperimentPlan["needs"] {
  if (experiment.needs === undefined) return [];
  const numbers = new Map(trials.map((trial, number) => [JSON.stringify(trial), number]));
  return trials.map((trial) => numbers.get(JSON.stringify(experiment.needs!(protocol, trial))));
}

/** All that decides what comes of an experiment. */
export interface ExperimentRun {
  readonly experiment: string;
  readonly experimentVersion: number;
  readonly protocolName: ProtocolName;
  readonly protocol: unknown;
  readonly seeds: readonly number[];
  readonly arithmetic: Dtype;
}

/** All that came of an experiment, as plain JSON: `result.json`. */
export interface ExperimentReport extends ExperimentRun {
  readonly result: unknown;
  readonly claims: readonly Claim[];
}

export interface RunOptions extends PlanOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TrainingProgress) => void;
}

/**
 * Runs an experiment on the thread of the caller, with turns for others.
 * @throws the signal's reason when aborted.
 */
export async function runExperiment(experiment: Experiment, options: RunOptions = {}): Promise<ExperimentReport> {
  const plan = planExperiment(experiment, options);
  const { trials, protocol, needs } = plan;
  const outcomes: unknown[] = [];
  await loadKernels();
  for (const [number, trial] of trials.entries()) {
    const report = (share: number) =>
      options.onProgress?.({ phase: "training", done: number + share, finished: number, total: trials.length });
    const before = needs[number] === undefined ? undefined : outcomes[needs[number]];
    outcomes.push(await inTurns(experiment.run(protocol, trial, before), options.signal, report));
  }
  return reportOf(plan, outcomes);
}

/** Changes where a trial's outcome, or what is made of it, does. */
const EXPERIMENT_VERSION = 1;

export function runOf({ experiment, protocolName, protocol, seeds }: ExperimentPlan): ExperimentRun {
  const { name, arithmetic = newArithmetic().dtype } = experiment;
  return { experiment: name, experimentVersion: EXPERIMENT_VERSION, protocolName, protocol, seeds, arithmetic };
}

/** @param outcomes of all trials, in their order. */
export function reportOf(plan: ExperimentPlan, outcomes: readonly unknown[]): ExperimentReport {
  const { experiment, protocol, trials } = plan;
  const done = trials.map((trial, i) => ({ trial, outcome: outcomes[i] }));
  const result = experiment.result(protocol, done);
  return { ...runOf(plan), result, claims: experiment.claims(result) };
}
