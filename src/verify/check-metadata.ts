import { type Config, classCount } from "../config/config.js";
import { type Manifest, manifestOf, statedOf } from "../dataset/manifest.js";
import type { OpenDataset } from "../dataset/read/open-dataset.js";
import { type Reading, shapeProblem } from "../dataset/read/read-form.js";
import { listOf } from "../dataset/readable-numbers.js";
import { configDigest } from "../digest/dataset-digest.js";
import { sameMetadata } from "../formats/metadata.js";
import { templatesOf } from "../generate/digit-templates.js";
import type { Examples } from "../generate/examples.js";
import { type Check, failed, passed, skipped } from "./check.js";
import type { FoundFile } from "./check-files.js";

/**
 * Whether everything that is stated of the data agrees with it: config and its digest, the time axis, templates, classes,
 * shapes, block digests.
 *
 * @param examples generated ones that the data equals, if there are: their time axis is what the stored one must be.
 * @param files as they are on the disk, for a dataset with a manifest.
 * @param asFloat32 whether float64 values were read as float32; the time axis is then compared so, too.
 */
export async function checkMetadata(
  dataset: OpenDataset,
  readings: readonly Reading[],
  config: Config | undefined,
  examples: Examples | undefined,
  files: readonly FoundFile[],
  asFloat32 = false,
): Promise<Check> {
  const { metadata, manifest } = dataset;
  const wrong: string[] = [];
  const stated: string[] = [];
  const state = (name: string, found: unknown, expected: unknown) => {
    if (found === undefined || expected === undefined) return;
    stated.push(name);
    if (!sameMetadata(found, expected)) wrong.push(`${name} is not what it must be`);
  };

  if (metadata.config !== undefined) stated.push("config");
  const problem = await configProblem(dataset);
  if (problem !== undefined) wrong.push(problem);
  const narrow = (t: Float64Array | undefined) => (asFloat32 && t ? new Float32Array(t) : t);
  state("t", narrow(metadata.t), narrow(examples?.t));
  state("standardisation", metadata.standardisation, examples?.standardisation);
  state("templates", metadata.templates, config && templatesOf(config));
  const [found, wanted] = [dataset.config, config ?? dataset.config].map((named) => named?.classNames ?? null);
  if (dataset.config !== undefined && (found ?? wanted) !== null) state("class_names", found, wanted);
  if (manifest !== undefined) {
    wrong.push(...manifestProblems(dataset, manifest.manifest, readings, config, files));
  }
  if (config !== undefined) wrong.push(...labelProblems(readings, config));
  const shape = config && shapeProblem(dataset.forms[0].examples, config);
  if (shape !== undefined) wrong.push(shape);
  if (wrong.length > 0) return failed("metadata", "what is stated of the data does not agree with it", wrong);
  const what = [...stated, ...(manifest === undefined ? [] : ["manifest"])];
  return what.length === 0
    ? skipped("metadata", "the file says nothing of its data")
    : passed("metadata", `${listOf(what)} ${what.length === 1 ? "agrees" : "agree"} with the data`);
}

/** What is wrong with the config that a dataset states, judged by its digest; undefined if nothing is. */
export async function configProblem({ config, metadata }: OpenDataset): Promise<string | undefined> {
  const { configDigest: stated } = metadata;
  if (config === undefined) return stated === undefined ? undefined : "there is a config_digest, but no config";
  if (stated === undefined) return "the config has no config_digest beside it: was it removed?";
  if ((await configDigest(config)) === stated) return undefined;
  return "the config does not have the config_digest that stands beside it: one of them was edited";
}

