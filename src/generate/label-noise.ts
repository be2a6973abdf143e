import type { LabelNoise } from "../config/config.js";
import type { RandomStream } from "../random/random-stream.js";

/**
 * Redraws labels at random, row by row: a uniform decides whether, then `choice` decides to what.
 * @param y labels of the train split, in order; changed in place.
 * @param classes all labels.
 * @param random a stream of the noise's own, so that x is what it is without.
 */
export function addLabelNoise(
  y: Int32Array,
  classes: readonly number[],
  noise: LabelNoise,
  random: RandomStream,
): void {
  for (let row = 0; row < y.length; row++) {
    if (random.uniform() >= noise.fraction) continue;
    if (noise.mode === "resample") {
      y[row] = classes[random.choice(classes.length)]!;
    } else if (noise.mode === "udl") {
      y[row] = classes[Math.trunc(random.uniform() * classes.length)]!;
    } else {
      const others = 1 + random.choice(classes.length - 1);
      y[row] = classes[(classes.indexOf(y[row]!) + others) % classes.length]!;
    }
  }
}
