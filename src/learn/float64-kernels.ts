import type { Arithmetic } from "./arithmetic.js";
import { float64Arithmetic } from "./float64.js";
import { newInstance } from "./instance.js";

/** `float64Arithmetic`, bit for bit, with what takes the time by the kernels of `assembly/`. @throws CompileError where there is no SIMD. */
export function float64Kernels(): Arithmetic {
  const { kernels, buffer, reserve } = newInstance(8);
  let heap = new Float64Array(buffer());
  const javascript = float64Arithmetic({
    values: () => heap,
    reserve(length) {
      const at = reserve(length);
      if (heap.buffer !== buffer()) heap = new Float64Array(buffer());
      return at;
    },
  });
  const { product64: product, transposedProduct64: transposedProduct, tanh64: tanhAll } = kernels;
  return { ...javascript, product, transposedProduct, tanhAll };
}
