import { readFile, stat } from "node:fs/promises";
import type { Command } from "commander";
import type { Config } from "../config/config.js";
import { configToJson, type JsonObject } from "../config/config-json.js";
import { FileError } from "../dataset/errors.js";
import { misreadPath } from "../dataset/output-plan.js";
import { undefinedIfMissing } from "../dataset/paths.js";
import { addConfigFlags, effectiveConfig, flagsText } from "./config-flags.js";
import type { Context } from "./context.js";
import { unexpected } from "./exit-code.js";
import type { Ending, FlagValues } from "./flags.js";
import { withProgress } from "./progress-bar.js";

export const ending: Ending = {
  quiet: "print no warnings",
  lists: ["Presets"],
  writes: (flags) => !isStdout(flags),
  examples: `
  mnist1d config --shear-scale 1.5 > my.json
  mnist1d config --shear-scale 1.5 --digest -o pinned.json
  mnist1d generate --config pinned.json -o pinned/
  mnist1d config --config pinned.json --seed 7 --digest -o pinned.json
                                               pin it anew, in its place
  mnist1d config --schema > mnist1d.schema.json`,
};

export function declare(command: Command): Command {
  command
    .description("Prints the effective config as JSON: save it, and pass it back with --config.")
    .option("--schema", "print the JSON Schema of config files instead")
    .option("--digest", "pin the data: add its digest, which generate then insists on")
    .option("-o, --out <file>", "write it to a file in one step; the one of --config too")
    .option("--force", "replace another file that is there");
  return addConfigFlags(command);
}

export async function run(context: Context): Promise<void> {
  const { flags, terminal } = context;
  const out = isStdout(flags) ? undefined : (flags.out as string);
  const misread = out === undefined ? undefined : misreadPath(out);
  if (out === "" || misread !== undefined) throw unexpected("--out", "a path", JSON.stringify(out), misread);
  const put = (text: string) => (out === undefined ? terminal.print(text) : writeFile(out, text, flags));
  if (flags.schema === true) {
    const others = [flagsText(flags), flags.digest === true ? "--digest" : ""].filter((text) => text !== "");
    if (others.length > 0) throw unexpected("--schema", "no other flag", others.join(" "));
    const { configSchema } = await import("../config/config-schema.js");
    return put(`${JSON.stringify(configSchema(), undefined, 2)}\n`);
  }
  const { config, warnings, schema, pinnedDigest } = await effectiveConfig(flags);
  for (const warning of warnings) terminal.warn(warning);
  const digest = flags.digest === true ? await digestOf(config, context) : undefined;
  if (pinnedDigest !== undefined && pinnedDigest !== digest) {
    const what =
      digest === undefined ? "is left out: --digest adds one" : `was ${pinnedDigest}, and the data has another`;
    terminal.warn(`${flags.config}: digest ${what}`);
  }
  const json: JsonObject = {
    // In a file, an editor goes by it.
    ...(schema !== undefined && out !== undefined && { $schema: schema }),
    ...configToJson(config),
    ...(digest !== undefined && { digest }),
  };
  const lines = Object.entries(json).map(([key, value]) => `  "${key}": ${JSON.stringify(value)}`);
  await put(`{\n${lines.join(",\n")}\n}\n`);
}

function isStdout({ out }: FlagValues): boolean {
  return out === undefined || out === "-";
}

/** Writes a new file, the one that the config was read from, or, with --force, another. */
export async function writeFile(
  path: string,
  content: string | Uint8Array,
  { config, force }: FlagValues,
): Promise<void> {
  const isThere = async () =>
    (await readFile(path)).equals(typeof content === "string" ? Buffer.from(content) : content);
  const { updateFile } = await import("../dataset/write/update-file.js");
  await updateFile(path, async () => {
    const stats = await stat(path).catch(undefinedIfMissing);
    if (stats !== undefined && !stats.isFile()) throw new FileError(path, "exists and is not a file");
    if (stats !== undefined && stats.size > 0 && force !== true) {
      const read = typeof config === "string" ? await stat(config).catch(() => undefined) : undefined;
      const isRead = read?.ino === stats.ino && read.dev === stats.dev;
      if (!isRead && !(await isThere())) {
        throw new FileError(path, "exists already", "Use another -o, or --force to replace it.");
      }
    }
    return content;
  });
}

/** What the data of a config is. The code that makes it is loaded for this alone. */
export async function digestOf(config: Config, context: Context): Promise<string> {
  const { digestOfConfig } = await import("../dataset/build-dataset.js");
  return (await withProgress(context, (options) => digestOfConfig(config, options))).digest;
}
