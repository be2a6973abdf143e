import type { Dtype } from "../config/config.js";

export type Floats<D extends Dtype = Dtype> = D extends "float64" ? Float64Array : Float32Array;

export function newFloats<D extends Dtype>(dtype: D, count: number): Floats<D> {
  return (dtype === "float64" ? new Float64Array(count) : new Float32Array(count)) as Floats<D>;
}

/**
 * The memory of floats as words of 32 bits; not a copy. Read as a number and written again, a signalling NaN would
 * become a quiet one.
 */
export function wordsOfFloats(values: Floats): Int32Array {
  return new Int32Array(values.buffer, values.byteOffset, values.byteLength / Int32Array.BYTES_PER_ELEMENT);
}

/**
 * Copies floats into memory of the same or the other element type. NaNs keep sign and payload, and stay signalling if
 * they are: what float64 is made of a float32 NaN gives that NaN back. Of a float64 payload that only the low 29 bits
 * have, which float32 has no place for, a quiet NaN is left.
 * @param offset in `target`.
 */
export function copyFloats(target: Floats, source: Floats, offset = 0): void {
  target.set(source, offset);
  if (target.BYTES_PER_ELEMENT === source.BYTES_PER_ELEMENT) return;
  const next = source instanceof Float32Array ? nextNaN32 : nextNaN64;
  for (let i = next(source as never, 0); i < source.length; i = next(source as never, i + 1)) {
    copyNaN(target, offset + i, source, i);
  }
}

// One for each type, so that each has loads of one kind only: together they take five times as long.

function nextNaN32(values: Float32Array, start: number): number {
  let i = start;
  while (i < values.length && !Number.isNaN(values[i]!)) i++;
  return i;
}

function nextNaN64(values: Float64Array, start: number): number {
  let i = start;
  while (i < values.length && !Number.isNaN(values[i]!)) i++;
  return i;
}

function copyNaN(target: Floats, to: number, source: Floats, from: number): void {
  const [{ buffer: memory, byteOffset: start }, { buffer, byteOffset }] = [target, source];
  if (source instanceof Float32Array) {
    const bits = new Uint32Array(buffer, byteOffset + 4 * from, 1)[0]!;
    const [low, high] = [bits << 29, (bits & 0x80000000) | 0x7ff00000 | ((bits & 0x7fffff) >>> 3)];
    new Int32Array(memory, start + 8 * to, 2).set([low, high]);
  } else {
    const [low = 0, high = 0] = new Uint32Array(buffer, byteOffset + 8 * from, 2);
    const payload = ((high & 0xfffff) << 3) | (low >>> 29);
    new Int32Array(memory, start + 4 * to, 1)[0] = (high & 0x80000000) | 0x7f800000 | (payload || 0x400000);
  }
}
