/** Whether to run what takes a second and more for a case that changes rarely: set in CI (MNIST1D_THOROUGH=1). */
export const THOROUGH = process.env.MNIST1D_THOROUGH !== undefined;
