import { type Layer, type Pass, type Placement, type Shape, ShapeError, type Tensor } from "./layer.js";
import { prunedPass } from "./pruned-pass.js";

/** Weights and biases as PyTorch draws them by default: uniform within 1/√fan_in. */
function affineTensors(fanIn: number, outputs: number): Tensor[] {
  const bound = 1 / Math.sqrt(fanIn);
  return [
    { name: "weight", shape: [fanIn, outputs], bound },
    { name: "bias", shape: [outputs], bound },
  ];
}

/** All values of an example, times weights of shape (values, outputs), plus biases. */
export function linear(outputs: number): Layer {
  return {
    padding: 0,
    isInPlace: false,
    outputShape: () => ({ length: 1, channels: outputs }),
    tensors: ({ length, channels }) => affineTensors(length * channels, outputs),
    place: (placement) => prunedPass(placement) ?? affinePass(placement, placement.input.row, 1, 0),
  };
}

export interface Convolution {
  readonly kernel: number;
  readonly stride?: number;
  readonly padding?: number;
}

/** A convolution in time, with weights of shape (kernel · channels, outputs). Its windows are rows of its input as it is. */
export function conv1d(outputs: number, { kernel, stride = 1, padding = 0 }: Convolution): Layer {
  const pointsOf = ({ length }: Shape) => Math.floor((length + 2 * padding - kernel) / stride) + 1;
  return {
    padding,
    isInPlace: false,
    outputShape(input) {
      if (pointsOf(input) >= 1) return { length: pointsOf(input), channels: outputs };
      throw new ShapeError(`a convolution of ${kernel} points has no window in ${input.length} points`);
    },
    tensors: ({ channels }) => affineTensors(kernel * channels, outputs),
    place: (placement) => {
      const { input } = placement;
      return affinePass(placement, kernel * input.channels, pointsOf(input), stride * input.channels);
    },
  };
}

/** @param depth values of a window. @param points windows of an example. @param stride values from one to the next. */
function affinePass(placement: Placement, depth: number, points: number, stride: number): Pass {
  const { arithmetic, input, output, parameters, gradients, wantsInputGradient } = placement;
  const outputs = output.channels;
  const biases = depth * outputs;
  const transposed = arithmetic.reserve(wantsInputGradient ? biases : 0);
  const [from, to, fromRow, toRow] = [input.at, output.at + output.padding * outputs, input.row, output.row];
  const [gradient, slopes] = [input.gradient, output.gradient + output.padding * outputs];
  // biome-ignore format: the arguments of a matrix belong on a line
  return {
    forward(rows) {
      arithmetic.product(
        rows, points, depth, outputs,
        from, stride, fromRow,
        parameters,
        to, outputs, toRow,
        parameters + biases, false,
      );
    },
    backward(rows) {
      arithmetic.transposedProduct(
        rows, points, depth, outputs,
        from, stride, fromRow,
        slopes, outputs, toRow,
        gradients,
      );
      arithmetic.columnSums(rows, points, outputs, slopes, outputs, toRow, gradients + biases);
      if (!wantsInputGradient) return;
      arithmetic.transpose(depth, outputs, parameters, outputs, transposed, depth);
      // Windows overlap, so they are added.
      arithmetic.fill(gradient, rows * fromRow);
      arithmetic.product(
        rows, points, outputs, depth,
        slopes, outputs, toRow,
        transposed,
        gradient, stride, fromRow,
        0, true,
      );
    },
  };
}
