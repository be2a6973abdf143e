import { POOLS } from "./arithmetic.js";
import { type Layer, ShapeError } from "./layer.js";

/**
 * The largest, the mean, or the root of the sum of squares (`l2`) of each channel over `size` points that follow each other;
 * points that are left over are left out.
 */
export function pool(kind: (typeof POOLS)[number], size: number): Layer {
  return {
    padding: 0,
    isInPlace: false,
    outputShape({ length, channels }) {
      if (length >= size) return { length: Math.floor(length / size), channels };
      throw new ShapeError(`a pool of ${size} points has none in ${length} points`);
    },
    tensors: () => [],
    place({ arithmetic, input, output, wantsInputGradient }) {
      const number = POOLS.indexOf(kind);
      const { length, channels } = input;
      const offset = output.padding * channels;
      const [to, slopes] = [output.at + offset, output.gradient + offset];
      return {
        forward: (rows) => arithmetic.pool(number, rows, length, channels, size, input.at, to, output.row),
        backward(rows) {
          if (!wantsInputGradient) return;
          const [from, gradient] = [input.at, input.gradient];
          arithmetic.poolGradient(number, rows, length, channels, size, from, gradient, to, slopes, output.row);
        },
      };
    },
  };
}
