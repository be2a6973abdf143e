import { createHash, randomBytes } from "node:crypto";
import { lstat, mkdir, readdir, readFile, readlink, rename, rmdir, unlink, writeFile } from "node:fs/promises";
import { hostname, uptime } from "node:os";
import { join } from "node:path";
import { isThere, isWorkplaceName, syncFolder } from "../paths.js";
import { isOwnPath, walk } from "../target/own-files.js";

/** Not named after the target, whose name may be as long as names can be. */
export const newWorkplaceName = (): string => workplaceName(randomBytes(6));

/** The name that the place of a run has which must be the only one at a target. */
export const claimName = (target: string): string => workplaceName(createHash("sha256").update(target).digest());

const workplaceName = (bytes: Buffer) => `.mnist1d-${bytes.toString("hex", 0, 6)}.tmp`;

export const OWNER_FILE = "owner.json";
/** The mark of a run whose output is complete, and about to move: what is half done can be ended or undone. */
export const COMMIT_FILE = "commit.json";
export const NEW_FOLDER = "new";
/** The dataset that is replaced, from the moment that it leaves the target. */
export const OLD_FOLDER = "old";

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

/** Which run works in a place, and what for. */
export interface Owner extends RunIdentity {
  /** The target's name in the directory that the place is in; "." if it is that directory itself. */
  readonly target: string;
}

export interface Workplace {
  readonly path: string;
  /** Absent if it can't be read: the run was killed while it wrote that, or it is no run's. */
  readonly owner?: Owner;
  readonly isCommitted: boolean;
  /** A note that no run writes, or that asks for what none does. It is not obeyed, and its place is left alone. */
  readonly foreignNote?: string;
  readonly names: readonly string[];
}

/** The places of work in a directory; none in one that is not there, or that nobody may list. */
export async function findWorkplaces(directory: string): Promise<Workplace[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory() && isWorkplaceName(entry.name));
  return Promise.all(names.map(({ name }) => readWorkplace(join(directory, name))));
}

export async function readWorkplace(path: string): Promise<Workplace> {
  // Of another user's place nobody here knows what is in it.
  const unknown = ({ code }: NodeJS.ErrnoException) => (code === "ENOENT" ? [] : ["unknown"]);
  const names = (await readdir(path).catch(unknown)).sort();
  const mark = await readNote(join(path, COMMIT_FILE));
  const owner = mark ?? (await readNote(join(path, OWNER_FILE)));
  if (owner === "foreign") return { path, names, isCommitted: false, foreignNote: mark ? COMMIT_FILE : OWNER_FILE };
  return { path, names, ...(owner && { owner }), isCommitted: mark !== undefined };
}

const MAX_NOTE_BYTES = 100_000;

/** Undefined for one that is not there, or only half. */
async function readNote(path: string): Promise<Owner | "foreign" | undefined> {
  try {
    const stats = await lstat(path);
    if (!stats.isFile() || stats.size > MAX_NOTE_BYTES) return "foreign";
    const value = JSON.parse(await readFile(path, "utf8"));
    return isOwner(value) ? value : "foreign";
  } catch {
    return undefined;
  }
}

function isOwner(value: unknown): value is Owner {
  const { host, pid, boot, namespace, started, target, names } = (value ?? {}) as Record<string, unknown>;
  return (
    [host, target].every((text) => typeof text === "string") &&
    [boot, namespace, started].every((text) => text === undefined || typeof text === "string") &&
    Number.isSafeInteger(pid) &&
    (pid as number) > 0 &&
    // Version 0.1.0 said what moves.
    (names === undefined || (Array.isArray(names) && names.every((name) => name === "data" || isOwnPath(name))))
  );
}

/** More runs than ever take an empty place for a dead one's at once. */
const MOST_TRIES = 100;

/**
 * Makes a place, which nobody else may enter. What it is for is written at once; until then another run takes it for
 * that of a run that was killed, and removes it: then there is a next try. That the note is on the disk is not waited
 * for.
 */
