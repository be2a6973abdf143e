import { GenerateError } from "../generate/generate-error.js";
import { type VerifyOptions, verifyDataset } from "../verify/verify-dataset.js";
import { CheckFailed } from "./check-failed.js";
import type { EffectiveConfig, FlagValues } from "./effective-config.js";
import { withProgress } from "./progress-bar.js";
import { verificationJson, verificationText } from "./report/verification-text.js";
import type { Terminal } from "./terminal.js";
import { expectedGot, UsageError } from "./usage-error.js";

/** `mnist1d verify PATH`: is this what it says it is, and what its config gives? */
export async function verifyCommand(
  path: string,
  flags: FlagValues,
  terminal: Terminal,
  abortable: () => AbortSignal,
): Promise<void> {
  const options = await verifyOptions(flags, terminal);
  const signal = abortable();
  const verification = await withProgress(terminal, (onProgress) =>
    verifyDataset(path, { ...options, onProgress, signal }),
  ).catch((error: unknown) => {
    if (!(error instanceof GenerateError)) throw error;
    throw new UsageError(
      path,
      `can't be made anew to compare with: ${error.message}`,
      "--no-regenerate checks all else.",
    );
  });
  if (flags.json === true) await terminal.print(verificationJson(verification));
  else await terminal.report(verificationText(verification, terminal.reportStyle));
  if (!verification.passed) throw new CheckFailed();
}

async function verifyOptions(flags: FlagValues, terminal: Terminal): Promise<VerifyOptions> {
  const { config: file, preset, golden } = flags;
  const regenerate = flags.regenerate !== false;
  // What reads configs and golden files is loaded for those who have them.
  const isAsked = file !== undefined || preset !== undefined;
  const asked = isAsked ? await configOf({ config: file, preset }) : undefined;
  for (const warning of asked?.warnings ?? []) terminal.warn(warning);
  if (asked !== undefined && !regenerate) {
    const flag = file === undefined ? "--preset" : "--config";
    throw new UsageError(
      "--no-regenerate",
      expectedGot(`no ${flag} beside it`, flag),
      "A config is compared by its data.",
    );
  }
  return {
    regenerate,
    asFloat32: flags.float32 === true,
    ...(asked && { config: asked.config }),
    ...(asked?.pinnedDigest !== undefined && { pinnedDigest: asked.pinnedDigest }),
    ...(golden !== undefined && { golden: await goldenOf(golden as string) }),
  };
}

async function configOf(flags: FlagValues): Promise<EffectiveConfig> {
  const { effectiveConfig } = await import("./effective-config.js");
  return effectiveConfig(flags);
}

/** A digest as it is, anything else as the name of a golden file. */
async function goldenOf(value: string): Promise<NonNullable<VerifyOptions["golden"]>> {
  if (/^(sha256:)?[0-9a-f]{64}$/.test(value)) return value.startsWith("sha256:") ? value : `sha256:${value}`;
  if (!value.startsWith("sha256:")) return (await import("./golden-file.js")).readGolden(value);
  throw new UsageError("--golden", expectedGot("sha256: and 64 hexadecimal digits, or a golden file", `"${value}"`));
}
