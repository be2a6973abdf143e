import { exp, tanh } from "../numeric/exp.js";
import { log } from "../numeric/log.js";
import type { Arithmetic, Elementwise, Losses, Optimisers, Products, SparseProducts } from "./arithmetic.js";
import { gruIn } from "./float64-gru.js";

/** Where values are. */
interface Heap {
  /** Another array after `reserve`. */
  values(): Float64Array;
  /** As that of `Arithmetic`. */
  reserve(length: number): number;
}

/**
 * Arithmetic in plain JavaScript and float64: what the kernels are held against, and what takes their place where there is no
 * WebAssembly SIMD. Its results are others than those of float32, and the same on every engine, too.
 */
export function float64Arithmetic({ values, reserve }: Heap = newHeap()): Arithmetic {
  return {
    dtype: "float64",
    reserve,
    view: (at, length) => values().subarray(at, at + length),
    integers: (at, length) => values().subarray(at, at + length),
    ...productsIn(values),
    ...sparseProductsIn(values),
    ...elementwiseIn(values),
    ...gruIn(values),
    ...lossesIn(values),
    ...optimisersIn(values),
  };
}

function newHeap(): Heap {
  let heap = new Float64Array(1 << 16);
  let end = 1;
  return {
    values: () => heap,
    reserve(length) {
      const at = end;
      end += length;
      if (end > heap.length) {
        const larger = new Float64Array(Math.max(end, 2 * heap.length));
        larger.set(heap);
        heap = larger;
      }
      return at;
    },
  };
}

type Memory = () => Float64Array;

function productsIn(memory: Memory): Products {
  return {
    product(groups, perGroup, depth, columns, a, aStride, aGroup, b, c, cStride, cGroup, bias, adds) {
      const heap = memory();
      for (let group = 0; group < groups; group++) {
        for (let row = 0; row < perGroup; row++) {
          const from = a + group * aGroup + row * aStride;
          const to = c + group * cGroup + row * cStride;
          if (!adds) for (let j = 0; j < columns; j++) heap[to + j] = bias === 0 ? 0 : heap[bias + j]!;
          for (let k = 0; k < depth; k++) {
            const value = heap[from + k]!;
            const start = b + k * columns;
            for (let j = 0; j < columns; j++) heap[to + j] = heap[to + j]! + value * heap[start + j]!;
          }
        }
      }
    },
    transposedProduct(groups, perGroup, depth, columns, a, aStride, aGroup, d, dStride, dGroup, c) {
      const heap = memory();
      heap.fill(0, c, c + depth * columns);
      for (let group = 0; group < groups; group++) {
        for (let row = 0; row < perGroup; row++) {
          const from = a + group * aGroup + row * aStride;
          const beside = d + group * dGroup + row * dStride;
          for (let k = 0; k < depth; k++) {
            const value = heap[from + k]!;
            const to = c + k * columns;
            for (let j = 0; j < columns; j++) heap[to + j] = heap[to + j]! + value * heap[beside + j]!;
          }
        }
      }
    },
    columnSums(groups, perGroup, columns, d, dStride, dGroup, c) {
      const heap = memory();
      heap.fill(0, c, c + columns);
      for (let group = 0; group < groups; group++) {
        for (let row = 0; row < perGroup; row++) {
          const from = d + group * dGroup + row * dStride;
          for (let j = 0; j < columns; j++) heap[c + j] = heap[c + j]! + heap[from + j]!;
        }
      }
    },
    transpose(rows, columns, from, fromStride, to, toStride) {
      const heap = memory();
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) heap[to + j * toStride + i] = heap[from + i * fromStride + j]!;
      }
    },
  };
}

function sparseProductsIn(memory: Memory): SparseProducts {
  return {
    sparseProduct(rows, lanes, kept, weights, rowStep, step, x, to, bias) {
      const heap = memory();
      let at = kept;
      for (let row = 0; row < rows; row++) {
        const target = to + row * lanes;
        heap.fill(bias === 0 ? 0 : heap[bias + row]!, target, target + lanes);
        for (let left = heap[at++]!; left > 0; left--) {
          const place = heap[at++]!;
          const weight = heap[weights + row * rowStep + place * step]!;
          const from = x + place * lanes;
          for (let i = 0; i < lanes; i++) heap[target + i] = heap[target + i]! + weight * heap[from + i]!;
        }
      }
    },
    sparseGradient(rows, columns, lanes, kept, x, d, gradient) {
      const heap = memory();
      let at = kept;
      for (let row = 0; row < rows; row++) {
        for (let left = heap[at++]!; left > 0; left--) {
          const place = heap[at++]!;
          let sum = 0;
          for (let i = 0; i < lanes; i++) sum += heap[x + row * lanes + i]! * heap[d + place * lanes + i]!;
          heap[gradient + row * columns + place] = sum;
        }
      }
    },
  };
}

