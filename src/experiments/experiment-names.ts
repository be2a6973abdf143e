/** All experiments, in the order of the list. */
export const EXPERIMENT_NAMES = [
  "priors",
  "human",
  "pooling",
  "learning-rate",
  "activation",
  "double-descent",
  "self-supervised",
  "lottery",
  "tsne",
] as const;

export type ExperimentName = (typeof EXPERIMENT_NAMES)[number];
