import type { Command } from "commander";
import { createProgram } from "../../../src/cli/program.js";

function begin(): never {
  throw new Error("no command is run here");
}

/** The command line as the command knows it that is called without the name of any. */
export const bareProgram: Command = await createProgram(begin, "");

/** All commands as they are declared, those below others too, each with its name; and the one above all, without. */
export async function declaredCommands(): Promise<Map<string, Command>> {
  const program = await createProgram(begin);
  const commands = new Map<string, Command>();
  const add = (command: Command, name: string) => {
    commands.set(name, command);
    for (const below of command.commands) add(below as Command, `${name} ${below.name()}`.trim());
  };
  add(program, "");
  return commands;
}

/** What `--help` prints of a command. */
export function helpOf(command: Command): string {
  const parts: string[] = [];
  command.configureOutput({ writeOut: (part) => parts.push(part) }).outputHelp();
  return parts.join("");
}
