import { type Signal, signal } from "@preact/signals";
import type { Config } from "../../../src/config/config.js";
import type { BaselineName } from "../../../src/learn/baseline-names.js";
import { type Work, workerClient } from "../work/client.js";
import type { TrainingProgress, TrainingReport, TrainingRequest } from "../work/train.js";

/** A training, as far as it is. */
export interface Training {
  readonly request: TrainingRequest;
  readonly step: number;
  /** Accuracies in per cent at some steps. */
  readonly scores: readonly { readonly step: number; readonly train: number; readonly test: number }[];
  readonly state: "running" | "stopped" | "done" | "failed";
  /** What it has learned, where it is not running. */
  readonly report?: TrainingReport;
  readonly problem?: string;
  readonly seconds: number;
}

/** All trainings since the page was opened, the current one last. */
export const trainings: Signal<readonly Training[]> = signal([]);

/** What is kept of them at most, each a line of the figure. */
const MOST_KEPT = 6;

const worker = workerClient("trains the model");
let work: Work<TrainingReport> | undefined;

export const current = (): Training | undefined => trainings.value.at(-1);

/** Begins a training anew. */
export function start(config: Config, model: BaselineName, isShuffled: boolean, seed: number, steps: number): void {
  if (current()?.state === "running") return;
  const request = { config, model, isShuffled, seed, steps, goesOn: false };
  trainings.value = [
    ...trainings.value.slice(1 - MOST_KEPT),
    { request, step: 0, scores: [], state: "running", seconds: 0 },
  ];
  void follow(request);
}

/** Goes on with the one that was stopped. */
export function goOn(): void {
  const { request, state } = current()!;
  if (state === "running") return;
  change({ state: "running" });
  void follow({ ...request, goesOn: true });
}

/** Stops the current one, which can go on. */
export function stop(): void {
  work?.stop();
}

/** Forgets all but the current one. */
export function forget(): void {
  trainings.value = trainings.value.slice(-1);
}

function change(changes: Partial<Training>): void {
  trainings.value = [...trainings.value.slice(0, -1), { ...current()!, ...changes }];
}

async function follow(request: TrainingRequest): Promise<void> {
  const [begun, before] = [performance.now(), current()!.seconds];
  const seconds = () => before + (performance.now() - begun) / 1000;
  work = worker.run("train", request, (progress: TrainingProgress) => {
    const scores = "train" in progress ? [...current()!.scores, progress] : current()!.scores;
    change({ step: progress.step, scores, seconds: seconds() });
  });
  try {
    const report = await work.result;
    change({ step: report.step, state: report.isDone ? "done" : "stopped", report, seconds: seconds() });
  } catch (error) {
    change({ state: "failed", problem: (error as Error).message });
  }
}
