// What is done to each value alone. Lengths are made up to whole vectors: what is behind an array is its own room.
import { tanh } from "./functions";
import { bytesAt, fill } from "./memory";

export { fill };

export function relu(at: u32, length: u32): void {
  const end = bytesAt(at + length);
  for (let p = bytesAt(at); p < end; p += 16) v128.store(p, f32x4.max(v128.load(p), f32x4.splat(0)));
}

/** Gradients stay where the output is positive. */
export function reluGradient(output: u32, gradient: u32, length: u32): void {
  const from = bytesAt(output);
  const to = bytesAt(gradient);
  for (let i: usize = 0; i < bytesAt(length); i += 16) {
    const mask = f32x4.gt(v128.load(from + i), f32x4.splat(0));
    v128.store(to + i, v128.and(v128.load(to + i), mask));
  }
}

export function tanhAll(at: u32, length: u32): void {
  const end = bytesAt(at + length);
  for (let p = bytesAt(at); p < end; p += 16) v128.store(p, tanh(v128.load(p)));
}

export function tanhGradient(output: u32, gradient: u32, length: u32): void {
  const from = bytesAt(output);
  const to = bytesAt(gradient);
  for (let i: usize = 0; i < bytesAt(length); i += 16) {
    const y = v128.load(from + i);
    const slope = f32x4.sub(f32x4.splat(1), f32x4.mul(y, y));
    v128.store(to + i, f32x4.mul(v128.load(to + i), slope));
  }
}

export function add(to: u32, from: u32, length: u32): void {
  const target = bytesAt(to);
  const source = bytesAt(from);
  for (let i: usize = 0; i < bytesAt(length); i += 16) {
    v128.store(target + i, f32x4.add(v128.load(target + i), v128.load(source + i)));
  }
}

export function multiply(to: u32, from: u32, length: u32): void {
  const target = bytesAt(to);
  const source = bytesAt(from);
  for (let i: usize = 0; i < bytesAt(length); i += 16) {
    v128.store(target + i, f32x4.mul(v128.load(target + i), v128.load(source + i)));
  }
}
