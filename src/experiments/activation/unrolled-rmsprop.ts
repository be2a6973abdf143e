import type { Arithmetic } from "../../learn/arithmetic.js";
import type { LabelledExamples } from "../../learn/training.js";
import type { Floats } from "../../numeric/floats.js";
import { RandomState } from "../../random/random-state.js";
import type { ActivationFunction } from "./activation-functions.js";
import { CLASSES, INPUTS, newInnerMlp } from "./inner-mlp.js";
import type { LearnedActivation } from "./learned-activation.js";

export interface RmspropUnrolling {
  readonly steps: number;
  readonly batch: number;
  /** Of the hidden layer. */
  readonly units: number;
  /** The last steps, whose mean loss is differentiated. */
  readonly averaged: number;
  /** Of the initial weights, and of the noise. */
  readonly seed: number;
}

/** Trainings by RMSprop from the same weights, with one activation function or another. */
export interface UnrolledRmsprop {
  /** @yields the share of the steps that is done. @returns the loss before each. */
  train(activation: ActivationFunction): Generator<number, Float64Array, void>;
  /** After a training with it, from 0 to 1. */
  accuracy(activation: ActivationFunction, examples: LabelledExamples): number;
  /**
   * Goes back over the last training, and accumulates in the activation the gradient of the mean of the last losses.
   * @yields the share of the steps that is done.
   */
  reverse(activation: LearnedActivation): Generator<number, void, void>;
}

/** Of RMSprop: s ← decay·s + (1 − decay)·g², w ← w − rate·g/(√s + ε), from s = 1. */
const [RATE, DECAY, EPSILON] = [0.01, 0.4, 1e-8];

/** Added to each hidden unit, in each step another: 0.1·U(−1, 1), the same for all examples. */
const NOISE = 0.1;

/**
 * A step is gone back over with what was kept of it: weights w, gradient g and squares s. From w̄ and s̄, the derivatives of the
 * objective by what it leaves, that by g follows, a vector v; and those by what it began with are the derivatives of v·g, of which
 * that by w is the Hessian's product with v.
 * @see Maclaurin et al., "Gradient-based hyperparameter optimization through reversible learning" (2015)
 */
export function unrolledRmsprop(
  arithmetic: Arithmetic,
  examples: LabelledExamples,
  { steps, batch, units, averaged, seed }: RmspropUnrolling,
): UnrolledRmsprop {
  const mlp = newInnerMlp(arithmetic, batch, units);
  const { count, weights, gradient, direction, change } = mlp;
  const initial = initialWeights(seed, count, units);
  const noise = noiseOf(seed, (steps + 1) * units);
  const kept = (): Floats => new (arithmetic.dtype === "float32" ? Float32Array : Float64Array)(steps * count);
  const [keptWeights, keptGradients, keptSquares] = [kept(), kept(), kept()];
  const partOf = (values: Floats, step: number) => values.subarray(step * count, (step + 1) * count);

  /** @returns the mean loss of the batch of a step. */
  function forward(activation: ActivationFunction, step: number): number {
    const batches = Math.ceil(examples.rows / batch);
    const start = (step % batches) * batch;
    const rows = Math.min(batch, examples.rows - start);
    return mlp.forward(examples, start, rows, activation, noiseIn(step), step) / rows;
  }

  const noiseIn = (step: number) => noise.subarray(step * units, (step + 1) * units);

  return {
    *train(activation) {
      weights.set(initial);
      const losses = new Float64Array(steps);
      for (let step = 0; step < steps; step++) {
        losses[step] = forward(activation, step);
        mlp.backward();
        partOf(keptWeights, step).set(weights);
        partOf(keptGradients, step).set(gradient);
        const at = step * count;
        for (let i = 0; i < count; i++) {
          const g = gradient[i]!;
          const before = step === 0 ? 1 : keptSquares[at - count + i]!;
          keptSquares[at + i] = DECAY * before + (1 - DECAY) * g * g;
          weights[i]! -= (RATE * g) / (Math.sqrt(keptSquares[at + i]!) + EPSILON);
        }
        yield (step + 1) / steps;
      }
      return losses;
    },
    accuracy(activation, { rows, ...rest }) {
      let correct = 0;
      for (let start = 0; start < rows; start += batch) {
        const taken = Math.min(batch, rows - start);
        mlp.forward({ rows, ...rest }, start, taken, activation, noiseIn(steps), steps);
        correct += mlp.correct();
      }
      return correct / rows;
    },
    *reverse(activation) {
      const [ofWeights, ofSquares] = [new Float64Array(count), new Float64Array(count)];
      for (let step = steps - 1; step >= 0; step--) {
        const [gradients, squares] = [partOf(keptGradients, step), partOf(keptSquares, step)];
        const share = step >= steps - averaged ? 1 / averaged : 0;
        for (let i = 0; i < count; i++) {
          const g = gradients[i]!;
          const root = Math.sqrt(squares[i]!);
          const denominator = root + EPSILON;
          const by = RATE * ofWeights[i]!;
          // Squares of a weight without a gradient come to be 0, in float32.
          if (root > 0) ofSquares[i]! += (by * g) / (2 * root * denominator * denominator);
          direction[i] = 2 * (1 - DECAY) * g * ofSquares[i]! - by / denominator;
          ofSquares[i]! *= DECAY;
        }
        weights.set(partOf(keptWeights, step));
        forward(activation, step);
        mlp.differentiate(activation, share, step);
        for (let i = 0; i < count; i++) ofWeights[i]! += change[i]! + share * gradients[i]!;
        yield (steps - step) / steps;
      }
    },
  };
}

/** As PyTorch draws them by default: uniform within 1/√fan_in. */
function initialWeights(seed: number, count: number, units: number): Float64Array {
  const random = new RandomState(seed);
  const ofLast = (units + 1) * CLASSES;
  const bound = (i: number) => 1 / Math.sqrt(i < count - ofLast ? INPUTS : units);
  return Float64Array.from({ length: count }, (_, i) => bound(i) * (2 * random.uniform() - 1));
}

function noiseOf(seed: number, length: number): Float64Array {
  const random = new RandomState([seed, 1]);
  return Float64Array.from({ length }, () => NOISE * (2 * random.uniform() - 1));
}
