import { createHash } from "node:crypto";
import { join } from "node:path";
import { FileSource } from "../dataset/file-source.js";
import type { ManifestFile } from "../dataset/read-manifest.js";
import type { OpenDataset } from "../dataset/stored-dataset.js";
import { type Check, failed, passed } from "./check.js";

/** Bytes that are hashed at a time. */
const WINDOW = 1 << 20;

/** A file as it is on the disk. */
export interface FoundFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Hashes every file that a manifest lists, in its order. */
export async function hashFiles(
  { path, forms }: OpenDataset,
  { manifest }: ManifestFile,
  signal?: AbortSignal,
): Promise<FoundFile[]> {
  const open = new Map(forms.flatMap(({ files }) => files.map((file) => [file.name, file])));
  const found: FoundFile[] = [];
  for (const { path: name } of manifest.files) {
    const file = open.get(name) ?? (await FileSource.open(join(path, name), name));
    found.push({ path: name, bytes: file.size, sha256: await sha256Of(file, signal) });
    if (!open.has(name)) await file.close();
  }
  return found;
}

async function sha256Of(file: FileSource, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash("sha256");
  // Two windows in turn: one is read while the other is hashed.
  const windows = [new Uint8Array(WINDOW), new Uint8Array(WINDOW)] as const;
  const read = async (offset: number, window: Uint8Array) => {
    const part = window.subarray(0, Math.min(WINDOW, file.size - offset));
    await file.readInto(part, offset);
    return part;
  };
  let next = read(0, windows[0]);
  for (let offset = 0, turn = 1; offset < file.size; turn = 1 - turn) {
    signal?.throwIfAborted();
    const part = await next;
    offset += part.length;
    next = read(Math.min(offset, file.size), windows[turn]!);
    hash.update(part);
  }
  await next;
  return hash.digest("hex");
}

/** Whether the files are those that the manifest lists, byte for byte. */
export function checkFiles({ manifest }: ManifestFile, found: readonly FoundFile[]): Check {
  const details: string[] = [];
  for (const [i, { path, bytes, sha256 }] of found.entries()) {
    const listed = manifest.files[i]!;
    if (bytes !== listed.bytes) details.push(`${path} has ${bytes} bytes, and the manifest says ${listed.bytes}`);
    else if (sha256 !== listed.sha256) details.push(`${path} has the SHA-256 ${sha256}, not ${listed.sha256}`);
  }
  const count = found.length === 1 ? "the file is" : `all ${found.length} files are`;
  if (details.length === 0) return passed("files", `${count} what the manifest says, byte for byte`);
  const wrong = `${details.length} of ${found.length} ${found.length === 1 ? "file" : "files"}`;
  return failed("files", `${wrong} changed after the manifest was written`, details);
}
