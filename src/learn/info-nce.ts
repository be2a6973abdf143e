import { exp } from "../numeric/exp.js";
import type { Floats } from "../numeric/floats.js";
import { log } from "../numeric/log.js";

/** Norms below this are taken for it, as PyTorch's `normalize` does. */
const LEAST_NORM = 1e-12;

/**
 * InfoNCE of pairs of views: each first view has to be told from all second views which is its own, by the cosine of their outputs.
 * Second views repel first ones alone, which SimCLR's authors do not do (they have all repel all), and MNIST-1D's do.
 *
 * @param pairs how many there are, at most.
 * @param width of an output.
 * @see Chen et al., "A simple framework for contrastive learning of visual representations" (2020)
 */
export function newInfoNce(pairs: number, width: number, temperature: number) {
  const [units, slopes] = [new Float64Array(2 * pairs * width), new Float64Array(2 * pairs * width)];
  const [norms, scores] = [new Float64Array(2 * pairs), new Float64Array(pairs)];

  /**
   * @param outputs shape (2·count, width): all first views, then all second ones.
   * @param gradient of the mean loss by the outputs: written.
   * @returns the mean loss.
   */
  return (count: number, outputs: Floats, gradient: Floats): number => {
    for (let row = 0; row < 2 * count; row++) {
      let square = 0;
      for (let i = row * width; i < (row + 1) * width; i++) square += outputs[i]! * outputs[i]!;
      norms[row] = Math.max(Math.sqrt(square), LEAST_NORM);
      for (let i = row * width; i < (row + 1) * width; i++) units[i] = outputs[i]! / norms[row]!;
    }
    slopes.fill(0, 0, 2 * count * width);
    let loss = 0;
    for (let row = 0; row < count; row++) {
      let most = -Infinity;
      for (let other = 0; other < count; other++) {
        let dot = 0;
        const [from, to] = [row * width, (count + other) * width];
        for (let i = 0; i < width; i++) dot += units[from + i]! * units[to + i]!;
        scores[other] = dot / temperature;
        if (scores[other]! > most) most = scores[other]!;
      }
      const own = scores[row]! - most;
      let sum = 0;
      for (let other = 0; other < count; other++) {
        scores[other] = exp(scores[other]! - most);
        sum += scores[other]!;
      }
      loss += log(sum) - own;
      for (let other = 0; other < count; other++) {
        const slope = (scores[other]! / sum - (other === row ? 1 : 0)) / (count * temperature);
        const [from, to] = [row * width, (count + other) * width];
        for (let i = 0; i < width; i++) {
          slopes[from + i]! += slope * units[to + i]!;
          slopes[to + i]! += slope * units[from + i]!;
        }
      }
    }
    // The length of an output changes nothing: what is along it goes.
    for (let row = 0; row < 2 * count; row++) {
      let along = 0;
      for (let i = row * width; i < (row + 1) * width; i++) along += slopes[i]! * units[i]!;
      for (let i = row * width; i < (row + 1) * width; i++) {
        gradient[i] = (slopes[i]! - along * units[i]!) / norms[row]!;
      }
    }
    return loss / count;
  };
}
