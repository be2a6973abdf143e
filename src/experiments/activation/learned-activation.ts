import { exp, tanh } from "../../numeric/exp.js";
import type { Floats } from "../../numeric/floats.js";
import { RandomState } from "../../random/random-state.js";
import type { ActivationFunction } from "./activation-functions.js";

/** An ELU with an offset that an MLP makes of its argument, and the gradient of what is made with it. */
export interface LearnedActivation extends ActivationFunction {
  /** Of the MLP: weights and biases of the first layer, weights and bias of the second. */
  readonly parameters: Float64Array;
  /** To be called when they were changed. */
  update(): void;
  /** Adds Σ a·f(x) + b·f′(x), of as many arguments as there are of `a`, to what `takeGradient` has the gradient of. */
  accumulate(x: Floats, a: Floats, b: Floats, step: number): void;
  /** Values without noise. */
  valuesAt(x: readonly number[]): number[];
  /** By the parameters, of all that was accumulated since the last time. */
  takeGradient(): Float64Array;
}

const [UNITS, SCALE, NOISE] = [100, 0.2, 0.1];
const [B1, W2, B2] = [UNITS, 2 * UNITS, 3 * UNITS];

/**
 * Both are cubic splines from −16 to 16, but for the x that an ELU is above 0; beyond they are constant, for which there is a cell at
 * each end. Knots are so dense that the sum is what it stands for to 1e-5, and the MLP is evaluated some 500 times, and not for each
 * of millions of arguments.
 */
const [LOW, CELLS, DENSITY] = [-16, 512, 16];

/**
 * @param seed of the MLP's weights, drawn as PyTorch does by default, and of the noise that is added to its units, 0.1·U(−1, 1), in each
 *   step the same for all arguments: so it moves the function up or down.
 * @param steps of a training.
 */
export function learnedActivation(seed: number, steps: number): LearnedActivation {
  const random = new RandomState([seed, 2]);
  const parameters = Float64Array.from({ length: B2 + 1 }, (_, i) => (i < W2 ? 1 : 0.1) * (2 * random.uniform() - 1));
  const noise = Float64Array.from({ length: steps * UNITS }, () => NOISE * (2 * random.uniform() - 1));
  const offsets = new Float64Array(steps);
  const offsetGradient = new Float64Array(steps);
  // At each knot the units of the MLP, and its output; at both ends of two knots more than there are.
  const units = new Float64Array((CELLS + 5) * UNITS);
  const outputs = new Float64Array(CELLS + 5);
  // Of B-splines; and of each cell those of a polynomial in t, 0 … 1.
  const coefficients = new Float64Array(CELLS + 3);
  const elu = eluPieces();
  const pieces = new Float64Array(4 * (CELLS + 2));
  const pieceGradient = new Float64Array(4 * (CELLS + 2));

  function update(): void {
    for (let i = 0; i < outputs.length; i++) {
      outputs[i] = parameters[B2]!;
      for (let j = 0; j < UNITS; j++) {
        const unit = tanh(parameters[j]! * knotAt(i) + parameters[B1 + j]!);
        units[i * UNITS + j] = unit;
        outputs[i]! += parameters[W2 + j]! * unit;
      }
    }
    for (let i = 0; i < coefficients.length; i++) {
      coefficients[i] = (8 * outputs[i + 1]! - outputs[i]! - outputs[i + 2]!) / 6;
    }
    pieces.set(elu);
    forEachPiece((place, of, share) => {
      pieces[place]! += SCALE * share * coefficients[of]!;
    });
    for (let step = 0; step < steps; step++) {
      let offset = 0;
      for (let j = 0; j < UNITS; j++) offset += parameters[W2 + j]! * noise[step * UNITS + j]!;
      offsets[step] = SCALE * offset;
    }
  }

  function evaluate(x: Floats, values: Floats, slopes: Floats, curvatures: Floats, offset: number): void {
    for (let i = 0; i < slopes.length; i++) {
      const z = x[i]!;
      const u = cellsTo(z);
      const cell = cellOf(u);
      const t = u - cell;
      const at = 4 * cell;
      const p1 = pieces[at + 1]!;
      const p2 = pieces[at + 2]!;
      const p3 = pieces[at + 3]!;
      values[i] = (z > 0 ? z : 0) + pieces[at]! + t * (p1 + t * (p2 + t * p3)) + offset;
      slopes[i] = (z > 0 ? 1 : 0) + DENSITY * (p1 + t * (2 * p2 + 3 * t * p3));
      curvatures[i] = DENSITY * DENSITY * (2 * p2 + 6 * t * p3);
    }
  }

  update();
  return {
    parameters,
    update,
    evaluate: (x, values, slopes, curvatures, step) => evaluate(x, values, slopes, curvatures, offsets[step]!),
    valuesAt(x) {
      const [values, others] = [new Float64Array(x.length), new Float64Array(x.length)];
      evaluate(Float64Array.from(x), values, others, new Float64Array(x.length), 0);
      return Array.from(values);
    },
    accumulate(x, a, b, step) {
      let sum = 0;
      for (let i = 0; i < a.length; i++) {
        const u = cellsTo(x[i]!);
        const cell = cellOf(u);
        const t = u - cell;
        const at = 4 * cell;
        const first = a[i]!;
        const second = DENSITY * b[i]!;
        sum += first;
        pieceGradient[at]! += first;
        pieceGradient[at + 1]! += first * t + second;
        pieceGradient[at + 2]! += t * (first * t + 2 * second);
        pieceGradient[at + 3]! += t * t * (first * t + 3 * second);
      }
      offsetGradient[step]! += SCALE * sum;
    },
    takeGradient() {
      const ofCoefficients = new Float64Array(coefficients.length);
      forEachPiece((place, of, share) => {
        ofCoefficients[of]! += SCALE * share * pieceGradient[place]!;
      });
      const ofOutputs = new Float64Array(outputs.length);
      for (const [i, own] of ofCoefficients.entries()) {
        ofOutputs[i]! -= own / 6;
        ofOutputs[i + 1]! += (8 * own) / 6;
        ofOutputs[i + 2]! -= own / 6;
      }
      const gradient = new Float64Array(parameters.length);
      for (const [i, own] of ofOutputs.entries()) {
        gradient[B2]! += own;
        for (let j = 0; j < UNITS; j++) {
          const unit = units[i * UNITS + j]!;
          const inner = own * parameters[W2 + j]! * (1 - unit * unit);
          gradient[W2 + j]! += own * unit;
          gradient[B1 + j]! += inner;
          gradient[j]! += inner * knotAt(i);
        }
      }
      for (let step = 0; step < steps; step++) {
        for (let j = 0; j < UNITS; j++) gradient[W2 + j]! += offsetGradient[step]! * noise[step * UNITS + j]!;
      }
      pieceGradient.fill(0);
      offsetGradient.fill(0);
      return gradient;
    },
  };
}

