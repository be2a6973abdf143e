import type { LabelNoise } from "../config/config.js";
import { RandomState } from "../random/random-state.js";

/**
 * Second word of the key of the label noise's own stream. The first is the config's seed: in Python the stream is
 * `np.random.RandomState([seed, 1])`. Being another stream than the examples', it leaves x as it is.
 */
const LABEL_NOISE_STREAM = 1;

/**
 * Redraws labels at random, row by row: a uniform decides whether, then `choice` decides to what.
 *
 * @param y labels of the train split, in order; changed in place.
 * @param classes all labels.
 */
export function addLabelNoise(y: Int32Array, classes: readonly number[], noise: LabelNoise, seed: number): void {
  const random = new RandomState([seed, LABEL_NOISE_STREAM]);
  for (let row = 0; row < y.length; row++) {
    if (random.uniform() >= noise.fraction) continue;
    if (noise.mode === "resample") {
      y[row] = classes[random.choice(classes.length)]!;
    } else {
      const others = 1 + random.choice(classes.length - 1);
      y[row] = classes[(classes.indexOf(y[row]!) + others) % classes.length]!;
    }
  }
}
