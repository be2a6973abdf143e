// A training step of each baseline, of a batch of 100 on one core: ours by kernels and in JavaScript, and PyTorch's in turn; and
// the command's eight trainings.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { adam, BASELINES, float32Arithmetic, float64Arithmetic, newTraining } from "../.internals/learning.js";
import { generate } from "../dist/index.js";
import { median, megabytes, whole } from "./measure.mjs";

const BENCH = fileURLToPath(new URL(".", import.meta.url));
const ROUNDS = 5;
const say = (line = "") => console.log(line);

/** @param python with PyTorch; without, ours alone is measured. */
export function learn(python) {
  say("\nA training step with a batch of 100 on one core, milliseconds (medians of rounds in turn, with the least):");
  const { x, y, shape } = generate().arrays("train");
  const examples = { rows: shape[0], x, labels: y };
  const hasTorch = spawnSync(python, ["-c", "import torch"]).status === 0;
  for (const name of Object.keys(BASELINES)) {
    const stepsOf = (arithmetic, steps) => {
      const shapes = { length: 40, classes: 10, batch: 100 };
      const optimiser = adam({ learningRate: 1e-2 });
      const training = newTraining(arithmetic, { layers: BASELINES[name](10), ...shapes, seed: 0, optimiser });
      const times = [steps, steps].map((count) => {
        const start = performance.now();
        for (let step = 0; step < count; step++) training.step(examples, (step * 100) % examples.rows, 100);
        return (performance.now() - start) / count;
      });
      return times[1]; // the first is for the engine to compile
    };
    const rounds = Array.from({ length: ROUNDS }, () => ({
      kernels: stepsOf(float32Arithmetic(), 300),
      javascript: stepsOf(float64Arithmetic(), 20),
      ...(hasTorch && { torch: torchStep(python, name) }),
    }));
    const figures = Object.keys(rounds[0]).map((way) => {
      const times = rounds.map((round) => round[way]);
      return `${way} ${median(times).toFixed(2)} (${Math.min(...times).toFixed(2)})`;
    });
    const ratio = hasTorch
      ? `, torch by kernels ${median(rounds.map((own) => own.torch / own.kernels)).toFixed(1)}`
      : "";
    say(`  ${name.padEnd(8)} ${figures.join(", ")}${ratio}`);
  }
  if (!hasTorch) say("  torch: not measured: no Python with PyTorch (MNIST1D_PYTHON; test/interop/requirements.txt)");

  say("\nAll eight trainings of mnist1d evaluate, from start to table:");
  for (const flags of [["--quick"], []]) {
    const { wall, peak } = whole(process.execPath, () => [join(BENCH, "peak.mjs"), "evaluate", "-q", ...flags], 1);
    say(`  evaluate ${flags.join(" ").padEnd(8)} ${wall.toFixed(1)} s, ${megabytes(peak)} at most`);
  }
}

function torchStep(python, name) {
  const { status, stdout, stderr } = spawnSync(python, [join(BENCH, "learn.py"), name], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return Number(stdout);
}
