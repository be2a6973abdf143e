import type { Arithmetic } from "./arithmetic.js";
import { float32Arithmetic } from "./float32.js";
import { float64Arithmetic } from "./float64.js";

/**
 * Arithmetic for a model: that of the kernels, or JavaScript's where there is no WebAssembly SIMD, or where it is not allowed.
 * `MNIST1D_ENGINE=js` in Node's environment asks for the latter.
 */
export function newArithmetic(): Arithmetic {
  const { process, WebAssembly } = globalThis as {
    process?: { env?: Record<string, string | undefined> };
    WebAssembly?: { readonly CompileError: new () => Error };
  };
  if (process?.env?.MNIST1D_ENGINE === "js" || WebAssembly === undefined) return float64Arithmetic();
  try {
    return float32Arithmetic();
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) return float64Arithmetic();
    throw error;
  }
}
