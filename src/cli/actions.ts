import type { FlagValues } from "./effective-config.js";
import type { Actions } from "./program.js";
import { abortOnSignals } from "./signals.js";
import { createTerminal } from "./terminal.js";

/** What the commands do, in a process. The code of each is loaded when it is run. */
export function createActions(process: NodeJS.Process): Actions {
  const terminal = (flags: FlagValues) => createTerminal(process, flags.quiet === true);
  let signal: AbortSignal | undefined;
  const abortable = () => {
    signal ??= abortOnSignals(process);
    return signal;
  };
  return {
    async generate(flags) {
      const { generateCommand } = await import("./generate-command.js");
      await generateCommand(flags, terminal(flags), abortable, process.env);
    },
    async config(flags) {
      const { configCommand } = await import("./config-command.js");
      await configCommand(flags, terminal(flags), abortable);
    },
    async verify(path, flags) {
      const { verifyCommand } = await import("./verify-command.js");
      await verifyCommand(path, flags, terminal(flags), abortable);
    },
    async inspect(path, flags) {
      const { inspectCommand } = await import("./inspect-command.js");
      await inspectCommand(path, flags, terminal(flags), abortable);
    },
    async diff(operands, flags) {
      const { diffCommand } = await import("./diff-command.js");
      await diffCommand(operands, flags, terminal(flags), abortable);
    },
    async merge(path, flags) {
      const { mergeCommand } = await import("./merge-command.js");
      await mergeCommand(path, flags, terminal(flags), abortable);
    },
    async convert(input, output, flags) {
      const { convertCommand } = await import("./convert-command.js");
      await convertCommand([input, output], flags, terminal(flags), abortable);
    },
    async goldenAdd(file, datasets, flags) {
      const { goldenAddCommand } = await import("./golden-command.js");
      await goldenAddCommand(file, datasets, flags, terminal(flags), abortable);
    },
  };
}
