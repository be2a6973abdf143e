import type { BaselineName } from "../learn/baseline-names.js";
import type { Learning } from "../learn/learning.js";

/** How models are trained. */
export interface Protocol {
  readonly steps: number;
  /** Examples of a step. */
  readonly batch: number;
  /** Of Adam. */
  readonly learningRate: number;
  /** Steps between two scores. */
  readonly scoreEvery: number;
}

/** That of the paper's notebooks. */
export const PROTOCOL: Protocol = { steps: 6000, batch: 100, learningRate: 1e-2, scoreEvery: 250 };

export const QUICK_STEPS = 2000;

/** Initial weights of each model, where two datasets are compared: with one there is no interval. */
export const SEEDS_OF_CHANGES = 3;

/** A training: what a thread does at a time. */
export interface Task {
  /** The number of the dataset. */
  readonly data: number;
  readonly model: BaselineName;
  /** Whether positions are shuffled, all examples' in the same way. */
  readonly isShuffled: boolean;
  /** Of the initial weights. */
  readonly seed: number;
}

export interface Trained extends Task, Learning {
  readonly parameters: number;
  /** Accuracy at the end on shifted test splits, by the names of the shifts. */
  readonly shifted: Readonly<Record<string, number>>;
  /** What it was computed in: float32 in WebAssembly, float64 in JavaScript. */
  readonly dtype: "float32" | "float64";
  readonly seconds: number;
}
