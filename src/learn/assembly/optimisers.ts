// Steps of optimisers over all parameters of a model.
import { bytesAt } from "./memory";

/** @param stepSize the learning rate by the first correction. @param correction the root of the second one. */
export function adam(
  length: u32,
  parameters: u32,
  gradients: u32,
  first: u32,
  second: u32,
  stepSize: f32,
  correction: f32,
  beta1: f32,
  beta2: f32,
  epsilon: f32,
): void {
  const p = bytesAt(parameters);
  const g = bytesAt(gradients);
  const m = bytesAt(first);
  const v = bytesAt(second);
  for (let i: usize = 0; i < bytesAt(length); i += 16) {
    const gradient = v128.load(g + i);
    const mean = f32x4.add(
      f32x4.mul(f32x4.splat(beta1), v128.load(m + i)),
      f32x4.mul(f32x4.splat(1 - beta1), gradient),
    );
    const square = f32x4.add(
      f32x4.mul(f32x4.splat(beta2), v128.load(v + i)),
      f32x4.mul(f32x4.splat(1 - beta2), f32x4.mul(gradient, gradient)),
    );
    v128.store(m + i, mean);
    v128.store(v + i, square);
    const root = f32x4.add(f32x4.div(f32x4.sqrt(square), f32x4.splat(correction)), f32x4.splat(epsilon));
    v128.store(p + i, f32x4.sub(v128.load(p + i), f32x4.div(f32x4.mul(f32x4.splat(stepSize), mean), root)));
  }
}

export function sgd(length: u32, parameters: u32, gradients: u32, velocities: u32, rate: f32, momentum: f32): void {
  const p = bytesAt(parameters);
  const g = bytesAt(gradients);
  const v = bytesAt(velocities);
  for (let i: usize = 0; i < bytesAt(length); i += 16) {
    const velocity = f32x4.add(f32x4.mul(f32x4.splat(momentum), v128.load(v + i)), v128.load(g + i));
    v128.store(v + i, velocity);
    v128.store(p + i, f32x4.sub(v128.load(p + i), f32x4.mul(f32x4.splat(rate), velocity)));
  }
}

export function rmsprop(
  length: u32,
  parameters: u32,
  gradients: u32,
  squares: u32,
  rate: f32,
  decay: f32,
  epsilon: f32,
): void {
  const p = bytesAt(parameters);
  const g = bytesAt(gradients);
  const s = bytesAt(squares);
  for (let i: usize = 0; i < bytesAt(length); i += 16) {
    const gradient = v128.load(g + i);
    const square = f32x4.add(
      f32x4.mul(f32x4.splat(decay), v128.load(s + i)),
      f32x4.mul(f32x4.splat(1 - decay), f32x4.mul(gradient, gradient)),
    );
    v128.store(s + i, square);
    const root = f32x4.add(f32x4.sqrt(square), f32x4.splat(epsilon));
    v128.store(p + i, f32x4.sub(v128.load(p + i), f32x4.div(f32x4.mul(f32x4.splat(rate), gradient), root)));
  }
}
