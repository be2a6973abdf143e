import type { Command } from "commander";
import type { Config } from "../config/config.js";
import { integer } from "../config/kinds.js";
import { MAX_SHARDS } from "../config/limits.js";
import { PARAMETERS } from "../config/parameters.js";
import { DigestMismatch } from "../dataset/errors.js";
import { type OutputPlan, planInRepository, planOutput } from "../dataset/output-plan.js";
import type { Division, Shard } from "../dataset/scope.js";
import type { FormatName } from "../formats/format.js";
import type { WorkOptions } from "../generate/work-options.js";
import { addConfigFlags, effectiveConfig, flagOf, flagsText, givenBy } from "./config-flags.js";
import type { Context } from "./context.js";
import { CheckFailed, unexpected } from "./exit-code.js";
import { addFormatFlags, type Ending, type FlagValues, flagValue, group, workersOf, workersOption } from "./flags.js";
import { withProgress } from "./progress-bar.js";
import { stdoutSink } from "./terminal.js";
import { checkStream, reportWritten, writing } from "./write-output.js";

export const ending: Ending = {
  quiet: "print nothing but errors",
  json: "print the summary as JSON on stdout",
  lists: ["Presets", "Formats"],
  writes: () => true,
  examples: `
  mnist1d generate --shear-scale 1.5 --seed 7 -o sheared/
  mnist1d generate -f parquet -f npz -o data/
  mnist1d generate -o mnist1d.parquet          all splits in one table
  mnist1d generate --preset published -o mnist1d_data.pkl
                                               the published file, byte for byte
  mnist1d generate --num-samples 10000 --test-size 1000 -o larger/
  mnist1d generate --shear-scale 1.5 --into repo/ --name shear-1.5
  mnist1d generate --sweep shear_scale=0.5,1,2 --sweep seed=0..4 --into sweep/
                                               shear-0.5-seed-0 and 14 others
  mnist1d config --shear-scale 1.5 --seed 7 > my.json
  mnist1d generate --config my.json --label-noise 0.15 -o noisy/
  echo '{"x": [[0, 1, 0], [1, 0, 1]], "t": [0, 1, 2], "y": [0, 1]}' > two.json
  mnist1d generate --templates two.json -o two/
  mnist1d generate -o - -f jsonl | head -n 1
  mnist1d generate -o - -f npy --array x_test > x_test.npy
  mnist1d generate --engine blocked --num-samples 20000000 -o big/
  mnist1d generate --engine blocked --num-samples 1000000000 -o all/ --shard 3/8`,
};

const DEFAULT_OUT = "mnist1d/";

const SWEEP_TEXT = "a dataset there for each value, as in seed=0..7; repeat it for all combinations";

const collected = (value: string, earlier: readonly string[] = []) => [...earlier, value];

export function declare(command: Command): Command {
  const [output, repository, large] = [group("Output:"), group("In a repository:"), group("Large datasets:")];
  const path = `a directory, a file by its extension, or - for stdout (default: "${DEFAULT_OUT}")`;
  command
    .description("Makes a dataset: with no flags the published one, as Parquet, in the directory mnist1d/.")
    .addOption(output("-o, --out <path>", path));
  addFormatFlags(command);
  return addConfigFlags(command)
    .addOption(repository("--into <repo>", "a Hugging Face repository of several datasets, instead of --out"))
    .addOption(repository("--name <config>", "what the dataset is called there, and its directory"))
    .addOption(repository("--sweep <key=values>", SWEEP_TEXT).argParser(collected))
    .addOption(
      repository("--sweep-file <file>", "a dataset there for each of a JSON list of configs, with names or not"),
    )
    .addOption(large("--dry-run", "make nothing: tell how much it would be"))
    .addOption(large("--rows-per-file <n>", "cut tables into files of so many rows"))
    .addOption(large("--shard <i/n>", "make part i of n (from 0) alone, for merge; auto: the task's of a Slurm array"))
    .addOption(workersOption());
}

export async function run(context: Context): Promise<void> {
  const { flags, terminal, abortable, env } = context;
  if (flags.sweep !== undefined || flags.sweepFile !== undefined) {
    const { runSweep } = await import("./sweep.js");
    return runSweep(context, divisionOf(flags, env));
  }
  const { config, warnings, pinnedDigest } = await effectiveConfig(flags);
  const plan = planOf(flags);
  const [workers, division] = [workersOf(flags), divisionOf(flags, env)];
  checkStream(plan, context);
  for (const warning of warnings) terminal.warn(warning);
  if (flags.dryRun === true) return sayPlan(config, plan, division, context);
  // Loaded when nothing is wrong with the flags.
  const { buildDataset } = await import("../dataset/build-dataset.js");
  const { builtReport } = await import("./report/summary.js");
  const options = {
    force: flags.force === true,
    ...workers,
    ...division,
    ...(pinnedDigest !== undefined && { expectedDigest: pinnedDigest }),
    stream: stdoutSink(terminal.stdout, abortable()),
  };
  const build = (work: WorkOptions) => buildDataset(config, plan, { ...options, ...work });
  const built = await writing(plan, () => withProgress(context, build)).catch((error: unknown) => {
    throw error instanceof DigestMismatch ? pinFailed(error, flags) : error;
  });
  await reportWritten(builtReport(built, config, terminal.style), built, context);
}

