import type { Arithmetic } from "./arithmetic.js";
import { newInstance } from "./instance.js";

/** Arithmetic in float32, four values at a time, by the kernels of `assembly/`. @throws CompileError where there is no SIMD. */
export function float32Arithmetic(): Arithmetic {
  const { kernels, buffer, reserve } = newInstance(4);
  const { product64, transposedProduct64, tanh64, ...own } = kernels;
  return {
    ...own,
    dtype: "float32",
    reserve,
    view: (at, length) => new Float32Array(buffer(), 4 * at, length),
    integers: (at, length) => new Int32Array(buffer(), 4 * at, length),
  };
}
