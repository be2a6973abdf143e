import { Interrupted } from "./exit-code.js";

/** Signals that ask a process to end, and the exit codes that shells give them: 128 and the signal's number. */
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Ends the run on a signal, with its code, while there is nothing that would have to be cleaned up. */
export function endOnSignals(process: NodeJS.Process): void {
  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      throw new Interrupted(code);
    });
  }
}

/**
 * Aborts on the first signal instead, so that work can clean up after itself; a second one ends the process at once. Called
 * when such work begins.
 */
export function abortOnSignals(process: NodeJS.Process): AbortSignal {
  const controller = new AbortController();
  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.removeAllListeners(signal);
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(code);
      controller.abort(new Interrupted(code));
    });
  }
  return controller.signal;
}
