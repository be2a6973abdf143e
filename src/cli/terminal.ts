import { styleText } from "node:util";
import { print } from "./stdout-sink.js";

/** Standard output for data, standard error for people. */
export interface Terminal {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Data on standard output. */
  print(text: string): Promise<void>;
  /** A message for people; unheard with `--quiet`. */
  say(text: string): void;
  /** Something to be known that stops nothing; unheard with `--quiet`. */
  warn(text: string): void;
  /** Emphasis, where the terminal has it and NO_COLOR is not set. */
  style(format: "bold" | "dim" | "yellow" | "red" | "green", text: string): string;
  /** Whether progress can be drawn. */
  readonly showsProgress: boolean;
}

type Streams = Pick<NodeJS.Process, "stdout" | "stderr" | "env">;

export function createTerminal({ stdout, stderr, env }: Streams, quiet: boolean): Terminal {
  const hasColor = stderr.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
  const style: Terminal["style"] = (format, text) => (hasColor ? styleText(format, text) : text);
  const say = (text: string) => {
    if (!quiet) stderr.write(`${text}\n`);
  };
  return {
    stdout,
    stderr,
    print: (text) => print(stdout, text),
    say,
    style,
    warn: (text) => say(`${style("yellow", "warning:")} ${text}`),
    showsProgress: stderr.isTTY === true && !quiet,
  };
}
