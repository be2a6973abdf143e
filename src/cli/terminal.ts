import { inspect } from "node:util";
import { visible, visibleLine } from "../formats/printable.js";
import { fitted } from "./report/text-table.js";
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
  /** Characters of a line on standard output that tables and pictures may take. */
  readonly reportWidth: number;
  /** Whether progress can be drawn. */
  readonly showsProgress: boolean;
}

export type Style = (format: "bold" | "dim" | "yellow" | "red" | "green", text: string) => string;

/** Columns that reports are made for, where there are no fewer. */
const MOST_COLUMNS = 80;

/** What a terminal has room for; without end where there is none, and lines are not broken. */
function columnsOf({ isTTY, columns }: NodeJS.WriteStream): number {
  return isTTY === true && columns > 0 ? columns : Number.POSITIVE_INFINITY;
}

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
    if (!quiet) stderr.write(`${fitted(shown(text), columnsOf(stderr))}\n`);
  };
  return {
    stdout,
    stderr,
    print: (text) => print(stdout, visible(text)),
    report: async (text) => {
      if (!quiet) await print(stdout, `${fitted(shown(text), columnsOf(stdout))}\n`);
    },
    say,
    style,
    reportStyle: styleOf(stdout),
    reportWidth: Math.min(columnsOf(stdout), MOST_COLUMNS),
    // Whole: a terminal breaks it itself, and what is to be typed can still be copied.
    warn: (text) => {
      if (!quiet) stderr.write(`${shown(`${style("yellow", "warning:")} ${visibleLine(text)}`)}\n`);
    },
    showsProgress: stderr.isTTY === true && !quiet && env.TERM !== "dumb",
  };
}
