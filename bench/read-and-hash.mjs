// Reads every file below a directory and hashes it: the least that a check of it can do. Prints the peak memory in bytes.
import { createHash } from "node:crypto";
import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { peakMemory } from "../test/support/peak-memory.mjs";

const [directory] = process.argv.slice(2);
const buffer = new Uint8Array(1 << 20);
for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const file = await open(join(entry.parentPath, entry.name));
  const hash = createHash("sha256");
  for (let read = await file.read(buffer); read.bytesRead > 0; read = await file.read(buffer)) {
    hash.update(buffer.subarray(0, read.bytesRead));
  }
  hash.digest("hex");
  await file.close();
}
console.log(peakMemory());
