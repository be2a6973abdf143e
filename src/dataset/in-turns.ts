import { setImmediate } from "node:timers/promises";

/** Lets timers, signals and other work have their turn; between parts of long work. @throws the signal's reason when aborted. */
export async function takeTurns(signal: AbortSignal | undefined): Promise<void> {
  await setImmediate();
  signal?.throwIfAborted();
}

/**
 * Does work whose steps take some 10 ms each, with turns for others in between.
 *
 * @param onStep told what each step yields.
 * @throws what the steps throw; the signal's reason when aborted.
 */
export async function inTurns<Step, Result>(
  steps: Generator<Step, Result, void>,
  signal: AbortSignal | undefined,
  onStep?: (step: Step) => void,
): Promise<Result> {
  for (;;) {
    signal?.throwIfAborted();
    const step = steps.next();
    if (step.done) return step.value;
    onStep?.(step.value);
    await takeTurns(signal);
  }
}
