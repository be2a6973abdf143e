import type { Sample } from "./row-sample.js";

/** What one example looks like as a whole, in numbers that no other example has a part in. */
export type ShapeName = "level" | "amplitude" | "slope" | "roughness";

/** Of each row of a sample, each statistic; shapes (rows,). */
export type ShapeStatistics = Readonly<Record<ShapeName, Float64Array>>;

/**
 * The four numbers of each example that the parameters of a dataset move most: a change that no position shows alone,
 * since positions mix signals of all places and amplitudes, can be plain in them.
 *
 * - level: mean of its points
 * - amplitude: their standard deviation
 * - slope: rise of the least-squares line from one end to the other
 * - roughness: root mean square of the second differences, 0 for fewer than 3 points
 */
export function shapeStatistics({ rows, length, x }: Sample): ShapeStatistics {
  const [level, amplitude, slope, roughness] = [0, 1, 2, 3].map(() => new Float64Array(rows)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const middle = (length - 1) / 2;
  let lineSquares = 0;
  for (let k = 0; k < length; k++) lineSquares += (k - middle) ** 2;

  for (let row = 0; row < rows; row++) {
    const start = row * length;
    let sum = 0;
    for (let k = 0; k < length; k++) sum += x[start + k]!;
    const mean = sum / length;
    let squares = 0;
    let product = 0;
    let bends = 0;
    for (let k = 0; k < length; k++) {
      const deviation = x[start + k]! - mean;
      squares += deviation * deviation;
      product += deviation * (k - middle);
      if (k < 2) continue;
      const bend = x[start + k]! - 2 * x[start + k - 1]! + x[start + k - 2]!;
      bends += bend * bend;
    }
    level[row] = mean;
    amplitude[row] = Math.sqrt(squares / length);
    slope[row] = length < 2 ? 0 : (product / lineSquares) * (length - 1);
    roughness[row] = length < 3 ? 0 : Math.sqrt(bends / (length - 2));
  }
  return { level, amplitude, slope, roughness };
}
