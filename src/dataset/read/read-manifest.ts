import { join } from "node:path";
import { DIGEST } from "../../config/kinds.js";
import { MAX_MANIFEST_BYTES } from "../../config/limits.js";
import { foreignContent } from "../../formats/beginnings.js";
import { FormatError } from "../../formats/format-error.js";
import { FORMATS } from "../../formats/registry.js";
import { isMissing, isUnreadable } from "../errors.js";
import { ENGINE_VERSIONS, MANIFEST_FILE, MANIFEST_VERSION, type Manifest } from "../manifest.js";
import { isVersion } from "../version.js";
import { readRegular } from "./regular-file.js";

/** A manifest, and the text that it stood in. */
export interface ManifestFile {
  readonly path: string;
  readonly manifest: Manifest;
  readonly text: string;
}

/** A dataset that is whole, and of a version of manifest, engine or digest that there is not here. */
export class NewerDataset extends FormatError {}

/**
 * The manifest of a directory; undefined if it has none.
 * @throws FormatError for a manifest that is damaged, or somebody else's; NewerDataset; FileError.
 */
export async function readManifest(directory: string): Promise<ManifestFile | undefined> {
  const path = join(directory, MANIFEST_FILE);
  let text: string;
  try {
    const bytes = await readRegular(path, MAX_MANIFEST_BYTES, "manifest");
    if (bytes.length === 0) throw new FormatError(path, "is empty");
    const foreign = foreignContent(bytes);
    if (foreign !== undefined) throw new FormatError(path, `is ${foreign.name}`, foreign.hint);
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (isMissing(error)) return undefined;
    if (error instanceof TypeError) throw new FormatError(path, "is not UTF-8 text");
    throw error;
  }
  // Loaded here: who makes a new dataset reads none.
  const { parseJson } = await import("../../formats/text/json-text.js");
  return { path, manifest: manifestFrom(parseJson(text, path, Number.POSITIVE_INFINITY), path), text };
}

function manifestFrom(json: unknown, path: string): Manifest {
  const value = json as Record<string, unknown> | null;
  const generator = value?.generator as Manifest["generator"] | undefined;
  if (typeof value?.manifest_version !== "number" || generator?.name !== "mnist1d") {
    throw new FormatError(path, "is not a manifest of mnist1d");
  }
  const newer = newerProblem(value);
  if (newer !== undefined) throw new NewerDataset(path, newer);
  const wrong = Object.entries(CHECKS).find(([key, check]) => !check(value[key]));
  if (wrong !== undefined) throw new FormatError(path, `is damaged: ${wrong[0]} is not what it must be`);
  return value as unknown as Manifest;
}

/**
 * What in a dataset is of a version that there is not here, as the end of a sentence. What is damaged is left to
 * others.
 * @param stated `manifest_version`, `generator` and `digest` of a manifest, as far as they are known.
 */
export function newerProblem(stated: Readonly<Record<string, unknown>>): string | undefined {
  const { manifest_version: version = MANIFEST_VERSION, generator, digest } = stated;
  const engine = (generator as { readonly engine?: unknown } | undefined)?.engine;
  const update = "of a newer mnist1d: update it to read this";
  if (typeof version === "number" && version > MANIFEST_VERSION) return `is of version ${version}, ${update}`;
  const isUnknown = typeof engine === "string" && !Object.values(ENGINE_VERSIONS).includes(engine);
  if (isUnknown && /^[\w-]+-v\d+$/.test(engine)) return `is of the engine ${engine}, ${update}`;
  const kind = typeof digest === "string" ? /^([\w-]+):/.exec(digest)?.[1] : undefined;
  return kind === undefined || kind === "sha256" ? undefined : `has a digest of the kind ${kind}, ${update}`;
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
/** Files and the card have it in their names and lists. */
const isName: Check = (value) => isText(value) && /^[\w-]+$/.test(value as string);
const isInteger: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isObject: Check = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isHash: Check = (value) => isText(value) && /^[0-9a-f]{64}$/.test(value as string);
const isDigest: Check = (value) => isText(value) && DIGEST.test(value as string);
const isFormat: Check = (value) => FORMATS.some(({ name }) => name === value);

const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const record =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isObject(value) && Object.entries(fields).every(([key, check]) => check((value as never)[key]));
/** Of an object whose keys are not known beforehand: splits, columns. */
const eachOf =
  (check: Check): Check =>
  (value) =>
    isObject(value) && Object.entries(value as object).every(([key, entry]) => isName(key) && check(entry));
/** Inside the dataset's directory, in the notation of every platform. */
const isInnerPath: Check = (value) => isText(value) && !/(^|\/)\.{0,2}(\/|$)|\\|^[a-z]:|\0/i.test(value as string);

/** What each key must be, so that the rest of the code can take its word for the types. */
const CHECKS: Readonly<Record<string, Check>> = {
  manifest_version: (value) => value === MANIFEST_VERSION,
  generator: record({
    version: (value) => isText(value) && isVersion(value as string),
    engine: (value) => value === null || isText(value),
  }),
  config: (value) => value === null || isObject(value),
  config_digest: optional(isDigest),
  digest: isDigest,
  length: isInteger,
  dtype: (value) => value === "float32" || value === "float64",
  classes: listOf(Number.isSafeInteger),
  clean_labels: optional((value) => value === true),
  t: optional(listOf(Number.isFinite)),
  rows_per_file: optional(isInteger),
  splits: listOf(record({ name: isName, rows: isInteger, sha256: isHash, blocks: listOf(isHash) })),
  standardisation: optional(record({ mean: Number.isFinite as Check, std: Number.isFinite as Check })),
  x_float64: optional(eachOf(isHash)),
  columns: optional(eachOf(eachOf(isHash))),
  shard: optional(
    record({
      index: isInteger,
      count: isInteger,
      rows_per_file: optional(isInteger),
      x_float64_blocks: optional(eachOf(listOf(isHash))),
      column_blocks: optional(eachOf(eachOf(listOf(isHash)))),
    }),
  ),
  formats: listOf(isFormat),
  files: listOf(record({ path: isInnerPath, bytes: isInteger, sha256: isHash })),
};

/** Whose the manifest of a directory is, be it damaged; one of ours that a newer version wrote can't be read, but is whole. */
type ManifestOrigin = "none" | "others" | "ours" | "newer";

/** Many programs call a file of theirs manifest.json. What nobody can read may be ours. */
export async function manifestOrigin(directory: string): Promise<ManifestOrigin> {
  let text: string;
  try {
    text = (await readRegular(join(directory, MANIFEST_FILE), MAX_MANIFEST_BYTES, "manifest")).toString();
  } catch (error) {
    if (isMissing(error)) return "none";
    return isUnreadable(error) ? "ours" : "others";
  }
  try {
    const stated = (JSON.parse(text) ?? {}) as Record<string, unknown>;
    if ((stated.generator as { name?: unknown } | undefined)?.name !== "mnist1d") return "others";
    return newerProblem(stated) === undefined ? "ours" : "newer";
  } catch {
    return text.includes('"mnist1d"') ? "ours" : "others"; // cut off, say
  }
}
