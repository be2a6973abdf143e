import { abortSignal, callback, type OptionKinds } from "../config/options.js";

/** How far some work is. */
export interface Progress {
  /** What is done at the moment: examples are drawn first, and then written; those of files are read, or compared. */
  readonly phase: "generating" | "writing" | "reading" | "comparing";
  readonly done: number;
  readonly total: number;
}

/** What every function takes that may work for long. */
export interface WorkOptions {
  /** Told how far the work is, every 10 ms or so. */
  readonly onProgress?: (progress: Progress) => void;
  /** Aborting it stops the work; what was written so far is removed. */
  readonly signal?: AbortSignal;
}

export const workKinds: OptionKinds<WorkOptions> = { onProgress: callback, signal: abortSignal };

/** What browsers and Node have for it, of which TypeScript's libraries know a part. */
interface Turns {
  readonly setImmediate?: (callback: () => void) => void;
  readonly scheduler?: { readonly yield?: () => Promise<void> };
  readonly setTimeout: (callback: () => void) => void;
}

/** Lets timers, signals and other work have their turn; between parts of long work. @throws the signal's reason when aborted. */
export async function takeTurns(signal: AbortSignal | undefined): Promise<void> {
  const { setImmediate, scheduler, setTimeout } = globalThis as unknown as Turns;
  // The first two are at once; a timer may take 4 ms.
  if (setImmediate === undefined && scheduler?.yield !== undefined) await scheduler.yield();
  else await new Promise<void>((resolve) => (setImmediate ?? setTimeout)(resolve));
  signal?.throwIfAborted();
}

/**
 * Does work whose steps take some 10 ms each, with turns for others in between.
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
