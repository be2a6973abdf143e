import type { KernelFactory, NumberKernelFactory } from "./kernel.js";

interface Factories {
  readonly signalKernel: KernelFactory;
  readonly numberKernel: NumberKernelFactory;
}

let factories: Factories | undefined;

/** Why kernels that were loaded are not used, if so: where WebAssembly or its SIMD is missing, or not allowed. */
export let kernelProblem: unknown;

/** Loads the kernels, for who has much to draw or to write. Without them everything is as it is, but slower: it never fails. */
export async function loadKernels(): Promise<void> {
  try {
    factories ??= await import("./factories.js");
  } catch (error) {
    kernelProblem = error;
  }
}

/** A kernel that draws for a config, where kernels are loaded and there is one. */
export const kernelFor: KernelFactory = (...arguments_) => made((all) => all.signalKernel(...arguments_));

/** A kernel that writes numbers, where kernels are loaded. */
export const numberKernelFor: NumberKernelFactory = (...arguments_) => made((all) => all.numberKernel(...arguments_));

/** `MNIST1D_ENGINE=js` in Node's environment says no. */
function made<Kernel>(make: (all: Factories) => Kernel): Kernel | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  if (process?.env?.MNIST1D_ENGINE === "js" || kernelProblem !== undefined) return undefined;
  try {
    return factories && make(factories);
  } catch (error) {
    kernelProblem = error;
    return undefined;
  }
}
