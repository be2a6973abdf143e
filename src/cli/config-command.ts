import { configToJson, type JsonObject } from "../config/config-json.js";
import { configSchema } from "../config/config-schema.js";
import { effectiveConfig, type FlagValues } from "./effective-config.js";
import type { Terminal } from "./terminal.js";

/** `mnist1d config`: the effective config, or the schema of config files. */
export async function configCommand(flags: FlagValues, terminal: Terminal): Promise<void> {
  if (flags.schema === true) {
    await terminal.print(`${JSON.stringify(configSchema(), undefined, 2)}\n`);
    return;
  }
  const { config, warnings } = await effectiveConfig(flags);
  for (const warning of warnings) terminal.warn(warning);
  await terminal.print(configText(configToJson(config)));
}

/** One parameter a line. */
function configText(config: JsonObject): string {
  const lines = Object.entries(config).map(([key, value]) => `  "${key}": ${JSON.stringify(value)}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}
