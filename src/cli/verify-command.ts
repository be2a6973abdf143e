import type { Command } from "commander";
import { ConfigError } from "../config/config-error.js";
import { configToJson } from "../config/config-json.js";
import { DIGEST } from "../config/kinds.js";
import { changedParameters } from "../config/parameters.js";
import { parseLayer } from "../config/parse-config.js";
import { presets } from "../config/presets.js";
import { visibleLine } from "../formats/printable.js";
import type { WorkOptions } from "../generate/work-options.js";
import type { Check } from "../verify/check.js";
import type { Golden } from "../verify/golden.js";
import type { Verification, VerifyOptions } from "../verify/verify-dataset.js";
import { effectiveConfig } from "./config-flags.js";
import type { Context } from "./context.js";
import { CheckFailed, UsageError, unexpected } from "./exit-code.js";
import { type Ending, withValues } from "./flags.js";
import { withProgress } from "./progress-bar.js";
import type { Style } from "./report/text-table.js";

export const ending: Ending = {
  quiet: "print nothing but errors: the exit code says it",
  json: "print what was found as JSON on stdout",
  lists: ["Presets"],
  examples: `
  mnist1d verify data/
  mnist1d verify mnist1d_data.pkl              the published file is known
  mnist1d verify sheared/ --config my.json
  mnist1d golden add golden.json data/
  mnist1d verify data/ --golden golden.json --no-regenerate`,
};

export function declare(command: Command): Command {
  command
    .description(
      "Checks a dataset in any format: its files against the manifest, its data against the stored digest and against a " +
        "fresh generation from its config. Exit code 0 if all holds, 1 if a check failed, 3 if it could not be read.",
    )
    .option("--no-regenerate", "don't generate the data anew to compare with: quicker, and any size")
    .option("--golden <value>", "what its digest must be: sha256:…, or a golden file (see mnist1d golden)")
    .option("--config <file>", "is it what this config gives? (whatever config it states)");
  const preset = command.createOption("--preset <name>", "is it what this preset gives?");
  return command
    .addOption(withValues(preset, Object.keys(presets)))
    .option("--float32", "compare float64 data as float32, which every platform computes alike");
}

export async function run(context: Context, path: string): Promise<void> {
  const { flags, terminal } = context;
  const options = await verifyOptions(context);
  const { GenerateError } = await import("../generate/generate-error.js");
  const { verifyDataset } = await import("../verify/verify-dataset.js");
  const work = (given: WorkOptions) => verifyDataset(path, { ...options, ...given });
  const verification = await withProgress(context, work).catch((error: unknown) => {
    if (!(error instanceof GenerateError)) throw error;
    const problem = `can't be made anew to compare with: ${error.message}`;
    throw new UsageError(path, problem, "--no-regenerate checks all else.");
  });
  if (flags.json === true) {
    const { config, checks, ...others } = verification;
    const stated = config && { config: configToJson(config), changed: changedParameters(config).map(({ key }) => key) };
    await terminal.printJson({ ...others, ...stated, checks });
  } else await terminal.report(verificationText(verification, terminal.paper.style));
  if (!verification.passed) throw new CheckFailed();
}

async function verifyOptions({ flags, terminal }: Context): Promise<VerifyOptions> {
  const { config, preset, golden, float32 } = flags;
  const regenerate = flags.regenerate !== false;
  const asked = config === undefined && preset === undefined ? undefined : await effectiveConfig({ config, preset });
  for (const warning of asked?.warnings ?? []) terminal.warn(warning);
  if (asked !== undefined && !regenerate) {
    const flag = config === undefined ? "--preset" : "--config";
    const hint = "A config is compared by its data.";
    throw unexpected("--no-regenerate", `no ${flag} beside it`, flag, hint);
  }
  return {
    regenerate,
    asFloat32: float32 === true,
    ...(asked && { config: asked.config }),
    ...(asked?.pinnedDigest !== undefined && { pinnedDigest: asked.pinnedDigest }),
    ...(golden !== undefined && { golden: await goldenOf(golden as string) }),
  };
}

async function goldenOf(value: string): Promise<NonNullable<VerifyOptions["golden"]>> {
  const digest = /^[0-9a-f]{64}$/.test(value) ? `sha256:${value}` : value;
  if (DIGEST.test(digest)) return digest;
  if (!value.startsWith("sha256:")) return readGolden(value);
  throw unexpected("--golden", "sha256: and 64 hexadecimal digits, or a golden file", `"${value}"`);
}

/** @throws UsageError for what is no golden file; FileError. */
export async function readGolden(path: string): Promise<Golden> {
  const { readJsonFile } = await import("./read-json-file.js");
  const json = await readJsonFile(path);
  const { parseGolden } = await import("../verify/golden.js");
  try {
    return await parseGolden(json);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    if (isConfig(json)) {
      const hint = `For what it gives, type --config ${path}`;
      throw new UsageError(path, "is a config, not a golden file", hint);
    }
    throw unexpected(`${path}: ${error.key}`, error.expected, error.got, error.hint);
  }
}

/** Whether JSON says a parameter, and nothing that is none. */
function isConfig(json: unknown): boolean {
  try {
    return Object.keys(parseLayer(json)).length > 0;
  } catch {
    return false;
  }
}

export function verificationText(verification: Verification, style: Style): string {
  const { path, checks, name, only, passed } = verification;
  const what = name ?? (only === undefined ? undefined : `the ${only} split alone`);
  const verified = what === undefined ? "verified" : `verified, ${what}`;
  const verdict = passed ? style("green", verified) : style("red", problem(checks));
  return [`${style("bold", path)}: ${verdict}`, ...checks.flatMap((check) => checkLines(check, style))].join("\n");
}

function problem(checks: readonly Check[]): string {
  if (checks.some(({ status }) => status === "failed")) return "FAILED";
  return "not verified: nothing says what this data should be. Give it --config or --golden";
}

function checkLines({ name, status, message, details = [] }: Check, style: Style): string[] {
  const [word, color] = WORDS[status];
  const lines = [`  ${style(color, word.padEnd(7))} ${style("dim", name.padEnd(8))} ${visibleLine(message)}`];
  return [...lines, ...details.map((detail) => `${" ".repeat(19)}${visibleLine(detail)}`)];
}

const WORDS = {
  passed: ["ok", "green"],
  failed: ["FAILED", "red"],
  skipped: ["-", "dim"],
} as const;
