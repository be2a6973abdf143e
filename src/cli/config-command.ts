import { readFile, stat } from "node:fs/promises";
import type { Config } from "../config/config.js";
import { configToJson, type JsonObject } from "../config/config-json.js";
import { configSchema } from "../config/config-schema.js";
import { DIGEST_KEY } from "../config/pinned-digest.js";
import { OutputError } from "../dataset/output-error.js";
import { misreadPath } from "../dataset/output-plan.js";
import { undefinedIfMissing } from "../dataset/undefined-if-missing.js";
import { updateFile } from "../dataset/update-file.js";
import type { WorkOptions } from "../generate/work-options.js";
import { flagsText } from "./config-flags.js";
import { effectiveConfig, type FlagValues } from "./effective-config.js";
import { withProgress } from "./progress-bar.js";
import type { Terminal } from "./terminal.js";
import { expectedGot, UsageError } from "./usage-error.js";

/** `mnist1d config`: the effective config, or the schema of config files. */
export async function configCommand(
  flags: FlagValues,
  terminal: Terminal,
  abortable: () => AbortSignal,
): Promise<void> {
  checkPath(flags);
  const put = (text: string) => (isStdout(flags) ? terminal.print(text) : writeFile(text, flags));
  if (flags.schema === true) {
    const others = [flagsText(flags), flags.digest === true ? "--digest" : ""].filter((text) => text !== "");
    if (others.length > 0) throw new UsageError("--schema", expectedGot("no other flag", others.join(" ")));
    return put(`${JSON.stringify(configSchema(), undefined, 2)}\n`);
  }
  const { config, warnings, schema, pinnedDigest } = await effectiveConfig(flags);
  for (const warning of warnings) terminal.warn(warning);
  // In a file, an editor goes by it.
  const json = { ...(schema !== undefined && !isStdout(flags) && { $schema: schema }), ...configToJson(config) };
  const digest = flags.digest === true ? await digestOf(config, terminal, abortable()) : undefined;
  if (pinnedDigest !== undefined && pinnedDigest !== digest) {
    const what =
      digest === undefined ? "is left out: --digest adds one" : `was ${pinnedDigest}, and the data has another`;
    terminal.warn(`${flags.config}: digest ${what}`);
  }
  await put(configText(digest === undefined ? json : { ...json, [DIGEST_KEY]: digest }));
}

function isStdout({ out }: FlagValues): boolean {
  return out === undefined || out === "-";
}

/** Writes a new file, the one that the config was read from, or, with --force, another. */
async function writeFile(text: string, { out, config, force }: FlagValues): Promise<void> {
  const path = out as string;
  await updateFile(path, async () => {
    const stats = await stat(path).catch(undefinedIfMissing);
    if (stats !== undefined && !stats.isFile()) throw new OutputError(path, "exists and is not a file");
    if (stats !== undefined && stats.size > 0 && force !== true) {
      const read = typeof config === "string" ? await stat(config).catch(() => undefined) : undefined;
      const isRead = read?.ino === stats.ino && read.dev === stats.dev;
      if (!isRead && (await readFile(path, "utf8")) !== text) {
        throw new OutputError(path, "exists already", "Use another -o, or --force to replace it.");
      }
    }
    return text;
  });
}

/** @throws UsageError for a path that was not meant as it is. */
function checkPath({ out }: FlagValues): void {
  const hint = misreadPath(String(out ?? "-"));
  if (isStdout({ out }) || (out !== "" && hint === undefined)) return;
  throw new UsageError("--out", expectedGot("a path", JSON.stringify(out)), hint);
}

/** What the data of a config is. The code that makes it is loaded for this alone. */
async function digestOf(config: Config, terminal: Terminal, signal: AbortSignal): Promise<string> {
  const { digestOfConfig } = await import("../dataset/digest-of-config.js");
  const work = (onProgress: WorkOptions["onProgress"] & {}) => digestOfConfig(config, { onProgress, signal });
  return (await withProgress(terminal, work)).digest;
}

/** One parameter a line. */
function configText(config: JsonObject): string {
  const lines = Object.entries(config).map(([key, value]) => `  "${key}": ${JSON.stringify(value)}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}
