import { readFile, readlink } from "node:fs/promises";
import { hostname } from "node:os";

/** What tells a run from all others, as far as the platform has it. */
export interface RunIdentity {
  readonly host: string;
  readonly pid: number;
  /** Linux: the start of the machine, and the namespace, in which the pid is a process's and no other's. */
  readonly boot?: string;
  readonly namespace?: string;
  /** Linux: when the process started, in clock ticks, which tells it from a later one with its number. */
  readonly started?: string;
}

export async function thisRun(): Promise<RunIdentity> {
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => undefined);
  const namespace = await readlink("/proc/self/ns/pid").catch(() => undefined);
  const started = (await processStat(process.pid))?.started;
  return {
    host: hostname(),
    pid: process.pid,
    ...(boot !== undefined && { boot: boot.trim() }),
    ...(namespace !== undefined && { namespace }),
    ...(started !== undefined && { started }),
  };
}

/** Whether the process of a run of this machine, and this namespace, is there. */
export async function isAlive({ pid, started }: RunIdentity): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Another user's process is there, and not ours to signal.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
  const stat = await processStat(pid);
  if (stat === undefined) return true;
  // A zombie is what is left of a process whose parent has not asked for its exit code.
  return stat.state !== "Z" && stat.state !== "X" && (started === undefined || stat.started === started);
}

/** The fields of /proc/PID/stat after the name, which may have spaces and parentheses in it. */
async function processStat(pid: number): Promise<{ state: string; started: string } | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  const fields = text?.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state, started] = [fields?.[0], fields?.[19]]; // the 3rd and 22nd of all
  return state === undefined || started === undefined ? undefined : { state, started };
}
