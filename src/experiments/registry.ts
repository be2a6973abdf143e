import type { Experiment } from "./experiment.js";
import type { ExperimentName } from "./experiment-names.js";

/** How the code of each experiment is loaded. */
export const EXPERIMENTS: Readonly<Record<string, () => Promise<Experiment>>> = {
  priors: async () => (await import("./priors.js")).priors,
  human: async () => (await import("./human.js")).human,
  pooling: async () => (await import("./pooling.js")).pooling,
  "learning-rate": async () => (await import("./learning-rate/learning-rate.js")).learningRate,
  activation: async () => (await import("./activation/activation.js")).activation,
  "double-descent": async () => (await import("./double-descent/double-descent.js")).doubleDescent,
  "self-supervised": async () => (await import("./self-supervised/self-supervised.js")).selfSupervised,
  lottery: async () => (await import("./lottery/lottery.js")).lottery,
  tsne: async () => (await import("./tsne/tsne.js")).tsne,
} satisfies Record<ExperimentName, () => Promise<Experiment>>;
