import { expect } from "vitest";

/** An array of a .npy file. */
export interface NpyArray {
  readonly descr: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | Float64Array | BigInt64Array | string;
}

/**
 * Reads a .npy file of version 1.0.
 *
 * @see numpy/doc/neps/nep-0001-npy-format.rst
 */
export function parseNpy(file: Uint8Array): NpyArray {
  const bytes = Buffer.from(file);
  expect(bytes.toString("latin1", 0, 8)).toBe("\x93NUMPY\x01\x00");
  const start = 10 + bytes.readUInt16LE(8);
  expect(start % 64).toBe(0);
  const header = bytes.toString("latin1", 10, start);
  const match = /^\{'descr': '(<\w+)', 'fortran_order': False, 'shape': \(([\d, ]*)\), \} *\n$/.exec(header);
  if (match === null) throw new Error(`header ${JSON.stringify(header)}`);
  const [, descr, tuple] = match as unknown as [string, string, string];
  expect(tuple).toMatch(/^$|^\d+,$|^\d+(, \d+)+$/);
  const shape = (tuple.match(/\d+/g) ?? []).map(Number);
  const data = Uint8Array.from(bytes.subarray(start)).buffer;
  const values = valuesOf(descr, data);
  if (typeof values !== "string") expect(values.length).toBe(shape.reduce((product, n) => product * n, 1));
  return { descr, shape, values };
}

function valuesOf(descr: string, data: ArrayBuffer): NpyArray["values"] {
  if (descr === "<f4") return new Float32Array(data);
  if (descr === "<f8") return new Float64Array(data);
  if (descr === "<i8") return new BigInt64Array(data);
  const text = String.fromCodePoint(...new Uint32Array(data));
  expect(descr).toBe(`<U${data.byteLength / 4}`);
  return text;
}
