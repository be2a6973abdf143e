import { Interrupted } from "./exit-code.js";
import type { FlagValues } from "./flags.js";
import { createTerminal, type Terminal } from "./terminal.js";

export interface Context {
  readonly flags: FlagValues;
  readonly terminal: Terminal;
  /**
   * To be called when work begins that cleans up after itself: from then on the first signal only aborts what it returns,
   * and the second one ends the process at once.
   */
  abortable(): AbortSignal;
  /** Schedulers say there which shard is to be made. */
  readonly env: NodeJS.ProcessEnv;
}

/** Begins a command. @param writes as an `Ending` has it. */
export type Begin = (flags: FlagValues, writes?: boolean) => Context;

/** Signals that ask a process to end, and the exit codes that shells give them: 128 and the signal's number. */
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Makes a process end on a signal, with its code. @returns what begins a command in it. */
export function createContexts(process: NodeJS.Process): Begin {
  let controller: AbortController | undefined;
  let writes = false;
  function listen(act: (interrupted: Interrupted) => void): void {
    for (const [signal, code] of Object.entries(SIGNALS)) {
      process.removeAllListeners(signal);
      process.on(signal, () => act(new Interrupted(code, writes ? "nothing was written" : undefined)));
    }
  }
  listen((interrupted) => {
    throw interrupted;
  });
  const abortable = () => {
    if (controller !== undefined) return controller.signal;
    const aborting = new AbortController();
    controller = aborting;
    listen((interrupted) => {
      if (aborting.signal.aborted) process.exit(interrupted.exitCode);
      aborting.abort(interrupted);
    });
    return aborting.signal;
  };
  return (flags, writesFiles = false) => {
    writes = writesFiles;
    return { flags, terminal: createTerminal(process, flags.quiet === true), abortable, env: process.env };
  };
}
