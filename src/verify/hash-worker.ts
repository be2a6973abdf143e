// The thread that hash-files.ts starts: hashes the files that it is given, one after the other, and posts what it found.
import { parentPort, workerData } from "node:worker_threads";
import { hashFile } from "../dataset/hash-file.js";
import { OutputError } from "../dataset/output-error.js";
import type { HashReply } from "./hash-files.js";

const reply = (message: HashReply) => parentPort!.postMessage(message);

try {
  const files = [];
  for (const path of workerData as readonly string[]) files.push(await hashFile(path));
  reply({ files });
} catch (error) {
  if (!(error instanceof OutputError)) throw error;
  reply({ failed: { path: error.path, problem: error.problem } });
}
