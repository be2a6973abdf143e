import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config/config.js";
import { ConfigError } from "../config/config-error.js";
import { type SweepPoint, sweepGrid, sweepList, sweptParameters } from "../config/sweep.js";
import { configWarnings } from "../config/warnings.js";
import { FileError } from "../dataset/errors.js";
import { MANIFEST_FILE } from "../dataset/manifest.js";
import { PlanError } from "../dataset/output-plan.js";
import { countText, plural } from "../dataset/readable-numbers.js";
import { freeBytes } from "../dataset/resources.js";
import type { Division } from "../dataset/scope.js";
import { buildSweep } from "../dataset/sweep/build-sweep.js";
import { checkRoom, type PlannedDataset, planSweep } from "../dataset/sweep/plan-sweep.js";
import type { FormatName } from "../formats/format.js";
import { effectiveConfig, flagOf, givenBy } from "./config-flags.js";
import type { Context } from "./context.js";
import { Interrupted, UsageError, unexpected } from "./exit-code.js";
import { type FlagValues, workersOf } from "./flags.js";
import { withProgress } from "./progress-bar.js";
import { sweepPlanReport, sweepReport } from "./report/sweep-report.js";
import { reportWritten } from "./write-output.js";

/** `generate --sweep`: many datasets into one repository. */
export async function runSweep(context: Context, division: Division): Promise<void> {
  const { flags, terminal } = context;
  const repository = repositoryOf(flags);
  const points = await pointsOf(flags);
  const { config, warnings, pinnedDigest } = await effectiveConfig(flags);
  if (pinnedDigest !== undefined) {
    const hint = "Each config of a --sweep-file may have one of its own.";
    throw unexpected(`${flags.config}: digest`, "none beside a sweep", "that of one dataset", hint);
  }
  const formats = (flags.format ?? []) as FormatName[];
  const planned = plannedOf(config, points, repository, flags);
  for (const warning of [...warnings, ...furtherWarnings(config, planned)]) terminal.warn(warning);
  const parameters = sweptParameters(points).map(({ key }) => key);
  if (flags.dryRun === true) {
    const { style } = terminal.paper;
    const report = sweepPlanReport(repository, parameters, planned, await freeBytes(repository), style);
    await (flags.json === true ? terminal.printJson(report.json) : terminal.report(report.text));
    const missing = planned.filter(({ plan }) => !existsSync(join(plan.path, MANIFEST_FILE)));
    return checkRoom(missing, repository);
  }

  const options = { ...workersOf(flags), ...division, formats, force: flags.force === true };
  let done: number | undefined;
  const start = performance.now();
  const work = withProgress(context, ({ onProgress, signal }) =>
    buildSweep(config, points, repository, {
      ...options,
      signal,
      onProgress(progress) {
        if (progress.phase === "writing") done = Math.floor(progress.done);
        onProgress(progress);
      },
    }),
  );
  const sweep = await work.catch((error: unknown) => {
    const count = `${countText(done ?? 0)} of ${plural(points.length, "dataset")} are there`;
    const left = `${count}, and the same command makes the rest`;
    if (error instanceof Interrupted) throw new Interrupted(error.exitCode, left);
    throw error instanceof FileError ? fileProblem(error, done === undefined ? undefined : `${left}.`) : error;
  });
  for (const { leftAlone } of sweep.datasets)
    if (leftAlone !== undefined) terminal.warn(`${leftAlone.path}: ${leftAlone.problem}`);
  const seconds = (performance.now() - start) / 1000;
  await reportWritten(sweepReport(repository, parameters, sweep, seconds, terminal.style), sweep, context);
}

/**
 * What is in the way of one dataset may be gone round by another name, and of a sweep by another repository.
 * @param left what to know of the other datasets, once some were to be made.
 */
function fileProblem(cause: FileError, left: string | undefined): FileError {
  const hint = cause.hint?.replace("another --name", "another repository (--into)");
  return new FileError(cause.path, cause.problem, [hint, left].filter(Boolean).join(" ") || undefined, { cause });
}

