import { Writable } from "node:stream";
import { run } from "../../../src/cli/run.js";
import { BIN, type CliResult } from "./run-cli.js";

/** The built command, which has what threads begin with, in a file of its own. */
const BUILT = new URL("../../../dist/cli.js", import.meta.url).href;
export const { run: runBuilt } = (await import(BUILT)) as { run: typeof run };

/**
 * Runs the command in this process: all that `runCli` does in one of its own, but for the start of Node, which takes a
 * hundred times as long. Not for what a process is needed for: signals, pipes, standard input.
 *
 * @param options the command of another build; the columns of a terminal, else it writes to none.
 */
export async function runHere(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
  { command = run, columns }: { command?: typeof run; columns?: number } = {},
): Promise<CliResult> {
  const [stdout, stderr] = [new Text(columns), new Text(columns)];
  const asProcess = {
    argv: [process.execPath, BIN, ...args],
    env: { ...process.env, NO_COLOR: "1", ...env },
    stdout,
    stderr,
    exitCode: 0,
    on: () => {},
    removeAllListeners: () => {},
  };
  const before = process.cwd();
  process.chdir(cwd);
  try {
    await command(asProcess as unknown as NodeJS.Process);
    return { exitCode: asProcess.exitCode, stdout: stdout.text, stderr: stderr.text };
  } finally {
    process.chdir(before);
  }
}

/** A stream that is no terminal, or one of so many columns. */
class Text extends Writable {
  readonly isTTY: boolean;
  #bytes: Buffer[] = [];

  constructor(readonly columns: number | undefined) {
    super();
    this.isTTY = columns !== undefined;
  }

  get text(): string {
    return Buffer.concat(this.#bytes).toString();
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.#bytes.push(Buffer.from(chunk)); // whoever writes uses it again
    done();
  }
}
