import { styleText } from "node:util";
import { print } from "./stdout-sink.js";

/** Standard output for data, standard error for people. */
export interface Terminal {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Data on standard output. */
  print(text: string): Promise<void>;
  /** What was asked for, as people read it, on standard output; unprinted with `--quiet`. */
  report(text: string): Promise<void>;
  /** A message for people; unheard with `--quiet`. */
  say(text: string): void;
  /** Something to be known that stops nothing; unheard with `--quiet`. */
  warn(text: string): void;
  /** Emphasis for what goes to standard error, where that is a terminal that has it and NO_COLOR is not set. */
  readonly style: Style;
  /** The same for standard output. */
  readonly reportStyle: Style;
  /** Whether progress can be drawn. */
  readonly showsProgress: boolean;
}

export type Style = (format: "bold" | "dim" | "yellow" | "red" | "green", text: string) => string;

type Streams = Pick<NodeJS.Process, "stdout" | "stderr" | "env">;

export function createTerminal({ stdout, stderr, env }: Streams, quiet: boolean): Terminal {
  const styleOf = (stream: NodeJS.WriteStream): Style => {
    const hasColor = stream.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
    return (format, text) => (hasColor ? styleText(format, text) : text);
  };
  const style = styleOf(stderr);
  const say = (text: string) => {
    if (!quiet) stderr.write(`${text}\n`);
  };
  return {
    stdout,
    stderr,
    print: (text) => print(stdout, text),
    report: async (text) => {
      if (!quiet) await print(stdout, `${text}\n`);
    },
    say,
    style,
    reportStyle: styleOf(stdout),
    warn: (text) => say(`${style("yellow", "warning:")} ${text}`),
    showsProgress: stderr.isTTY === true && !quiet,
  };
}
