/** Where they are in memory, of 64 bits each: `constantTable` of src/kernels/signal-kernel.ts. */
const CONSTANTS: usize = 8192;

/** A constant of a loop. V8 makes a literal anew where it is used, by up to five instructions, and this is one. */
export function constant(i: usize): v128 {
  return v128.load64_splat(CONSTANTS + (i << 3));
}