/** The first two knots are below the lowest, as coefficients reach further than cells, and outputs further than these. */
const knotAt = (i: number) => LOW + (i - 2) / DENSITY;

const cellsTo = (x: number) => (x - LOW) * DENSITY + 1;

function cellOf(cells: number): number {
  return cells < 1 ? 0 : cells >= CELLS + 1 ? CELLS + 1 : Math.floor(cells);
}

/** An ELU up to 0, e^x − 1: of each cell the cubic that has its values and slopes at both ends. */
function eluPieces(): Float64Array {
  const pieces = new Float64Array(4 * (CELLS + 2));
  pieces[0] = exp(LOW) - 1;
  for (let cell = 0; cell < -LOW * DENSITY; cell++) {
    const [first, last] = [exp(LOW + cell / DENSITY), exp(LOW + (cell + 1) / DENSITY)];
    const [rise, slope, lastSlope] = [last - first, first / DENSITY, last / DENSITY];
    pieces.set([first - 1, slope, 3 * rise - 2 * slope - lastSlope, slope + lastSlope - 2 * rise], 4 * (cell + 1));
  }
  return pieces;
}

/** What four B-splines are as polynomials in t, by the powers of t. */
const BASIS = [
  [1 / 6, 4 / 6, 1 / 6, 0],
  [-1 / 2, 0, 1 / 2, 0],
  [1 / 2, -1, 1 / 2, 0],
  [-1 / 6, 1 / 2, -1 / 2, 1 / 6],
] as const;

/** Calls for each coefficient of a polynomial, and each B-spline's that it is made of. */
function forEachPiece(call: (place: number, of: number, share: number) => void): void {
  for (let cell = 0; cell < CELLS; cell++) {
    for (const [power, shares] of BASIS.entries()) {
      for (const [i, share] of shares.entries()) call(4 * (cell + 1) + power, cell + i, share);
    }
  }
  // The constants: values at the first and the last knot.
  for (const [i, share] of BASIS[0].entries()) {
    call(0, i, share);
    if (i < 3) call(4 * (CELLS + 1), CELLS + i, share);
  }
}
