import type { Experiment } from "./experiment.js";

/** All experiments, in the order of the list, and how their code is loaded. */
export const EXPERIMENTS: Readonly<Record<string, () => Promise<Experiment>>> = {
  priors: async () => (await import("./priors.js")).priors,
  human: async () => (await import("./human.js")).human,
  pooling: async () => (await import("./pooling.js")).pooling,
  "learning-rate": async () => (await import("./learning-rate.js")).learningRate,
  activation: async () => (await import("./activation.js")).activation,
  "double-descent": async () => (await import("./double-descent.js")).doubleDescent,
  "self-supervised": async () => (await import("./self-supervised.js")).selfSupervised,
  lottery: async () => (await import("./lottery.js")).lottery,
  tsne: async () => (await import("./tsne.js")).tsne,
};
