// The weights of the baselines after 50 steps, to the last bit: the same under every engine. For runtimes and pages alike.

const STEPS = 50;

/** Of these one of twelve weights is kept. */
const PRUNED = "pruned ";

const MLP_PARAMETERS = 15210;

/** The SHA-256 of all parameters: float32 of kernels with batches of 100, float64 of JavaScript with batches of 20. */
const PINNED = {
  float32: {
    linear: "40948f86d0a63632df72f76eaadce5bb0e64420cb8565cc4f3f2913472f949cc",
    mlp: "ee056faaded77e4bc3c9743b8c3265b09d4c4e4996e035e5d119dc4eb2454188",
    cnn: "fe1f987125f4c65de778f69d51cf0ed48e5f378be101642471a5477b4c925788",
    "pruned mlp": "0bdad361a5b9bb41691c5102cd6252a14548d9be8cf8c6d3f73c8e1028f7a635",
    gru: "c2ffddb1924fd9664da764157ef22d5fd9c9eeffb20d2499f17336980c34e71e",
  },
  float64: {
    linear: "aa7bc8214d8c9bdb98a598229aa60edd6d50baf93e2a710df4f2400b75107e93",
    mlp: "3640ade8344845b58e7fcf91344ab278958853df222e5e15e97af2d7abd2cc46",
    cnn: "cd6215dee9301f8306f081dbc18d4cb70df0840fac62cf8a9744677852c0d028",
    "pruned mlp": "c247d62b7a27f42f1fc7d267c731e7d48e9140e4665ff0aebb4df7fb4a1d936f",
    gru: "d14d336eae45974596642fb50c4c517a9d218a1f740f74559031c3aa0713ad6e",
  },
};

/**
 * @param core what the package exports as `mnist1d`. @param learning test/support/learning.ts, built.
 * @returns what was checked, in words. @throws Error for weights that differ.
 */
export async function checkTrainedWeights(core, learning) {
  for (const [dtype, pinned] of Object.entries(PINNED)) {
    for (const [model, expected] of Object.entries(pinned)) {
      const found = await trainedWeights(core, learning, dtype, model);
      if (found !== expected) throw new Error(`${model} in ${dtype}: the weights are ${found}, expected ${expected}`);
    }
  }
  return `weights of ${Object.keys(PINNED.float32).length} models after ${STEPS} steps`;
}

async function trainedWeights({ generate }, { adam, BASELINES, newTraining, ...learning }, dtype, model) {
  const batch = dtype === "float32" ? 100 : 20;
  const { x, y, shape } = generate({ numSamples: 1000, seed: 7 }).arrays("train");
  const arithmetic = dtype === "float32" ? learning.float32Arithmetic() : learning.float64Arithmetic();
  const training = newTraining(arithmetic, {
    layers: BASELINES[model.replace(PRUNED, "")](10),
    length: 40,
    classes: 10,
    seed: 1,
    batch,
    optimiser: adam({ learningRate: 1e-2 }),
    ...(model.startsWith(PRUNED) && {
      mask: Float32Array.from({ length: MLP_PARAMETERS }, (_, i) => Number(i % 12 === 0)),
    }),
  });
  const examples = { rows: shape[0], x, labels: y };
  for (let step = 0; step < STEPS; step++) training.step(examples, (step * batch) % shape[0], batch);
  const { parameters, parameterCount } = training.model;
  const bytes = await new Blob([arithmetic.view(parameters, parameterCount).slice()]).arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
