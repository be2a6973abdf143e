import { inspect } from "node:util";
import { visible, visibleLine } from "../formats/printable.js";
import { print } from "./stdout-sink.js";

/**
 * Standard output for data, standard error for people. Text may have anything in it that others wrote, such as the names of
 * files: it is made visible here, where all of it passes.
 */
export interface Terminal {
  /** Both as they are: for data, and for what draws. */
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Text for programs on standard output: JSON, help. */
  print(text: string): Promise<void>;
  /** What was asked for, as people read it, on standard output; unprinted with `--quiet`. */
  report(text: string): Promise<void>;
  /** A message for people; unheard with `--quiet`. */
  say(text: string): void;
  /** Something to be known that stops nothing, in a line; unheard with `--quiet`. */
  warn(text: string): void;
  /**
   * Emphasis for what goes to standard error, a line or a part of one, where that is a terminal that has it and NO_COLOR is
   * not set.
   */
  readonly style: Style;
  /** The same for standard output. */
  readonly reportStyle: Style;
  /** Whether progress can be drawn. */
  readonly showsProgress: boolean;
}

export type Style = (format: "bold" | "dim" | "yellow" | "red" | "green", text: string) => string;

type Streams = Pick<NodeJS.Process, "stdout" | "stderr" | "env">;

/** Stands for the escape character of our own styles on its way to a stream. Nobody else knows it, so theirs stay visible. */
const ESCAPE = `\u0000${Math.random()}`;

export function createTerminal({ stdout, stderr, env }: Streams, quiet: boolean): Terminal {
  const styleOf = (stream: NodeJS.WriteStream): Style => {
    const hasColor = stream.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
    return (format, text) => {
      const [on, off] = inspect.colors[format]!;
      return hasColor ? `${ESCAPE}[${on}m${visibleLine(text)}${ESCAPE}[${off}m` : visibleLine(text);
    };
  };
  const shown = (text: string) => text.split(ESCAPE).map(visible).join("\u001b");
  const style = styleOf(stderr);
  const say = (text: string) => {
    if (!quiet) stderr.write(`${shown(text)}\n`);
  };
  return {
    stdout,
    stderr,
    print: (text) => print(stdout, visible(text)),
    report: async (text) => {
      if (!quiet) await print(stdout, `${shown(text)}\n`);
    },
    say,
    style,
    reportStyle: styleOf(stdout),
    warn: (text) => say(`${style("yellow", "warning:")} ${visibleLine(text)}`),
    showsProgress: stderr.isTTY === true && !quiet,
  };
}
