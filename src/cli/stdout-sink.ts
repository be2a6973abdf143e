import type { Writable } from "node:stream";
import { outputErrorFrom } from "../dataset/output-error.js";
import type { Sink } from "../formats/format.js";
import { ClosedPipe } from "./exit-code.js";

/**
 * Standard output as a sink: waits for the reader, and ends quietly when the reader has gone.
 *
 * @param signal aborting it ends a wait for a reader that takes its time.
 */
export function stdoutSink(stdout: Writable, signal?: AbortSignal): Sink {
  return {
    write: (bytes) =>
      new Promise((resolve, reject) => {
        const abort = () => reject(signal!.reason);
        if (signal?.aborted) return abort();
        signal?.addEventListener("abort", abort, { once: true });
        stdout.write(bytes, (error) => {
          signal?.removeEventListener("abort", abort);
          if (error == null) resolve();
          else reject(stdoutError(error));
        });
      }),
    close: async () => {},
  };
}

/** Prints text on standard output. Rejects as the sink does. */
export function print(stdout: Writable, text: string): Promise<void> {
  return stdoutSink(stdout).write(new TextEncoder().encode(text));
}

function stdoutError(error: NodeJS.ErrnoException): unknown {
  return error.code === "EPIPE" ? new ClosedPipe() : outputErrorFrom(error, "standard output");
}
