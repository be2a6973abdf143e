import type { LabelledExamples, Training } from "../../learn/training.js";
import type { RandomStream } from "../../random/random-stream.js";

/**
 * Steps over batches of examples that are in another order in each epoch, as data loaders shuffle them; what does not fill a
 * batch is one of its own.
 * @yields the share of the steps that is done, now and then.
 */
export function* learnShuffled(
  training: Training,
  { rows, x, labels }: LabelledExamples,
  { steps, batch }: { readonly steps: number; readonly batch: number },
  random: RandomStream,
): Generator<number, void, void> {
  const length = x.length / rows;
  const shuffled = { rows, x: x.slice(), labels: labels.slice() };
  let start = rows;
  for (let step = 1; step <= steps; step++) {
    if (start === rows) {
      for (const [row, from] of random.permutation(rows).entries()) {
        for (let i = 0; i < length; i++) shuffled.x[row * length + i] = x[from * length + i]!;
        shuffled.labels[row] = labels[from]!;
      }
      start = 0;
    }
    const count = Math.min(batch, rows - start);
    training.step(shuffled, start, count);
    start += count;
    if (step % 10 === 0) yield step / steps;
  }
}
