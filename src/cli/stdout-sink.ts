import type { Writable } from "node:stream";
import type { Sink } from "../formats/format.js";
import { ClosedPipe } from "./exit-code.js";

/** Standard output as a sink: waits for the reader, and ends quietly when the reader has gone. */
export function stdoutSink(stdout: Writable): Sink {
  return {
    write: (bytes) =>
      new Promise((resolve, reject) => {
        stdout.write(bytes, (error) => {
          if (error == null) resolve();
          else reject((error as NodeJS.ErrnoException).code === "EPIPE" ? new ClosedPipe() : error);
        });
      }),
    close: async () => {},
  };
}
