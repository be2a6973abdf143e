import type { Config } from "../config/config.js";
import { configToJson, type JsonObject } from "../config/config-json.js";
import { configSchema } from "../config/config-schema.js";
import { DIGEST_KEY } from "../config/pinned-digest.js";
import { effectiveConfig, type FlagValues } from "./effective-config.js";
import type { Terminal } from "./terminal.js";

/** `mnist1d config`: the effective config, or the schema of config files. */
export async function configCommand(flags: FlagValues, terminal: Terminal): Promise<void> {
  if (flags.schema === true) {
    await terminal.print(`${JSON.stringify(configSchema(), undefined, 2)}\n`);
    return;
  }
  const { config, warnings, pinnedDigest } = await effectiveConfig(flags);
  for (const warning of warnings) terminal.warn(warning);
  const json = configToJson(config);
  const digest = flags.digest === true ? await digestOf(config) : undefined;
  if (pinnedDigest !== undefined && pinnedDigest !== digest) {
    const what =
      digest === undefined ? "is left out: --digest adds one" : `was ${pinnedDigest}, and the data has another`;
    terminal.warn(`${flags.config}: digest ${what}`);
  }
  await terminal.print(configText(digest === undefined ? json : { ...json, [DIGEST_KEY]: digest }));
}

/** What the data of a config is. The code that makes it is loaded for this alone. */
async function digestOf(config: Config): Promise<string> {
  const { digestOfConfig } = await import("../dataset/digest-of-config.js");
  return (await digestOfConfig(config)).digest;
}

/** One parameter a line. */
function configText(config: JsonObject): string {
  const lines = Object.entries(config).map(([key, value]) => `  "${key}": ${JSON.stringify(value)}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}
