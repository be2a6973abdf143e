// What is loaded for who has work for kernels.
export { numberKernel } from "./number-kernel.js";
export { signalKernel } from "./signal-kernel.js";
