import { instanceWith } from "./instance.js";
import type { NumberKernelFactory } from "./kernel.js";

/** What the kernel writes: float32 from here on, below 2^29. */
const LEAST = 1 / 8192;
const EXPONENTS = 42;
const MANTISSA_VALUES = 8388608;

/** The kernel of `assembly/digits.ts`. */
export const numberKernel: NumberKernelFactory = (numbers, bytes) => {
  const instance = instanceWith({ scales: scaleTable(), values: 4 * numbers, text: bytes });
  if (instance === undefined) return undefined;
  const { at, buffer, globals, functions } = instance;
  globals.scales!.value = at.scales;
  return {
    values: new Float32Array(buffer, at.values, numbers),
    text: new Uint8Array(buffer, at.text, bytes),
    write: (from, count, position) => functions.writeFloats(at.values + 4 * from, count, at.text + position) - at.text,
    written: () => globals.written!.value,
  };
};

/** As `assembly/digits.ts` has it. */
function scaleTable(): Float64Array {
  const rows: number[] = [];
  for (let i = 0, power = LEAST; i < EXPONENTS; i++, power *= 2) {
    const digits = Number(power.toExponential().split("e")[1]) + 1;
    rows.push(Number(`1e${digits}`), Number(`1e${9 - digits}`), Number(`1e${8 - digits}`));
    rows.push(power / MANTISSA_VALUES / 2, digits);
  }
  return Float64Array.from(rows);
}
