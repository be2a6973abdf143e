import { join } from "node:path";
import { dataFilesIn, MAX_FILES } from "../dataset/read/find-data-files.js";
import type { ManifestFile } from "../dataset/read/read-manifest.js";
import type { HashedFile } from "../dataset/read/regular-file.js";
import { type Check, failed, passed } from "./check.js";
import { hashFiles } from "./hash-files.js";

/** A file as it is on the disk; one that is not there, or can't be read, has a problem and nothing else. */
export interface FoundFile extends HashedFile {
  readonly path: string;
}

/** Reads every file that a manifest lists, in its order. */
export async function findFiles(
  directory: string,
  { manifest }: ManifestFile,
  signal?: AbortSignal,
): Promise<FoundFile[]> {
  const paths = manifest.files.map(({ path }) => join(directory, path));
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  const hashed = await hashFiles(paths, bytes, signal);
  return manifest.files.map(({ path }, i) => ({ path, ...hashed[i]! }));
}

/**
 * Whether the files are those that the manifest lists, byte for byte, and no other data is among them: programs that read
 * a whole directory would take it for part of the dataset.
 */
export async function checkFiles(
  directory: string,
  { manifest }: ManifestFile,
  found: readonly FoundFile[],
): Promise<Check> {
  const listed = new Set(found.map(({ path }) => path));
  const stray = (await dataFilesIn(directory, listed.size + MAX_FILES)).filter((path) => !listed.has(path));
  if (stray.length > 0) {
    const more = stray.length > 3 ? ", …" : "";
    const what = `not listed in the manifest, but beside the data: ${stray.slice(0, 3).join(", ")}${more}`;
    return failed("files", "there is data in the directory that does not belong to the dataset", [what]);
  }
  const details = found.flatMap(({ path, bytes, sha256, problem }, i) => {
    const listed = manifest.files[i]!;
    if (problem !== undefined) return `${path}: ${problem}`;
    if (bytes !== listed.bytes) return `${path} has ${bytes} bytes, and the manifest says ${listed.bytes}`;
    return sha256 === listed.sha256 ? [] : `${path} has the SHA-256 ${sha256}, not ${listed.sha256}`;
  });
  const count = found.length === 1 ? "the file is" : `all ${found.length} files are`;
  if (details.length === 0) return passed("files", `${count} what the manifest says, byte for byte`);
  const wrong = `${details.length} of ${found.length} ${found.length === 1 ? "file" : "files"}`;
  return failed("files", `${wrong} changed after the manifest was written`, details);
}
