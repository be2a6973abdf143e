import { type Command, Option } from "commander";
import { show } from "../config/config-error.js";
import { PARAMETERS, type Parameter } from "../config/parameters.js";
import { presets } from "../config/presets.js";

/** Flags that stand for a parameter in another way than `--its-name VALUE`. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  padding: "<low,high>",
  templates: "<file>",
  labelNoise: "<fraction>",
  dtype: "<type>",
  engine: "<name>",
  rounding: "<mode>",
};

/** What is in the file of a flag that takes one. */
const CONTENTS: Readonly<Record<string, string>> = {
  templates: '{"x": rows, "t": times, "y": labels}',
};

const GROUP = "Dataset:";

/** Declares a flag for every parameter, and the ones that choose where the others come from. */
export function addConfigFlags(command: Command): Command {
  const names = Object.keys(presets).join(", ");
  command.addOption(new Option("--preset <name>", `start from ${names}`).helpGroup(GROUP));
  command.addOption(new Option("--config <file>", "a JSON file of parameters (- for standard input)").helpGroup(GROUP));
  for (const parameter of PARAMETERS) {
    command.addOption(new Option(flagSyntax(parameter), describe(parameter)).helpGroup(GROUP));
    if (parameter.name === "shuffleSeq") {
      command.addOption(new Option("--no-shuffle-seq").helpGroup(GROUP).hideHelp());
    }
    if (parameter.name === "labelNoise") {
      const description = "resample (any class) or flip (a wrong one) (default: resample)";
      command.addOption(new Option("--label-noise-mode <mode>", description).helpGroup(GROUP));
    }
  }
  return command;
}

function flagSyntax(parameter: Parameter): string {
  if (parameter.name === "shuffleSeq") return flagOf(parameter.key);
  return `${flagOf(parameter.key)} ${ARGUMENTS[parameter.name] ?? "<n>"}`;
}

function describe({ name, description, default: value }: Parameter): string {
  if (CONTENTS[name] !== undefined) return `${description}: ${CONTENTS[name]}`;
  if (value === undefined || value === false) return description;
  return `${description} (default: ${name === "padding" ? String(value) : show(value).replaceAll('"', "")})`;
}

/** `num_samples` is `--num-samples` on the command line. */
export function flagOf(key: string): string {
  return `--${key.replaceAll("_", "-")}`;
}

/** The flags of a config as they were given; "" if none was. */
export function flagsText(flags: Readonly<Record<string, unknown>>): string {
  const names = ["preset", "config", ...PARAMETERS.map(({ name }) => name), "labelNoiseMode"];
  const given = names.filter((name) => flags[name] !== undefined);
  const kebab = (name: string) => `--${name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;
  return given
    .map((name) =>
      typeof flags[name] === "boolean" ? kebab(flags[name] ? name : `no-${name}`) : `${kebab(name)} ${flags[name]}`,
    )
    .join(" ");
}
