import { MAX_SHARDS } from "../config/limits.js";
import type { Division, Shard } from "../dataset/scope.js";
import type { FlagValues } from "./effective-config.js";
import { expectedGot, UsageError } from "./usage-error.js";
import { wholeNumber } from "./whole-number.js";

/** Variables that say which task of several a process is, by those who set them. */
type Environment = Readonly<Record<string, string | undefined>>;

/** How the flags divide the dataset. @throws UsageError */
export function divisionOf(flags: FlagValues, environment: Environment): Division {
  const rowsPerFile = wholeNumber("--rows-per-file", flags.rowsPerFile, 1, Number.MAX_SAFE_INTEGER);
  const shard = flags.shard === undefined ? undefined : shardOf(flags.shard as string, environment);
  return { ...(rowsPerFile !== undefined && { rowsPerFile }), ...(shard && { shard }) };
}

/** `3/8`; `auto` for what the scheduler says; `auto/8` for the task's number from it and the count from here. */
function shardOf(value: string, environment: Environment): Shard {
  const [, index, count] = /^(\d+|auto)(?:\/(\d+))?$/.exec(value) ?? [];
  if (index === undefined || (index !== "auto" && count === undefined)) {
    const expected = "two integers with a slash, such as 3/8 (0/8 is the first), or auto";
    throw new UsageError("--shard", expectedGot(expected, `"${value}"`));
  }
  if (index !== "auto") return checked(Number(index), Number(count), `"${value}"`);
  return count === undefined ? arrayTask(environment) : numberedTask(Number(count), value, environment);
}

/** Of a Slurm array: the tasks in their order. */
function arrayTask(environment: Environment): Shard {
  const number = (name: string) => numberIn(environment, name);
  const [id, tasks, first] = ["SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN"].map(number);
  if (id === undefined || tasks === undefined || first === undefined) {
    const hint =
      environment.JOB_COMPLETION_INDEX === undefined
        ? "Outside of one, say which: --shard 3/8."
        : "In a Kubernetes job, say how many there are: --shard auto/8.";
    throw new UsageError("--shard", expectedGot("a task of a Slurm array job for auto", "none"), hint);
  }
  const step = number("SLURM_ARRAY_TASK_STEP") ?? 1;
  const last = number("SLURM_ARRAY_TASK_MAX") ?? first + (tasks - 1) * step;
  const got = `task ${id} of ${tasks} from ${first} to ${last}`;
  // A list such as 1,5,9 does not say which of its tasks this one is.
  if (last - first !== (tasks - 1) * step) {
    const hint = "With --shard auto/8 the task's number is the shard, of 8.";
    throw new UsageError("--shard", expectedGot("an array of evenly spaced tasks for auto", got), hint);
  }
  return checked((id - first) / step, tasks, got);
}

/** Of a job whose tasks are numbered from 0, as those of Kubernetes' indexed jobs are. */
function numberedTask(count: number, value: string, environment: Environment): Shard {
  const names = ["SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX"];
  const name = names.find((known) => environment[known] !== undefined);
  if (name === undefined) {
    throw new UsageError("--shard", expectedGot(`${names.join(" or ")} in the environment for ${value}`, "neither"));
  }
  return checked(numberIn(environment, name)!, count, `${name}=${environment[name]} for "${value}"`);
}

function numberIn(environment: Environment, name: string): number | undefined {
  const value = environment[name];
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  throw new UsageError(name, expectedGot("a whole number", `"${value}"`));
}

function checked(index: number, count: number, got: string): Shard {
  if (count < 1 || count > MAX_SHARDS) {
    throw new UsageError("--shard", expectedGot(`1 to ${MAX_SHARDS} shards`, got));
  }
  if (Number.isInteger(index) && index >= 0 && index < count) return { index, count };
  const most = count === 1 ? "0/1" : `0/${count} to ${count - 1}/${count}`;
  throw new UsageError("--shard", expectedGot(`one of ${most}`, got), "Shards are counted from 0.");
}
