import type { Floats } from "../../numeric/floats.js";
import type { RandomState } from "../../random/random-state.js";

/** What is drawn for a view of an example. */
export interface Augmentation {
  /** Shifts are uniform in 0 … maxShift − 1 points, around the end. */
  readonly maxShift: number;
  /** Standard deviations, of rise a point and of the mean. */
  readonly slopeStd: number;
  readonly offsetStd: number;
}

/**
 * Writes another view of an example: its line of best fit is taken out, it is shifted around its end, and has a line that is drawn.
 * @param target room for `length` values from `at` on.
 */
export function writeView(
  target: Floats,
  at: number,
  x: Floats,
  from: number,
  length: number,
  { maxShift, slopeStd, offsetStd }: Augmentation,
  random: RandomState,
): void {
  const middle = (length - 1) / 2;
  let [sum, moment, squares] = [0, 0, 0];
  for (let i = 0; i < length; i++) {
    sum += x[from + i]!;
    moment += x[from + i]! * (i - middle);
    squares += (i - middle) * (i - middle);
  }
  const [mean, slope] = [sum / length, moment / squares];
  const shift = random.choice(maxShift);
  random.fillNormals(line, 0, 2, 1);
  const [newSlope, offset] = [slopeStd * line[0]!, offsetStd * line[1]!];
  for (let i = 0; i < length; i++) {
    const to = (i + shift) % length;
    target[at + to] = x[from + i]! - mean - slope * (i - middle) + newSlope * (to - middle) + offset;
  }
}

const line = new Float64Array(2);
