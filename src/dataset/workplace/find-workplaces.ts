import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { COMMIT_FILE, type Commit, isWorkplaceName, OWNER_FILE, type Owner } from "./workplace.js";

/** A place of work, by what is written in it. */
export interface Workplace {
  readonly path: string;
  /** Absent if it can't be read: the run was killed while it wrote that, or is an older version's. */
  readonly owner?: Owner;
  /** There once the output is complete. One that can't be read was never finished, and nothing moved. */
  readonly commit?: Commit;
}

/** The places of work in a directory; none in one that is not there, or that nobody may list. */
export async function findWorkplaces(directory: string): Promise<Workplace[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory() && isWorkplaceName(entry.name));
  return Promise.all(names.map(({ name }) => readWorkplace(join(directory, name))));
}

async function readWorkplace(path: string): Promise<Workplace> {
  const commit = await readNote<Commit>(join(path, COMMIT_FILE), isCommit);
  const owner = commit ?? (await readNote<Owner>(join(path, OWNER_FILE), isOwner));
  return { path, ...(owner && { owner }), ...(commit && { commit }) };
}

async function readNote<T>(path: string, isNote: (value: unknown) => boolean): Promise<T | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, "utf8"));
    return isNote(value) ? (value as T) : undefined;
  } catch {
    return undefined;
  }
}

function isOwner(value: unknown): boolean {
  const { host, pid, boot, namespace, started, target } = (value ?? {}) as Record<string, unknown>;
  const isTextOrAbsent = [boot, namespace, started].every((text) => text === undefined || typeof text === "string");
  return (
    typeof host === "string" && Number.isSafeInteger(pid) && (pid as number) > 0 && isTextOrAbsent && isName(target)
  );
}

function isCommit(value: unknown): boolean {
  if (!isOwner(value)) return false;
  const { names, manifest } = value as Record<string, unknown>;
  if (names === undefined) return true;
  return Array.isArray(names) && names.every((name) => isName(name) && name !== ".") && typeof manifest === "string";
}

/** Of something in a directory: a note leads nowhere else. */
function isName(value: unknown): boolean {
  return typeof value === "string" && value !== "" && value !== ".." && !/[/\\\0]/.test(value);
}