export async function createWorkplace(directory: string, owner: Owner): Promise<string> {
  for (let tries = 1; ; tries++) {
    const path = join(directory, newWorkplaceName());
    await mkdir(path, { mode: 0o700 });
    try {
      await writeFile(join(path, OWNER_FILE), textOf(owner), { flag: "wx" });
      await mkdir(join(path, NEW_FOLDER));
      return path;
    } catch (error) {
      await unlink(join(path, OWNER_FILE)).catch(() => {});
      await rmdir(path).catch(() => {});
      if ((error as NodeJS.ErrnoException).code !== "ENOENT" || tries === MOST_TRIES) throw error;
    }
  }
}

/** Removes a place that has nothing but the beginning of a note in it. With anything more it stays. */
export async function removeUnsigned(path: string): Promise<void> {
  const isNoted = (await readNote(join(path, OWNER_FILE))) !== undefined; // meanwhile
  if (!isNoted) await unlink(join(path, OWNER_FILE)).catch(() => {});
  await rmdir(path).catch(() => {});
}

/** Takes the one name that there is for a run that must be alone at its target. @returns undefined if another run has it */
export async function claim(place: string, directory: string, target: string): Promise<string | undefined> {
  const path = join(directory, claimName(target));
  try {
    await rename(place, path); // with its note in it, so that there is no moment in which it says nothing
    return path;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOTEMPTY" || code === "EEXIST" || (await isThere(path))) return undefined;
    throw error;
  }
}

/** Writes the mark, and waits until it is on the disk: nothing may move before. */
export async function markCommitted(path: string, owner: Owner): Promise<void> {
  await writeFile(join(path, COMMIT_FILE), textOf(owner), { flag: "wx", flush: true });
  await syncFolder(path);
}

const textOf = (note: Owner) => `${JSON.stringify(note)}\n`;

export async function thisRun(): Promise<RunIdentity> {
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => undefined);
  const namespace = await readlink("/proc/self/ns/pid").catch(() => undefined);
  const { started } = (await processStat(process.pid)) ?? {};
  return {
    host: hostname(),
    pid: process.pid,
    ...(boot && { boot: boot.trim() }),
    ...(namespace && { namespace }),
    ...(started && { started }),
  };
}

/** Whether the process of a run of this machine, and this namespace, is there. */
async function isAlive({ pid, started }: RunIdentity): Promise<boolean> {
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
  return fields && { state: fields[0]!, started: fields[19]! }; // the 3rd and 22nd of all
}

/** Milliseconds without a change after which a run is dead whose process nobody here can see: it is elsewhere. */
const DAY = 24 * 3600 * 1000;

/**
 * Whether the run is dead that made a place. In doubt it is not.
 * @param silence milliseconds without a change after which a run is taken for dead that nobody here can see.
 */
export async function isAbandoned(workplace: Workplace, silence: number = DAY): Promise<boolean> {
  const { path, names, owner } = workplace;
  // Whoever makes a place, and finds it removed before it said whose it is, makes another.
  if (owner === undefined) return names.every((name) => name === OWNER_FILE) || (await unchangedFor(path)) > silence;
  const here = await thisRun();
  const isSameBoot = owner.host === here.host && owner.boot === here.boot;
  const isBeforeStart = async () => (await unchangedFor(path)) > uptime() * 1000;
  if (isSameBoot && owner.namespace === here.namespace) {
    if (!(await isAlive(owner))) return true;
    // A pid may be another process's since the machine was started anew. Where it says which start it was, it is not.
    return here.boot === undefined && (await isBeforeStart());
  }
  // An earlier start of this machine; unless another of the same name is at work, which is then after our start.
  if (owner.host === here.host && !isSameBoot && (await isBeforeStart())) return true;
  return (await unchangedFor(path)) > silence;
}

/** Milliseconds since something in a place last changed. What vanishes while we look is somebody's who is at work. */
async function unchangedFor(path: string): Promise<number> {
  try {
    let last = (await lstat(path)).mtimeMs;
    for await (const entry of walk(path)) last = Math.max(last, (await lstat(join(path, entry.path))).mtimeMs);
    return Date.now() - last;
  } catch {
    return 0;
  }
}
