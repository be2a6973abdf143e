import { statSync } from "node:fs";
import { changedParameters } from "../config/changed-parameters.js";
import type { Config } from "../config/config.js";
import { digestOfConfig } from "../dataset/digest-of-config.js";
import { formatOfPath } from "../formats/registry.js";
import { type Golden, goldenDigest, withEntry } from "../verify/golden.js";
import { verifyDataset } from "../verify/verify-dataset.js";
import { CheckFailed } from "./check-failed.js";
import { flagsText } from "./config-flags.js";
import { effectiveConfig, type FlagValues } from "./effective-config.js";
import { readGoldenIfThere, updateGolden } from "./golden-file.js";
import { withProgress } from "./progress-bar.js";
import { verificationText } from "./report/verification-text.js";
import type { Terminal } from "./terminal.js";
import { expectedGot, UsageError } from "./usage-error.js";

interface Measured {
  readonly config: Config;
  readonly digest: string;
}

/** `mnist1d golden add FILE [DATASET…]`: records what the data of a config is. */
export async function goldenAddCommand(
  file: string,
  datasets: readonly string[],
  flags: FlagValues,
  terminal: Terminal,
  abortable: () => AbortSignal,
): Promise<void> {
  if (datasets.length > 0) refuseConfigFlags(flags);
  let golden = await readGoldenFirst(file, datasets);
  const measured =
    datasets.length === 0
      ? [await generated(flags, terminal, abortable)]
      : await Promise.all(datasets.map((path) => verified(path, terminal, abortable())));
  const lines: string[] = [];
  await updateGolden(file, async (now) => {
    golden = now;
    lines.length = 0;
    for (const { config, digest } of measured) {
      const earlier = await goldenDigest(golden, config);
      if (earlier !== undefined && earlier !== digest && flags.force !== true) {
        const what = `has another digest for ${nameOf(config)}: ${earlier}, not ${digest}`;
        throw new CheckFailed(`${file}: ${what}. Use --force to replace it`);
      }
      golden = await withEntry(golden, config, digest);
      lines.push(`${file}: ${digest} for ${nameOf(config)}${earlier === digest ? " (it had it already)" : ""}`);
    }
    abortable().throwIfAborted();
    return golden;
  });
  for (const line of lines) terminal.say(line);
  if (flags.json === true) await terminal.print(`${JSON.stringify(golden, undefined, 2)}\n`);
}

/** Datasets say themselves what config they are of. */
function refuseConfigFlags(flags: FlagValues): void {
  const given = flagsText(flags);
  if (given !== "")
    throw new UsageError("golden add", expectedGot("datasets, or flags that make a config", `both: ${given}`));
}

/** The golden file; what else comes first was meant to come after it. */
async function readGoldenFirst(file: string, datasets: readonly string[]): Promise<Golden> {
  const name = datasets.find((path) => /\.json$/i.test(path)) ?? "golden.json";
  const others = datasets.filter((path) => path !== name);
  const hint = `The golden file comes first: mnist1d golden add ${[name, file, ...others].join(" ")}`;
  const format = formatOfPath(file);
  if ((format !== undefined && format.name !== "json") || isDirectory(file)) {
    throw new UsageError(file, "is no golden file", hint);
  }
  try {
    return await readGoldenIfThere(file);
  } catch (error) {
    if (!(error instanceof UsageError) || datasets.length === 0) throw error;
    throw new UsageError(error.label, error.problem, hint);
  }
}

function isDirectory(path: string): boolean {
  return /[/\\]$/.test(path) || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

async function generated(flags: FlagValues, terminal: Terminal, abortable: () => AbortSignal): Promise<Measured> {
  const { config, warnings, pinnedDigest } = await effectiveConfig(flags);
  const signal = abortable();
  for (const warning of warnings) terminal.warn(warning);
  const { digest } = await withProgress(terminal, (onProgress) => digestOfConfig(config, { onProgress, signal }));
  if (pinnedDigest !== undefined && pinnedDigest !== digest) {
    throw new CheckFailed(`${flags.config}: digest: ${expectedGot(pinnedDigest, digest)}`);
  }
  return { config, digest };
}

/** A dataset that is what its config gives: another one would be no golden value. */
async function verified(path: string, terminal: Terminal, signal: AbortSignal): Promise<Measured> {
  const verification = await withProgress(terminal, (onProgress) => verifyDataset(path, { onProgress, signal }));
  if (verification.config === undefined) throw new UsageError(path, "does not say what config it was made from");
  if (verification.only !== undefined) {
    throw new UsageError(path, `has the ${verification.only} split alone, and golden values are of whole datasets`);
  }
  if (!verification.passed) {
    terminal.say(verificationText(verification, terminal.style));
    throw new CheckFailed(`${path}: is not what its config gives, so it is no golden value`);
  }
  return { config: verification.config, digest: verification.digest };
}

function nameOf(config: Config): string {
  const changed = changedParameters(config).map(({ key, value }) => `${key} ${value}`);
  return changed.length === 0 ? "the defaults" : changed.join(", ");
}
