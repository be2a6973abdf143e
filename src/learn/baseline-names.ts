/** The models of the paper and its notebooks. */
export type BaselineName = "linear" | "mlp" | "cnn" | "gru";

export const BASELINE_NAMES: readonly BaselineName[] = ["linear", "mlp", "cnn", "gru"];
