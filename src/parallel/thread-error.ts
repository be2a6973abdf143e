import { inspect } from "node:util";

/** Threads that there can't be here, or not so many: nothing is wrong with the data, nor with the program. */
export class ThreadError extends Error {
  override readonly name = "ThreadError";
}

export const OUT_OF_MEMORY = "ERR_WORKER_OUT_OF_MEMORY";

/** An error that work ended with, or its memory. */
export function failureFrom(error: unknown): Error {
  const { code } = Object(error) as NodeJS.ErrnoException;
  if (code === OUT_OF_MEMORY || (error instanceof RangeError && /allocation/.test(error.message))) {
    return new ThreadError("threads have not enough memory: fewer take less (--workers 1)", { cause: error });
  }
  return error instanceof Error ? error : new Error(`a thread failed: ${inspect(error)}`);
}
