import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { FileError } from "../dataset/errors.js";
import type { Context } from "./context.js";
import type { Ending } from "./flags.js";

export const ending: Ending = {
  examples: `
  xdg-open "$(mnist1d playground)"             on Linux
  open "$(mnist1d playground)"                 on macOS
  start (mnist1d playground)                   in PowerShell`,
};

export function declare(command: Command): Command {
  return command.description(
    "Prints the path of a page for the browser, which shows each step of the transformation, turns each parameter, trains the " +
      "models, and hands out the data, the same to the bit. It is one file, and needs no network.",
  );
}

export async function run({ terminal }: Context): Promise<void> {
  // The build puts it beside the code.
  const path = fileURLToPath(new URL("./playground.html", import.meta.url));
  if (!existsSync(path)) {
    throw new FileError(path, "no such file or directory", "In a clone of the repository, npm run build makes it.");
  }
  await terminal.print(`${path}\n`);
}
