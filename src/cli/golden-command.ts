import { existsSync, statSync } from "node:fs";
import type { Command } from "commander";
import type { Config } from "../config/config.js";
import { changesText } from "../config/parameters.js";
import { formatOfPath } from "../formats/registry.js";
import type { Golden } from "../verify/golden.js";
import { digestOf } from "./config-command.js";
import { addConfigFlags, effectiveConfig, flagsText } from "./config-flags.js";
import type { Context } from "./context.js";
import { CheckFailed, UsageError, unexpected } from "./exit-code.js";
import type { Ending } from "./flags.js";
import { withProgress } from "./progress-bar.js";
import { readGolden, verificationText } from "./verify-command.js";

export const ending: Ending = {
  quiet: "print nothing but errors",
  json: "print the golden file on stdout",
  lists: ["Presets"],
  writes: () => true,
  examples: `
  mnist1d generate --shear-scale 1.5 -o sheared/
  mnist1d golden add golden.json sheared/      what a dataset is, once verified
  mnist1d golden add golden.json --seed 7      what a config gives
  mnist1d verify sheared/ --golden golden.json`,
};

export function declare(golden: Command): Command {
  const command = golden
    .description(
      "Keeps golden values: files that say what the data of configs must be, by their digests. verify checks against them.",
    )
    .command("add <file> [datasets...]")
    .summary("add entries to a golden file")
    .description(
      "Records in a golden file what the data of a config is: of the datasets that are named, once they are verified, or of " +
        "the config that the flags below make (without flags the defaults). verify --golden FILE then checks datasets against it.",
    )
    .option("--force", "replace an entry that has another digest");
  return addConfigFlags(command);
}

interface Measured {
  readonly config: Config;
  readonly digest: string;
}

export async function run(context: Context, file: string, datasets: readonly string[]): Promise<void> {
  const { flags, terminal, abortable } = context;
  const configFlags = flagsText(flags);
  if (datasets.length > 0 && configFlags !== "") {
    // Datasets say themselves what config they are of.
    throw unexpected("golden add", "datasets, or flags that make a config", `both: ${configFlags}`);
  }
  await refuseOtherFiles(file, datasets);
  const measured = datasets.length === 0 ? [await generated(context)] : [];
  // One after the other: each has all threads, and the bar.
  for (const path of datasets) measured.push(await verified(path, context));
  const { goldenDigest, goldenText, withEntry } = await import("../verify/golden.js");
  const { updateFile } = await import("../dataset/write/update-file.js");
  let golden: Golden | undefined;
  let lines: string[] = [];
  await updateFile(file, async () => {
    // Read again: one run at a time is here.
    golden = await readGoldenIfThere(file);
    lines = [];
    for (const { config, digest } of measured) {
      const earlier = await goldenDigest(golden, config);
      if (earlier !== undefined && earlier !== digest && flags.force !== true) {
        const what = `has another digest for ${changesText(config)}: ${earlier}, not ${digest}`;
        throw new CheckFailed(`${file}: ${what}. Use --force to replace it`);
      }
      golden = await withEntry(golden, config, digest);
      lines.push(`${file}: ${digest} for ${changesText(config)}${earlier === digest ? " (it had it already)" : ""}`);
    }
    abortable().throwIfAborted();
    return goldenText(golden);
  });
  for (const line of lines) terminal.say(line);
  if (flags.json === true) await terminal.printJson(golden);
}

/** What else comes first was meant to come after the golden file. */
async function refuseOtherFiles(file: string, datasets: readonly string[]): Promise<void> {
  const name = datasets.find((path) => /\.json$/i.test(path)) ?? "golden.json";
  const others = datasets.filter((path) => path !== name);
  const hint = `The golden file comes first: mnist1d golden add ${[name, file, ...others].join(" ")}`;
  const format = formatOfPath(file);
  if ((format !== undefined && format.name !== "json") || isDirectory(file)) {
    throw new UsageError(file, "is no golden file", hint);
  }
  try {
    await readGoldenIfThere(file);
  } catch (error) {
    if (!(error instanceof UsageError) || datasets.length === 0) throw error;
    throw new UsageError(error.label, error.problem, hint);
  }
}

function isDirectory(path: string): boolean {
  return /[/\\]$/.test(path) || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

async function generated(context: Context): Promise<Measured> {
  const { config, warnings, pinnedDigest } = await effectiveConfig(context.flags);
  for (const warning of warnings) context.terminal.warn(warning);
  const digest = await digestOf(config, context);
  if (pinnedDigest !== undefined && pinnedDigest !== digest) {
    throw new CheckFailed(`${context.flags.config}: digest: expected ${pinnedDigest}, got ${digest}`);
  }
  return { config, digest };
}

/** A dataset that is what its config gives: another one would be no golden value. */
async function verified(path: string, context: Context): Promise<Measured> {
  const { verifyDataset } = await import("../verify/verify-dataset.js");
  const verification = await withProgress(context, (options) => verifyDataset(path, options));
  const { config, digest, only, passed } = verification;
  if (config === undefined) throw new UsageError(path, "does not say what config it was made from");
  if (only !== undefined) {
    throw new UsageError(path, `has the ${only} split alone, and golden values are of whole datasets`);
  }
  if (passed) return { config, digest };
  context.terminal.say(verificationText(verification, context.terminal.style));
  throw new CheckFailed(`${path}: is not what its config gives, so it is no golden value`);
}

/** A file that does not exist has no entries yet. */
async function readGoldenIfThere(path: string): Promise<Golden> {
  const { isOpenAlready } = await import("./read-json-file.js");
  if (path === "-" || isOpenAlready(path)) throw unexpected("FILE", "a file to add to", `"${path}"`);
  return existsSync(path) ? readGolden(path) : (await import("../verify/golden.js")).emptyGolden;
}