/** The keys of a manifest that are not what a manifest of this data has. */
function manifestProblems(
  { metadata }: OpenDataset,
  manifest: Manifest,
  readings: readonly Reading[],
  config: Config | undefined,
  files: readonly FoundFile[],
): string[] {
  // A pickle is float64 whatever the dataset is; the other formats, and the digests, have its type.
  const reading = readings.find(({ form }) => form.format.dtype === undefined) ?? readings[0]!;
  const { examples } = reading.form;
  const isWide = reading.form.format.dtype === undefined ? examples.dtype === "float64" : manifest.dtype === "float64";
  const { xFloat64, ...digest } = reading.digest;
  // Read as float32, as asked, nothing is known of the float64 values but that their digest must be there.
  const statedFloat64 = manifest.x_float64 ?? { train: "", test: "" };
  const info = {
    ...metadata,
    version: manifest.generator.version,
    length: examples.length,
    dtype: isWide ? "float64" : "float32",
    splits: digest.splits,
    columns: examples.columns,
  } as const;
  const classes = config === undefined ? reading.classes : templatesOf(config).y;
  const expected = manifestOf(
    info,
    { ...digest, ...(isWide && { xFloat64: xFloat64 ?? statedFloat64 }) },
    readings.map(({ form }) => form.format.name),
    files,
    classes,
    manifest.rows_per_file === undefined ? {} : { rowsPerFile: manifest.rows_per_file },
  );
  const keys = new Set([...Object.keys(expected), ...Object.keys(manifest)] as (keyof Manifest)[]);
  // Files and digests have checks of their own, which say more: where the digest is not right, its parts are not.
  const ownChecks: (keyof Manifest)[] = ["files", "digest"];
  if (manifest.digest !== digest.digest) ownChecks.push("splits", "x_float64", "columns");
  const others = [...keys].filter((key) => !ownChecks.includes(key));
  const isRight = (key: keyof Manifest) => {
    if (key === "rows_per_file" && !isCutAt(reading, manifest)) return false;
    // Every format has them, and in none of them may they be others.
    if (key === "x_float64" && readings.some((one) => !isWideDigest(manifest, one.digest.xFloat64))) return false;
    if (key === "columns") return readings.every(({ digest: { columns } }) => areColumns(manifest, columns));
    return sameMetadata(manifest[key], expected[key]);
  };
  return others
    .filter((key) => !isRight(key))
    .map((key) => `manifest.json: ${key} is not what it must be${key in expected ? "" : ": there is no such key"}`);
}

/** Whether float64 x has the digests that a manifest states, as far as they are known. */
function isWideDigest({ x_float64: stated }: Manifest, found: Manifest["x_float64"]): boolean {
  return stated === undefined || found === undefined || sameMetadata(stated, found);
}

/** Whether columns have the digests that a manifest states. */
function areColumns({ dtype, columns }: Manifest, found: Manifest["columns"]): boolean {
  const { x_clean_float64: wide, ...others } = columns ?? {};
  // Read as float32, as asked, nothing is known of these.
  const isNarrow = dtype === "float64" && found !== undefined && found.x_clean_float64 === undefined;
  const stated = wide !== undefined && isNarrow ? others : columns;
  return sameMetadata(stated, statedOf(found, stated));
}

/** Whether files have as many rows as the manifest says: the first of each split has, and there are as many as it takes. */
function isCutAt({ form }: Reading, { rows_per_file: most }: Manifest): boolean {
  const { examples, files } = form;
  const counts = examples.splits.map(({ rows }) => Math.max(1, Math.ceil(rows / most!)));
  if (files.length !== counts.reduce((sum, count) => sum + count, 0)) return false;
  return examples.splits.every(({ name, rows }) => {
    const first = examples.pathOf(name, 0);
    return rows <= most! || (examples.pathOf(name, most! - 1) === first && examples.pathOf(name, most!) !== first);
  });
}

function labelProblems(readings: readonly Reading[], config: Config): string[] {
  const classes = templatesOf(config).y;
  const foreign = readings.flatMap((reading) => reading.classes).find((label) => !classes.includes(label));
  return foreign === undefined
    ? []
    : [`there is a label ${foreign}, which none of the ${classCount(config)} classes has`];
}