/** @throws UsageError for flags that don't go with a sweep */
function repositoryOf({ out, into, name, shard, array, sweepFile }: FlagValues): string {
  const flag = sweepFile === undefined ? "--sweep" : "--sweep-file";
  const others = { "--out": out, "--name": name, "--shard": shard, "--array": array };
  for (const [other, value] of Object.entries(others)) {
    if (value !== undefined) throw unexpected(flag, `no ${other} beside it`, `"${value}"`, SWEEP_HINT);
  }
  if (into === undefined) throw unexpected(flag, "--into beside it", "none", SWEEP_HINT);
  return into as string;
}

const SWEEP_HINT = "Its datasets go into a repository, under names from their parameters: --into repo/";

/** @throws UsageError */
async function pointsOf(flags: FlagValues): Promise<SweepPoint[]> {
  const { sweep, sweepFile } = flags;
  if (sweepFile === undefined) {
    return named(
      (key) => (key.startsWith("sweep") ? `--${key}` : `--sweep ${key}`),
      () => withoutFlags(sweepGrid(sweep as string[]), flags),
    );
  }
  if (sweep !== undefined) throw unexpected("--sweep-file", "one of --sweep and --sweep-file", "both");
  const path = sweepFile as string;
  const other = ["config", "templates"].find((flag) => path === "-" && flags[flag] === "-");
  if (other !== undefined) {
    throw unexpected(`--${other}`, "a file", "-", "Standard input can be read once, and is the --sweep-file.");
  }
  const { readJsonFile } = await import("./read-json-file.js");
  const list = await readJsonFile(path);
  return named(
    (key) => (key === "sweep" ? path : `${path}: ${key}`),
    () => sweepList(list),
  );
}

/** Parameters that say the same thing in two ways. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  train_split: ["train_split", "test_size"],
  test_size: ["test_size", "train_split"],
};

/** A parameter that is swept has no flag of its own, which would count for nothing. */
function withoutFlags(points: SweepPoint[], flags: FlagValues): SweepPoint[] {
  for (const { key } of sweptParameters(points)) {
    const others = SAME[key] ?? [key];
    const twice = others.find((other) => givenBy(flags, other) !== undefined);
    if (twice === undefined) continue;
    throw new UsageError("--sweep", `expected one of ${flagOf(twice)} and --sweep ${key}=…, got both`);
  }
  return points;
}

/** @throws UsageError for a config that is none, or a name that there can't be */
function plannedOf(
  config: Config,
  points: readonly SweepPoint[],
  repository: string,
  { format = [], sweepFile }: FlagValues,
): PlannedDataset[] {
  const flag = sweepFile === undefined ? "--sweep" : "--sweep-file";
  return named(
    (key) => `${flag}: ${key}`,
    () => planSweep(config, points, repository, format as FormatName[]),
  );
}

/** Runs what throws ConfigError, and calls the key as the user knows it; of names that sweeps give nobody gave a flag. */
function named<T>(labelOf: (key: string) => string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ConfigError) throw unexpected(labelOf(error.key), error.expected, error.got, error.hint);
    if (error instanceof PlanError && error.option === "name")
      throw unexpected(
        labelOf("name"),
        error.expected,
        error.got,
        "In a --sweep-file each may have a name of its own.",
      );
    throw error;
  }
}

/** What is to be known of datasets beside what is of all: each once. */
function furtherWarnings(base: Config, planned: readonly PlannedDataset[]): string[] {
  const textsOf = (config: Config) => configWarnings(config).map(({ key, message }) => `${key}: ${message}`);
  const known = new Set(textsOf(base));
  const names = new Map<string, string[]>();
  for (const { name, config } of planned) {
    for (const text of textsOf(config)) if (!known.has(text)) names.set(text, [...(names.get(text) ?? []), name]);
  }
  return Array.from(names, ([text, [first, ...others]]) => {
    const more = others.length === 0 ? "" : ` and ${countText(others.length)} more`;
    return `${first}${more}: ${text}`;
  });
}
