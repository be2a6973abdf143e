import type { KernelFactory } from "./kernel.js";

let factory: KernelFactory | undefined;

/** Why kernels that were loaded are not used, if so: where WebAssembly or its SIMD is missing, or not allowed. */
export let kernelProblem: unknown;

/** Loads the kernels, for who has many examples to draw. Without them everything is as it is, but slower: it never fails. */
export async function loadKernels(): Promise<void> {
  try {
    factory ??= (await import("./signal-kernel.js")).signalKernel;
  } catch (error) {
    kernelProblem = error;
  }
}

/** A kernel for a config, where they are loaded and there is one. `MNIST1D_ENGINE=js` in Node's environment says no. */
export const kernelFor: KernelFactory = (...arguments_) => {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  if (process?.env?.MNIST1D_ENGINE === "js" || kernelProblem !== undefined) return undefined;
  try {
    return factory?.(...arguments_);
  } catch (error) {
    kernelProblem = error;
    return undefined;
  }
};
