import { join } from "node:path";
import { MAX_MANIFEST_BYTES } from "../config/limits.js";
import { MANIFEST_FILE } from "./manifest.js";
import { newerProblem } from "./read-manifest.js";
import { isMissing, isUnreadable, readRegular } from "./regular-file.js";

/** Whose the manifest of a directory is, be it damaged; one of ours that a newer version wrote can't be read, but is whole. */
export type ManifestOrigin = "none" | "others" | "ours" | "newer";

/** Many programs call a file of theirs manifest.json. What nobody can read may be ours. */
export async function manifestOrigin(directory: string): Promise<ManifestOrigin> {
  try {
    return originOf((await readRegular(join(directory, MANIFEST_FILE), MAX_MANIFEST_BYTES, "manifest")).toString());
  } catch (error) {
    if (isMissing(error)) return "none";
    return isUnreadable(error) ? "ours" : "others";
  }
}

function originOf(text: string): ManifestOrigin {
  try {
    const stated = (JSON.parse(text) ?? {}) as Record<string, unknown>;
    if ((stated.generator as { name?: unknown } | undefined)?.name !== "mnist1d") return "others";
    return newerProblem(stated) === undefined ? "ours" : "newer";
  } catch {
    return text.includes('"mnist1d"') ? "ours" : "others"; // cut off, say
  }
}
