/** The models of the paper and its notebooks. */
export const BASELINE_NAMES = ["linear", "mlp", "cnn", "gru"] as const;

export type BaselineName = (typeof BASELINE_NAMES)[number];
