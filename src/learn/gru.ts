import type { Layer, Shape, Tensor } from "./layer.js";

/** Both directions, whose outputs are beside each other: shape (length, 2 · units). The first state is zeros. */
export function bidirectionalGru(units: number): Layer {
  const sizeOfDirection = ({ channels }: Shape) => 3 * units * (channels + units + 2);
  return {
    padding: 0,
    isInPlace: false,
    outputShape: ({ length }) => ({ length, channels: 2 * units }),
    tensors: ({ channels }) => ["", "_reverse"].flatMap((direction) => tensorsOf(channels, units, direction)),
    place({ arithmetic, input, output, parameters, gradients, rows: most, wantsInputGradient }) {
      const { length, channels } = input;
      const count = sizeOfDirection(input);
      // What kernels keep of four examples: five vectors a unit and point.
      const kept = [0, 1].map(() => arithmetic.reserve(Math.ceil(most / 4) * length * units * 20));
      const room = arithmetic.reserve(4 * (channels + 11 * units + count));
      const offset = (direction: number) => output.padding * 2 * units + direction * units;
      return {
        forward(rows) {
          for (let direction = 0; direction < 2; direction++) {
            const weights = parameters + direction * count;
            const to = output.at + offset(direction);
            const isBackwards = direction === 1;
            const own = kept[direction]!;
            // biome-ignore format: what goes in, and what comes out
            arithmetic.gru(
              rows, length, channels, units, isBackwards, input.at, weights,
              to, 2 * units, output.row, own, room,
            );
          }
        },
        backward(rows) {
          if (wantsInputGradient) arithmetic.fill(input.gradient, rows * input.row);
          const slopesOfX = wantsInputGradient ? input.gradient : 0;
          for (let direction = 0; direction < 2; direction++) {
            const [weights, slopes] = [parameters + direction * count, gradients + direction * count];
            const from = output.gradient + offset(direction);
            const isBackwards = direction === 1;
            const own = kept[direction]!;
            // biome-ignore format: what goes in, and what comes out
            arithmetic.gruGradient(
              rows, length, channels, units, isBackwards, input.at, slopesOfX, weights, slopes,
              from, 2 * units, output.row, own, room,
            );
          }
        },
      };
    },
  };
}

/** As PyTorch has them, gates in the order reset, update, new. */
function tensorsOf(inputs: number, units: number, direction: string): Tensor[] {
  const bound = 1 / Math.sqrt(units);
  return [
    { name: `weight_ih${direction}`, shape: [3 * units, inputs], bound },
    { name: `weight_hh${direction}`, shape: [3 * units, units], bound },
    { name: `bias_ih${direction}`, shape: [3 * units], bound },
    { name: `bias_hh${direction}`, shape: [3 * units], bound },
  ];
}
