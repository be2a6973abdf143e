import { FileError, isUnreadable } from "../dataset/errors.js";
import { type HashedFile, hashFile } from "../dataset/read/regular-file.js";
import { Threads } from "../parallel/threads.js";

/** Bytes from which on a thread of its own pays: starting one takes as long as hashing 30 MB. */
const THREAD_BYTES = 50_000_000;

/**
 * Hashes files, large ones on another thread, since the caller's has the data to read meanwhile.
 *
 * @param bytes of all files together, roughly.
 * @throws FileError for what can't be read; the signal's reason when aborted. What is no file is told in its place.
 */
export async function hashFiles(
  paths: readonly string[],
  bytes: number,
  signal?: AbortSignal,
): Promise<readonly HashedFile[]> {
  if (bytes < THREAD_BYTES) return hashEach(paths, signal);
  const file = new URL("./thread.js", import.meta.url);
  const thread = new Threads<readonly string[], readonly HashedFile[]>(file, "hashes", 1, undefined, signal);
  try {
    return await thread.run(paths);
  } finally {
    await thread.end();
  }
}

/** What the thread does. */
export function hashWork(): (paths: readonly string[]) => Promise<readonly HashedFile[]> {
  return (paths) => hashEach(paths);
}

async function hashEach(paths: readonly string[], signal?: AbortSignal): Promise<readonly HashedFile[]> {
  const files: HashedFile[] = [];
  for (const path of paths) {
    const file = await hashFile(path, signal).catch((error: unknown) => {
      if (!(error instanceof FileError) || isUnreadable(error)) throw error;
      return { bytes: 0, sha256: "", problem: error.problem };
    });
    files.push(file);
  }
  return files;
}
