import type { Writable } from "node:stream";
import { inspect } from "node:util";
import { jsonText } from "../config/config-json.js";
import { fileErrorFrom } from "../dataset/errors.js";
import type { Sink } from "../formats/format.js";
import { visible, visibleLine } from "../formats/printable.js";
import { ClosedPipe } from "./exit-code.js";
import { fitted, type Style } from "./report/text-table.js";

/** Columns that reports are made for, where there are no fewer. */
const MOST_COLUMNS = 80;

/** What a terminal has room for; without end where there is none, and lines are not broken. */
function columnsOf({ isTTY, columns }: NodeJS.WriteStream): number {
  return isTTY === true && columns > 0 ? columns : Number.POSITIVE_INFINITY;
}

type Streams = Pick<NodeJS.Process, "stdout" | "stderr" | "env">;

/** Stands for the escape character of our own styles on its way to a stream. Nobody else knows it, so theirs stay visible. */
const ESCAPE = `\u0000${Math.random()}`;

/**
 * Standard output for data, standard error for people. Text may have anything in it that others wrote, such as the names of
 * files: it is made visible here, where all of it passes.
 */
export function createTerminal({ stdout, stderr, env }: Streams, quiet: boolean) {
  const styleOf = (stream: NodeJS.WriteStream): Style => {
    const hasColor = stream.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
    return (format, text) => {
      const [on, off] = inspect.colors[format]!;
      return hasColor ? `${ESCAPE}[${on}m${visibleLine(text)}${ESCAPE}[${off}m` : visibleLine(text);
    };
  };
  const shown = (text: string) => text.split(ESCAPE).map(visible).join("\u001b");
  const style = styleOf(stderr);
  const sayAsItIs = (text: string) => void (quiet || stderr.write(`${text}\n`));
  const print = (text: string) => stdoutSink(stdout).write(new TextEncoder().encode(text));
  return {
    /** Both as they are: for data, and for what draws. */
    stdout,
    stderr,
    /** Text on standard output. */
    print: async (text: string) => print(visible(text)),
    /** What programs read, on standard output. */
    printJson: async (value: unknown) => print(visible(`${jsonText(value, "  ")}\n`)),
    /** What was asked for, as people read it, on standard output; unprinted with `--quiet`. */
    report: async (text: string) => {
      if (!quiet) await print(`${fitted(shown(text), columnsOf(stdout))}\n`);
    },
    /** A message for people; unheard with `--quiet`. */
    say: (text: string) => sayAsItIs(fitted(shown(text), columnsOf(stderr))),
    /** Something to be known that stops nothing: whole, as a terminal breaks it itself, and what is to be typed can be copied. */
    warn: (text: string) => sayAsItIs(shown(`${style("yellow", "warning:")} ${visibleLine(text)}`)),
    /** Emphasis for what goes to standard error, a line or a part of one, where that is a terminal and NO_COLOR is not set. */
    style,
    /** What reports are written on: emphasis, and the characters of a line that tables and pictures may take. */
    paper: { style: styleOf(stdout), width: Math.min(columnsOf(stdout), MOST_COLUMNS) },
    showsProgress: stderr.isTTY === true && !quiet && env.TERM !== "dumb",
  };
}

export type Terminal = Readonly<ReturnType<typeof createTerminal>>;

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
          else if ((error as NodeJS.ErrnoException).code === "EPIPE") reject(new ClosedPipe());
          else reject(fileErrorFrom(error, "standard output"));
        });
      }),
    close: async () => {},
  };
}