function elementwiseIn(memory: Memory): Elementwise {
  const each = (at: number, length: number, of: (value: number, i: number) => number) => {
    const heap = memory();
    for (let i = 0; i < length; i++) heap[at + i] = of(heap[at + i]!, i);
  };
  return {
    fill: (at, length) => void memory().fill(0, at, at + length),
    relu: (at, length) => each(at, length, (value) => (value < 0 ? 0 : value)),
    reluGradient: (output, gradient, length) =>
      each(gradient, length, (value, i) => (memory()[output + i]! > 0 ? value : 0)),
    tanhAll: (at, length) => each(at, length, tanh),
    tanhGradient: (output, gradient, length) =>
      each(gradient, length, (value, i) => value * (1 - memory()[output + i]! * memory()[output + i]!)),
    add: (to, from, length) => each(to, length, (value, i) => value + memory()[from + i]!),
    multiply: (to, from, length) => each(to, length, (value, i) => value * memory()[from + i]!),
    pool(kind, rows, length, channels, size, input, output, outputRow) {
      const heap = memory();
      forEachPool(rows, length, channels, size, (row, point, channel) => {
        const from = input + (row * length + point * size) * channels + channel;
        let result = kind === 0 ? heap[from]! : 0;
        for (let i = 0; i < size; i++) {
          const value = heap[from + i * channels]!;
          if (kind === 0) result = Math.max(result, value);
          else result += kind === 1 ? value : value * value;
        }
        if (kind === 1) result /= size;
        heap[output + row * outputRow + point * channels + channel] = kind === 2 ? Math.sqrt(result) : result;
      });
    },
    poolGradient(kind, rows, length, channels, size, input, inputGradient, output, gradient, outputRow) {
      const heap = memory();
      forEachPool(rows, length, channels, size, (row, point, channel) => {
        const place = (row * length + point * size) * channels + channel;
        const at = row * outputRow + point * channels + channel;
        const [result, slope] = [heap[output + at]!, heap[gradient + at]!];
        let isFound = false;
        for (let i = 0; i < size; i++) {
          const value = heap[input + place + i * channels]!;
          const isMost: boolean = kind === 0 && !isFound && value === result;
          isFound ||= isMost;
          heap[inputGradient + place + i * channels] =
            kind === 1 ? slope / size : kind === 2 ? (result > 0 ? (slope * value) / result : 0) : isMost ? slope : 0;
        }
      });
    },
  };
}

function forEachPool(
  rows: number,
  length: number,
  channels: number,
  size: number,
  work: (row: number, point: number, channel: number) => void,
): void {
  const points = Math.floor(length / size);
  for (let row = 0; row < rows; row++) {
    for (let point = 0; point < points; point++) {
      for (let channel = 0; channel < channels; channel++) work(row, point, channel);
    }
  }
}

function lossesIn(memory: Memory): Losses {
  return {
    crossEntropy(rows, classes, outputs, labels, gradient) {
      const heap = memory();
      let loss = 0;
      for (let row = 0; row < rows; row++) {
        const [from, to] = [outputs + row * classes, gradient + row * classes];
        const label = heap[labels + row]!;
        let most = heap[from]!;
        for (let j = 1; j < classes; j++) most = Math.max(most, heap[from + j]!);
        let sum = 0;
        for (let j = 0; j < classes; j++) {
          const value = exp(heap[from + j]! - most);
          heap[to + j] = value;
          sum += value;
        }
        for (let j = 0; j < classes; j++) heap[to + j] = heap[to + j]! / (sum * rows);
        heap[to + label] = heap[to + label]! - 1 / rows;
        loss += log(sum) + most - heap[from + label]!;
      }
      return loss;
    },
    squaredError(rows, classes, outputs, labels, gradient) {
      const heap = memory();
      let loss = 0;
      for (let row = 0; row < rows; row++) {
        for (let j = 0; j < classes; j++) {
          const place = row * classes + j;
          const difference = heap[outputs + place]! - (j === heap[labels + row]! ? 1 : 0);
          heap[gradient + place] = (difference * 2) / (rows * classes);
          loss += difference * difference;
        }
      }
      return loss / classes;
    },
  };
}

function optimisersIn(memory: Memory): Optimisers {
  return {
    adam(length, p, g, m, v, stepSize, correction, beta1, beta2, epsilon) {
      const heap = memory();
      for (let i = 0; i < length; i++) {
        const gradient = heap[g + i]!;
        const mean = beta1 * heap[m + i]! + (1 - beta1) * gradient;
        const square = beta2 * heap[v + i]! + (1 - beta2) * (gradient * gradient);
        heap[m + i] = mean;
        heap[v + i] = square;
        heap[p + i] = heap[p + i]! - (stepSize * mean) / (Math.sqrt(square) / correction + epsilon);
      }
    },
    sgd(length, p, g, v, rate, momentum) {
      const heap = memory();
      for (let i = 0; i < length; i++) {
        const velocity = momentum * heap[v + i]! + heap[g + i]!;
        heap[v + i] = velocity;
        heap[p + i] = heap[p + i]! - rate * velocity;
      }
    },
    rmsprop(length, p, g, s, rate, decay, epsilon) {
      const heap = memory();
      for (let i = 0; i < length; i++) {
        const gradient = heap[g + i]!;
        const square = decay * heap[s + i]! + (1 - decay) * (gradient * gradient);
        heap[s + i] = square;
        heap[p + i] = heap[p + i]! - (rate * gradient) / (Math.sqrt(square) + epsilon);
      }
    },
  };
}
