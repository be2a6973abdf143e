import { Worker } from "node:worker_threads";
import { type HashedFile, hashFile } from "../dataset/hash-file.js";
import { OutputError } from "../dataset/output-error.js";

/** What the thread posts: the hashes, or the file that could not be read. */
export type HashReply =
  | { readonly files: readonly HashedFile[] }
  | { readonly failed: { readonly path: string; readonly problem: string } };

/** Bytes from which on a thread of its own pays: starting one takes as long as hashing 30 MB. */
const THREAD_BYTES = 50_000_000;

/**
 * Hashes files, large ones on another thread, since the caller's has the data to read meanwhile.
 *
 * @param bytes of all files together, roughly.
 * @throws OutputError; the signal's reason when aborted.
 */
export async function hashFiles(
  paths: readonly string[],
  bytes: number,
  signal?: AbortSignal,
): Promise<readonly HashedFile[]> {
  if (bytes >= THREAD_BYTES) return hashOnThread(paths, signal);
  const files: HashedFile[] = [];
  for (const path of paths) files.push(await hashFile(path, signal));
  return files;
}

async function hashOnThread(paths: readonly string[], signal?: AbortSignal): Promise<readonly HashedFile[]> {
  const worker = new Worker(new URL("./hash-worker.js", import.meta.url), { workerData: paths });
  try {
    const reply = await new Promise<HashReply>((resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      worker.once("message", resolve);
      worker.once("error", reject);
    });
    if ("files" in reply) return reply.files;
    throw new OutputError(reply.failed.path, reply.failed.problem);
  } finally {
    await worker.terminate();
  }
}
