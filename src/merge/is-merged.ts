import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { foreignFiles } from "../dataset/foreign-files.js";
import { MANIFEST_FILE, type Manifest } from "../dataset/manifest.js";
import { SHARDS_DIRECTORY, shardNamed } from "../dataset/shard-path.js";
import type { FoundShard } from "./find-shards.js";
import { NOTES } from "./notes.js";

/** Whether a dataset is what its shards made, and nothing is left of them that anybody could want. */
export async function isMerged(path: string, existing: Manifest, shards: readonly FoundShard[]): Promise<boolean> {
  if (shards.some(({ manifest }) => manifest.config_digest !== existing.config_digest)) return false;
  const directory = join(path, SHARDS_DIRECTORY);
  const names = (await readdir(directory)).filter((name) => shardNamed(name) !== undefined);
  const worthless = new Set([...NOTES, ...names.map((name) => `${name}/${MANIFEST_FILE}`)]);
  if ((await foreignFiles(directory, worthless)).length > 0) return false;
  return existing.files.every((file) => existsSync(join(path, file.path)));
}
