import type { LabelledExamples } from "../learn/training.js";

/**
 * The share of examples that have the label that most of their nearest neighbours have, by Euclidean distance. Of neighbours that are
 * equally far the first counts, of labels that are equally many the smallest.
 *
 * @param among where neighbours are sought; the same object as `examples` for neighbours other than itself.
 * @yields now and then.
 */
export function* nearestAccuracy(
  examples: LabelledExamples,
  among: LabelledExamples,
  neighbours: number,
): Generator<void, number, void> {
  const width = examples.x.length / examples.rows;
  const distances = new Float64Array(neighbours);
  const labels = new Int32Array(neighbours);
  let right = 0;
  for (let row = 0; row < examples.rows; row++) {
    distances.fill(Infinity);
    for (let other = 0; other < among.rows; other++) {
      if (examples === among && other === row) continue;
      let distance = 0;
      for (let i = 0; i < width; i++) {
        const difference = examples.x[row * width + i]! - among.x[other * width + i]!;
        distance += difference * difference;
      }
      if (!(distance < distances[neighbours - 1]!)) continue;
      let place = neighbours - 1;
      for (; place > 0 && distance < distances[place - 1]!; place--) {
        distances[place] = distances[place - 1]!;
        labels[place] = labels[place - 1]!;
      }
      distances[place] = distance;
      labels[place] = among.labels[other]!;
    }
    if (mostFrequent(labels) === examples.labels[row]) right++;
    if (row % 50 === 0) yield;
  }
  return right / examples.rows;
}

/** The smallest of those that are equally many. */
export function mostFrequent(labels: Int32Array): number {
  const counts: number[] = [];
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  let best = 0;
  for (let label = 0; label < counts.length; label++) if ((counts[label] ?? 0) > (counts[best] ?? 0)) best = label;
  return best;
}

/** Examples of length 1, whose Euclidean distances are in the order of the cosines. */
export function normalised({ rows, x, labels }: LabelledExamples): LabelledExamples {
  const width = x.length / rows;
  const units = new Float64Array(x.length);
  for (let start = 0; start < x.length; start += width) {
    let square = 0;
    for (let i = start; i < start + width; i++) square += x[i]! * x[i]!;
    const norm = Math.sqrt(square) || 1;
    for (let i = start; i < start + width; i++) units[i] = x[i]! / norm;
  }
  return { rows, x: units, labels };
}
