/** Of 64 bits each: `constantTable` of src/kernels/signal-kernel.ts. */
export let constants: usize = 0;

/** One that a loop takes into a local variable beforehand: V8 makes a literal anew, by up to five instructions, where it is used. */
export function constant(i: usize): v128 {
  return v128.load64_splat(constants + (i << 3));
}
