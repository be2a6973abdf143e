import { sigmoid, tanh } from "../numeric/exp.js";
import type { Recurrence } from "./arithmetic.js";

/** Values that are kept of a unit at a point for the way back: r, z, n, q, h'. */
const KEPT = 5;

/** The recurrence of assembly/gru.ts, an example after the other. */
export function gruIn(memory: () => Float64Array): Recurrence {
  return {
    gru(rows, length, inputs, units, backwards, x, weights, output, outputPoint, outputRow, kept) {
      const heap = memory();
      const u = weights + 3 * units * inputs;
      const b = u + 3 * units * units;
      const c = b + 3 * units;
      for (let row = 0; row < rows; row++) {
        for (let step = 0; step < length; step++) {
          const point = backwards ? length - 1 - step : step;
          const now = kept + (row * length + point) * units * KEPT;
          const past = backwards ? now + units * KEPT : now - units * KEPT;
          const state = (unit: number) => (step === 0 ? 0 : heap[past + unit * KEPT + 4]!);
          for (let unit = 0; unit < units; unit++) {
            const [reset, update, fresh] = [unit, units + unit, 2 * units + unit];
            let [r, z, n, q] = [
              heap[b + reset]! + heap[c + reset]!,
              heap[b + update]! + heap[c + update]!,
              heap[b + fresh]!,
              heap[c + fresh]!,
            ];
            for (let i = 0; i < inputs; i++) {
              const value = heap[x + (row * length + point) * inputs + i]!;
              r += value * heap[weights + reset * inputs + i]!;
              z += value * heap[weights + update * inputs + i]!;
              n += value * heap[weights + fresh * inputs + i]!;
            }
            for (let j = 0; j < units; j++) {
              const value = state(j);
              r += value * heap[u + reset * units + j]!;
              z += value * heap[u + update * units + j]!;
              q += value * heap[u + fresh * units + j]!;
            }
            r = sigmoid(r);
            z = sigmoid(z);
            n = tanh(n + r * q);
            const h = n + z * (state(unit) - n);
            const to = now + unit * KEPT;
            heap[to] = r;
            heap[to + 1] = z;
            heap[to + 2] = n;
            heap[to + 3] = q;
            heap[to + 4] = h;
            heap[output + row * outputRow + point * outputPoint + unit] = h;
          }
        }
      }
    },

    gruGradient(
      rows,
      length,
      inputs,
      units,
      backwards,
      x,
      xGradient,
      weights,
      weightGradient,
      outputGradient,
      outputPoint,
      outputRow,
      kept,
    ) {
      const heap = memory();
      const u = weights + 3 * units * inputs;
      const gradientOfU = weightGradient + 3 * units * inputs;
      const gradientOfB = gradientOfU + 3 * units * units;
      const gradientOfC = gradientOfB + 3 * units;
      heap.fill(0, weightGradient, gradientOfC + 3 * units);
      const add = (at: number, value: number) => {
        heap[at] = heap[at]! + value;
      };
      const [carried, next] = [new Float64Array(units), new Float64Array(units)];
      for (let row = 0; row < rows; row++) {
        carried.fill(0);
        for (let step = length - 1; step >= 0; step--) {
          const point = backwards ? length - 1 - step : step;
          const now = kept + (row * length + point) * units * KEPT;
          const past = backwards ? now + units * KEPT : now - units * KEPT;
          const state = (unit: number) => (step === 0 ? 0 : heap[past + unit * KEPT + 4]!);
          next.fill(0);
          for (let unit = 0; unit < units; unit++) {
            const at = now + unit * KEPT;
            const [r, z, n, q] = [heap[at]!, heap[at + 1]!, heap[at + 2]!, heap[at + 3]!];
            const d = carried[unit]! + heap[outputGradient + row * outputRow + point * outputPoint + unit]!;
            const dn = d * (1 - z) * (1 - n * n);
            const dz = d * (state(unit) - n) * z * (1 - z);
            const dr = dn * q * r * (1 - r);
            next[unit] = next[unit]! + d * z;
            for (let g = 0; g < 3; g++) {
              const gate = g * units + unit;
              const slope = g === 0 ? dr : g === 1 ? dz : dn;
              const back = g === 2 ? dn * r : slope;
              add(gradientOfB + gate, slope);
              add(gradientOfC + gate, back);
              for (let i = 0; i < inputs; i++) {
                const place = (row * length + point) * inputs + i;
                add(weightGradient + gate * inputs + i, slope * heap[x + place]!);
                if (xGradient !== 0) add(xGradient + place, slope * heap[weights + gate * inputs + i]!);
              }
              for (let j = 0; j < units; j++) {
                add(gradientOfU + gate * units + j, back * state(j));
                next[j] = next[j]! + back * heap[u + gate * units + j]!;
              }
            }
          }
          carried.set(next);
        }
      }
    },
  };
}
