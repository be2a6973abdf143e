import type { Arithmetic } from "./arithmetic.js";
import { float32Arithmetic } from "./float32.js";
import { float64Arithmetic } from "./float64.js";
import { float64Kernels } from "./float64-kernels.js";

/**
 * Arithmetic for a model: that of the kernels, or JavaScript's where there is no WebAssembly SIMD, or where it is not allowed.
 * `MNIST1D_ENGINE=js` in Node's environment asks for the latter.
 */
export function newArithmetic(): Arithmetic {
  return withKernels(float32Arithmetic);
}

/** The same in float64, in which JavaScript's gives the same bits. */
export function newFloat64Arithmetic(): Arithmetic {
  return withKernels(float64Kernels);
}

function withKernels(make: () => Arithmetic): Arithmetic {
  const { process, WebAssembly } = globalThis as {
    process?: { env?: Record<string, string | undefined> };
    WebAssembly?: { readonly CompileError: new () => Error };
  };
  if (process?.env?.MNIST1D_ENGINE === "js" || WebAssembly === undefined) return float64Arithmetic();
  try {
    return make();
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) return float64Arithmetic();
    throw error;
  }
}
