import type { LabelledExamples, Training } from "../learn/training.js";

/**
 * Steps over batches in the order of the examples, again and again, as the notebooks train.
 * @param onStep told of each step that is done, before the next.
 * @yields the share of the steps that is done, now and then.
 */
export function* learnInOrder(
  training: Training,
  examples: LabelledExamples,
  { steps, batch }: { readonly steps: number; readonly batch: number },
  onStep: (step: number) => void = () => {},
): Generator<number, void, void> {
  let start = 0;
  for (let step = 1; step <= steps; step++) {
    const rows = Math.min(batch, examples.rows - start);
    training.step(examples, start, rows);
    start = start + rows === examples.rows ? 0 : start + rows;
    onStep(step);
    if (step % 10 === 0) yield step / steps;
  }
}
