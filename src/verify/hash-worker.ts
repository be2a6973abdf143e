// The thread that hash-files.ts starts: hashes the files that it is given, and posts what it found.
import { parentPort, workerData } from "node:worker_threads";
import { hashEach } from "./hash-files.js";

parentPort!.postMessage(await hashEach(workerData as readonly string[]));
