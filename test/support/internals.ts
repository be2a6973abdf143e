/** What tests and bench run as built code, apart from the command and the library: `node build.mjs --tests` builds it. */
export { recoverTarget } from "../../src/dataset/write/recover-target.js";
export { EXPERIMENTS } from "../../src/experiments/registry.js";
export { planExperiment, reportOf, runExperiment } from "../../src/experiments/run-experiment.js";
export { ZipWriter } from "../../src/formats/zip/write.js";
export { prepareExamples } from "../../src/parallel/prepare-blocks.js";
export { runOnThreads } from "../../src/trials/run-on-threads.js";
