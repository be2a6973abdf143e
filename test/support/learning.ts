/** What trains, as built code, for engines and pages, other languages and bench: `node build.mjs --internals` builds it. */
export { relu, tanh } from "../../src/learn/activations.js";
export { conv1d, linear } from "../../src/learn/affine.js";
export { BASELINES } from "../../src/learn/baselines.js";
export { float32Arithmetic } from "../../src/learn/float32.js";
export { float64Arithmetic } from "../../src/learn/float64.js";
export { bidirectionalGru } from "../../src/learn/gru.js";
export { adam, rmsprop, sgd } from "../../src/learn/optimisers.js";
export { pool } from "../../src/learn/pool.js";
export { residual } from "../../src/learn/sequence.js";
export { newTraining } from "../../src/learn/training.js";
