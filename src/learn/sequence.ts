import { type Activation, type Layer, newActivation, type Pass, type Shape, sizeOf } from "./layer.js";

/** Layers one after the other, as one. */
export function sequence(layers: readonly Layer[]): Layer {
  /** Of each layer its input's shape. */
  const shapesOf = (input: Shape) => {
    const shapes = [input];
    for (const layer of layers) shapes.push(layer.outputShape(shapes.at(-1)!));
    return shapes;
  };
  const lastOfOwn = layers.map(({ isInPlace }) => isInPlace).lastIndexOf(false);
  return {
    padding: layers[0]!.padding,
    isInPlace: false,
    outputShape: (input) => shapesOf(input).at(-1)!,
    tensors: (input) => {
      const shapes = shapesOf(input);
      return layers.flatMap((layer, i) => layer.tensors(shapes[i]!).map((t) => ({ ...t, name: `${i}.${t.name}` })));
    },
    place(placement) {
      const { arithmetic, rows, output } = placement;
      const passes: Pass[] = [];
      let { input, parameters, gradients, wantsInputGradient, mask } = placement;
      for (const [i, layer] of layers.entries()) {
        const ownOutput = (): Activation => {
          if (i === lastOfOwn) return output;
          const padding = layers.slice(i + 1).find(({ isInPlace }) => !isInPlace)!.padding;
          return newActivation(arithmetic, rows, layer.outputShape(input), padding);
        };
        const to = layer.isInPlace ? input : ownOutput();
        const size = sizeOf(layer.tensors(input));
        const own = { arithmetic, rows, input, output: to, parameters, gradients, wantsInputGradient };
        passes.push(layer.place({ ...own, ...(mask && { mask: mask.subarray(0, size) }) }));
        [input, parameters, gradients, mask] = [to, parameters + size, gradients + size, mask?.subarray(size)];
        wantsInputGradient ||= size > 0;
      }
      return {
        forward(count) {
          for (let i = 0; i < passes.length; i++) passes[i]!.forward(count);
        },
        backward(count) {
          for (let i = passes.length - 1; i >= 0; i--) passes[i]!.backward(count);
        },
      };
    },
  };
}

/** x + f(x), with layers for f that keep the shape, before a layer that wants the padding that they want. */
export function residual(layers: readonly Layer[]): Layer {
  const inner = sequence(layers);
  return {
    ...inner,
    place(placement) {
      const { arithmetic, rows: most, input, output, wantsInputGradient } = placement;
      const own = newActivation(arithmetic, most, input, output.padding);
      const pass = inner.place({ ...placement, output: own });
      return {
        forward(rows) {
          pass.forward(rows);
          arithmetic.fill(output.at, rows * output.row);
          arithmetic.add(output.at, input.at, rows * output.row);
          arithmetic.add(output.at, own.at, rows * output.row);
        },
        backward(rows) {
          arithmetic.fill(own.gradient, rows * output.row);
          arithmetic.add(own.gradient, output.gradient, rows * output.row);
          pass.backward(rows);
          if (wantsInputGradient) arithmetic.add(input.gradient, output.gradient, rows * output.row);
        },
      };
    },
  };
}
