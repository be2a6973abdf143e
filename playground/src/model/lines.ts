import type { Config } from "../../../src/config/config.js";
import { ConfigError } from "../../../src/config/config-error.js";
import { configToJson, type Json, jsonText } from "../../../src/config/config-json.js";
import { changedParameters, PARAMETERS, type Parameter } from "../../../src/config/parameters.js";
import { resolveConfig } from "../../../src/config/parse-config.js";
import { changesText } from "../../../src/config/shifts.js";
import { nameOf } from "../../../src/config/spelling.js";
import { changesOf } from "./hash.js";

/** The file that templates are to be saved as, for a command that has them. */
export const TEMPLATES_FILE = "templates.json";

/** The file that the config is to be saved as, for a command that has no flags for it. */
export const CONFIG_FILE = "config.json";

/** The command that makes the dataset of a config. */
export function commandOf(config: Config): string {
  const changed = changedParameters(config);
  if (!changed.every((parameter) => isTyped(config, parameter))) return `npx mnist1d generate --config ${CONFIG_FILE}`;
  return ["npx mnist1d generate", ...changed.flatMap((parameter) => flagsOf(config, parameter))].join(" ");
}

/** Whether a value can be typed, as a name with a comma in a list of names can't. */
function isTyped(config: Config, { name, key, kind }: Parameter): boolean {
  if (kind.contents !== undefined) return true;
  const value = config[name];
  try {
    return jsonText(kind.parse(kind.fromText(kind.toText(value as never)), key)) === jsonText(value);
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}

const SUITE = jsonText(resolveConfig("shifts").shifts);

function flagsOf(config: Config, { name, key, kind }: Parameter): string[] {
  const flag = `--${key.replaceAll("_", "-")}`;
  const value = config[name];
  // Where it means nothing, as an exact number of test examples counts.
  if (name === "trainSplit" && config.testSize !== undefined) return [];
  if (kind.contents !== undefined) return [`${flag} ${TEMPLATES_FILE}`];
  if (typeof value === "boolean") return [flag];
  if (name === "shifts" && jsonText(config.shifts) === SUITE) return ["--preset shifts"];
  if (name === "shifts") {
    return Object.entries(config.shifts!).map(([shift, changes]) => `--shift ${shift}:${changesText(changes)}`);
  }
  if (name === "labelNoise") {
    const { fraction, mode } = config.labelNoise!;
    return [`${flag} ${fraction}`, ...(mode === "resample" ? [] : [`${flag}-mode ${mode}`])];
  }
  return [`${flag} ${quoted(kind.toText(value as never))}`];
}

/** As a shell takes it. */
const quoted = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** The config as a file, for `--config`. */
export function configFile(config: Config): string {
  const lines = Object.entries(configToJson(config)).map(([key, value]) => `  "${key}": ${jsonText(value)}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}

/** A program in TypeScript that has the data. */
export function typescriptOf(config: Config): string {
  const entries = Object.entries(changesOf(config)).map(([key, value]) => `${nameOf(key)}: ${script(value)}`);
  const argument = entries.length === 0 ? "" : `{ ${entries.join(", ")} }`;
  return `import { generate } from "mnist1d";\n\nconst { x, y } = generate(${argument}).arrays("train");`;
}

/** The same in Python, with the package that runs the command. */
export function pythonOf(config: Config): string {
  const parts = Object.entries(changesOf(config)).map(([key, value]) => `${key}=${pythonValue(value)}`);
  return `import mnist1d_builder\n\ndata = mnist1d_builder.load(${parts.join(", ")})`;
}

/** A value as TypeScript has it: keys need no quotes there. */
function script(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(script).join(", ")}]`;
  if (typeof value !== "object" || value === null) return jsonText(value);
  return `{ ${Object.entries(value)
    .map(([key, entry]) => `${PARAMETERS.some((one) => one.key === key) ? nameOf(key) : key}: ${script(entry)}`)
    .join(", ")} }`;
}

function pythonValue(value: Json): string {
  if (value === true) return "True";
  if (value === false) return "False";
  if (value === null) return "None";
  if (Array.isArray(value)) return `[${value.map(pythonValue).join(", ")}]`;
  if (typeof value !== "object") return jsonText(value);
  return `{${Object.entries(value)
    .map(([key, entry]) => `${JSON.stringify(key)}: ${pythonValue(entry)}`)
    .join(", ")}}`;
}