/** `--dry-run`: what would be made, and whether there is room for it. */
async function sayPlan(config: Config, given: OutputPlan, division: Division, { flags, terminal }: Context) {
  const { buildPlanOf, checkSpace, sizeOf } = await import("../dataset/resources.js");
  const { checkRepository, inEnclosingRepository } = await import("../dataset/repository/repository.js");
  const { planReport } = await import("./report/summary.js");
  const plan = division.shard === undefined ? await inEnclosingRepository(given) : given;
  await checkRepository(plan);
  const build = await buildPlanOf(config, plan, division);
  const report = planReport(build, config, plan, division, terminal.paper.style);
  if (flags.json === true) await terminal.printJson(report.json);
  else await terminal.report(report.text);
  await checkSpace(sizeOf(config, build.splits), plan);
}

/** Of data that is not what the config file pins: where that stands, and why it may be so. */
function pinFailed(cause: DigestMismatch, flags: FlagValues): CheckFailed {
  const overriding = PARAMETERS.filter(({ key }) => givenBy(flags, key) !== undefined).map(({ key }) => flagOf(key));
  const why =
    overriding.length === 0
      ? `If the data is to change, pin it anew: mnist1d config ${flagsText(flags)} --digest -o ${flags.config}`
      : `The file pins its own config, and the flags change it: ${overriding.join(", ")}`;
  const what = `expected ${cause.expected}, got ${cause.found}`;
  return new CheckFailed(`${flags.config}: digest: ${what}: nothing was written. ${why}`, { cause });
}

/** Where it writes. @throws UsageError for flags that don't go together; PlanError */
function planOf({ out, into, name, format = [], array }: FlagValues): OutputPlan {
  const formats = format as FormatName[];
  if (into === undefined) {
    if (name !== undefined) throw unexpected("--name", "--into beside it", "none");
    return planOutput((out ?? DEFAULT_OUT) as string, formats, array as string | undefined);
  }
  if (array !== undefined) throw unexpected("--array", "-o - -f npy beside it", "--into");
  if (out !== undefined) throw unexpected("--into", "no --out beside it", `"${out}"`);
  if (name === undefined) throw unexpected("--name", "the name of a config beside --into", "none");
  return planInRepository(into as string, name as string, formats);
}

export function divisionOf(flags: FlagValues, environment: NodeJS.ProcessEnv): Division {
  const rowsPerFile = flagValue("--rows-per-file", integer(1), flags.rowsPerFile);
  const shard = flags.shard === undefined ? undefined : shardOf(flags.shard as string, environment);
  return { ...(rowsPerFile !== undefined && { rowsPerFile }), ...(shard && { shard }) };
}

/** `3/8`; `auto` for what the scheduler says; `auto/8` for the task's number from it and the count from here. */
function shardOf(value: string, environment: NodeJS.ProcessEnv): Shard {
  if (value === "auto") return arrayTask(environment);
  const [, index, count] = /^(\d+|auto)\/(\d+)$/.exec(value) ?? [];
  if (index === undefined) {
    const expected = "two integers with a slash, such as 3/8 (0/8 is the first), or auto";
    throw unexpected("--shard", expected, `"${value}"`);
  }
  if (index === "auto") return numberedTask(Number(count), value, environment);
  return checked(Number(index), Number(count), `"${value}"`);
}

function arrayTask(environment: NodeJS.ProcessEnv): Shard {
  const number = (name: string) => numberIn(environment, name);
  const [id, tasks, first] = ["SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN"].map(number);
  if (id === undefined || tasks === undefined || first === undefined) {
    const hint =
      environment.JOB_COMPLETION_INDEX === undefined
        ? "Outside of one, say which: --shard 3/8."
        : "In a Kubernetes job, say how many there are: --shard auto/8.";
    throw unexpected("--shard", "a task of a Slurm array job for auto", "none", hint);
  }
  const step = number("SLURM_ARRAY_TASK_STEP") ?? 1;
  const last = number("SLURM_ARRAY_TASK_MAX") ?? first + (tasks - 1) * step;
  const got = `task ${id} of ${tasks} from ${first} to ${last}`;
  // A list such as 1,5,9 does not say which of its tasks this one is.
  if (last - first !== (tasks - 1) * step) {
    const hint = "With --shard auto/8 the task's number is the shard, of 8.";
    throw unexpected("--shard", "an array of evenly spaced tasks for auto", got, hint);
  }
  return checked((id - first) / step, tasks, got);
}

/** Of a job whose tasks are numbered from 0, as those of Kubernetes' indexed jobs are. */
function numberedTask(count: number, value: string, environment: NodeJS.ProcessEnv): Shard {
  const names = ["SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX"];
  const name = names.find((known) => environment[known] !== undefined);
  if (name === undefined) {
    throw unexpected("--shard", `${names.join(" or ")} in the environment for ${value}`, "neither");
  }
  return checked(numberIn(environment, name)!, count, `${name}=${environment[name]} for "${value}"`);
}

function numberIn(environment: NodeJS.ProcessEnv, name: string): number | undefined {
  const value = environment[name];
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  throw unexpected(name, "a whole number", `"${value}"`);
}

function checked(index: number, count: number, got: string): Shard {
  if (count < 1 || count > MAX_SHARDS) {
    throw unexpected("--shard", `1 to ${MAX_SHARDS} shards`, got);
  }
  if (Number.isInteger(index) && index >= 0 && index < count) return { index, count };
  const most = count === 1 ? "0/1" : `0/${count} to ${count - 1}/${count}`;
  throw unexpected("--shard", `one of ${most}`, got, "Shards are counted from 0.");
}
