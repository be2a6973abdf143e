export function checkTrainedWeights(
  core: Pick<typeof import("../../src/index.js"), "generate">,
  learning: Pick<
    typeof import("../support/learning.js"),
    "adam" | "BASELINES" | "float32Arithmetic" | "float64Arithmetic" | "newTraining"
  >,
): Promise<string>;
