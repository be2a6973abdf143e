import type { LabelledExamples } from "../learn/training.js";
import { exp, tanh } from "../numeric/exp.js";
import { log } from "../numeric/log.js";
import { RandomState } from "../random/random-state.js";

export interface Unrolling {
  readonly steps: number;
  readonly batch: number;
  /** Of the initial weights. */
  readonly seed: number;
}

export interface Unrolled {
  /** The mean of the losses of all steps, each before its step; and how it changes with the learning rate. */
  readonly objective: number;
  readonly derivative: number;
  /** Loss before each step. */
  readonly losses: Float64Array;
}

const [INPUTS, UNITS, CLASSES] = [40, 50, 10];
const [W1, B1] = [0, INPUTS * UNITS];
const W2 = B1 + UNITS;
const B2 = W2 + UNITS * CLASSES;
const PARAMETERS = B2 + CLASSES;

/**
 * Trains an MLP 40-50-10 with tanh by plain SGD, and its derivative by the learning rate with it, in float64. With w the weights
 * and u = dw/dη: u ← u − g − η·H·u, of which H·u is the change of the gradient g in the direction u. Nothing of a step is kept.
 * @see Pearlmutter, "Fast exact multiplication by the Hessian" (1994)
 */
export function unrolledSgd(
  { rows, x, labels }: LabelledExamples,
  learningRate: number,
  { steps, batch, seed }: Unrolling,
): Unrolled {
  const weights = initialWeights(seed);
  const direction = new Float64Array(PARAMETERS);
  const gradient = new Float64Array(PARAMETERS);
  const change = new Float64Array(PARAMETERS);
  const pass = newPass(weights, direction, gradient, change);
  const losses = new Float64Array(steps);
  let [objective, derivative, start] = [0, 0, 0];
  for (let step = 0; step < steps; step++) {
    const count = Math.min(batch, rows - start);
    gradient.fill(0);
    change.fill(0);
    let [loss, slope] = [0, 0];
    for (let row = start; row < start + count; row++) {
      const of = pass(x, row * INPUTS, labels[row]!, 1 / count);
      loss += of.loss;
      slope += of.slope;
    }
    start = start + count === rows ? 0 : start + count;
    losses[step] = loss;
    objective += loss / steps;
    derivative += slope / steps;
    for (let i = 0; i < PARAMETERS; i++) {
      direction[i]! -= gradient[i]! + learningRate * change[i]!;
      weights[i]! -= learningRate * gradient[i]!;
    }
  }
  return { objective, derivative, losses };
}

/** As PyTorch draws them by default: uniform within 1/√fan_in. */
function initialWeights(seed: number): Float64Array {
  const random = new RandomState(seed);
  const bounds = [1 / Math.sqrt(INPUTS), 1 / Math.sqrt(UNITS)] as const;
  return Float64Array.from({ length: PARAMETERS }, (_, i) => bounds[i < W2 ? 0 : 1] * (2 * random.uniform() - 1));
}

/**
 * What adds an example's share to the gradient, and to its change in the direction.
 * @returns its share of the loss, and of the loss's change in the direction: an object that the next call reuses.
 */
function newPass(w: Float64Array, u: Float64Array, gradient: Float64Array, change: Float64Array) {
  // Of each value `v` also its change in the direction, `vChange`.
  const [hidden, hiddenChange] = [new Float64Array(UNITS), new Float64Array(UNITS)];
  const [outputs, outputsChange] = [new Float64Array(CLASSES), new Float64Array(CLASSES)];
  const found = { loss: 0, slope: 0 };
  return (x: ArrayLike<number>, at: number, label: number, share: number) => {
    for (let j = 0; j < UNITS; j++) {
      hidden[j] = w[B1 + j]!;
      hiddenChange[j] = u[B1 + j]!;
    }
    for (let i = 0; i < INPUTS; i++) {
      const [value, row] = [x[at + i]!, W1 + i * UNITS];
      for (let j = 0; j < UNITS; j++) {
        hidden[j]! += w[row + j]! * value;
        hiddenChange[j]! += u[row + j]! * value;
      }
    }
    for (let k = 0; k < CLASSES; k++) {
      outputs[k] = w[B2 + k]!;
      outputsChange[k] = u[B2 + k]!;
    }
    for (let j = 0; j < UNITS; j++) {
      const a = tanh(hidden[j]!);
      const aChange = (1 - a * a) * hiddenChange[j]!;
      hidden[j] = a;
      hiddenChange[j] = aChange;
      const row = W2 + j * CLASSES;
      for (let k = 0; k < CLASSES; k++) {
        outputs[k]! += w[row + k]! * a;
        outputsChange[k]! += u[row + k]! * a + w[row + k]! * aChange;
      }
    }
    let most = outputs[0]!;
    for (let k = 1; k < CLASSES; k++) most = Math.max(most, outputs[k]!);
    let [sum, meanChange] = [0, 0];
    const ofLabel = outputs[label]! - most;
    for (let k = 0; k < CLASSES; k++) {
      outputs[k] = exp(outputs[k]! - most);
      sum += outputs[k]!;
    }
    for (let k = 0; k < CLASSES; k++) {
      outputs[k]! /= sum;
      meanChange += outputs[k]! * outputsChange[k]!;
    }
    found.loss = share * (log(sum) - ofLabel);
    found.slope = share * (meanChange - outputsChange[label]!);
    // From here on the gradient of the outputs, and its change.
    for (let k = 0; k < CLASSES; k++) {
      const p = outputs[k]!;
      outputsChange[k] = share * p * (outputsChange[k]! - meanChange);
      outputs[k] = share * (p - (k === label ? 1 : 0));
      gradient[B2 + k]! += outputs[k]!;
      change[B2 + k]! += outputsChange[k]!;
    }
    for (let j = 0; j < UNITS; j++) {
      const [a, aChange, row] = [hidden[j]!, hiddenChange[j]!, W2 + j * CLASSES];
      let [d, dChange] = [0, 0];
      for (let k = 0; k < CLASSES; k++) {
        const [own, ownChange] = [outputs[k]!, outputsChange[k]!];
        gradient[row + k]! += own * a;
        change[row + k]! += ownChange * a + own * aChange;
        d += w[row + k]! * own;
        dChange += u[row + k]! * own + w[row + k]! * ownChange;
      }
      hidden[j] = d * (1 - a * a);
      hiddenChange[j] = dChange * (1 - a * a) - 2 * d * a * aChange;
      gradient[B1 + j]! += hidden[j]!;
      change[B1 + j]! += hiddenChange[j]!;
    }
    for (let i = 0; i < INPUTS; i++) {
      const [value, row] = [x[at + i]!, W1 + i * UNITS];
      for (let j = 0; j < UNITS; j++) {
        gradient[row + j]! += hidden[j]! * value;
        change[row + j]! += hiddenChange[j]! * value;
      }
    }
    return found;
  };
}
