import type { Config } from "../config/config.js";
import { boolean, digestKind } from "../config/kinds.js";
import { checkedOptions, type OptionKinds, object } from "../config/options.js";
import { resolveConfig } from "../config/parse-config.js";
import { FileError, isUnreadable } from "../dataset/errors.js";
import { type OpenDataset, openDataset, type StoredForm } from "../dataset/read/open-dataset.js";
import { type Reading, readForm } from "../dataset/read/read-form.js";
import { readManifest } from "../dataset/read/read-manifest.js";
import { knownName, knownSplitName } from "../digest/known-digests.js";
import { FormatError } from "../formats/format-error.js";
import { loneSplit, type Split, type SplitName, splitsOf } from "../generate/examples.js";
import { type WorkOptions, workKinds } from "../generate/work-options.js";
import { type Check, failed } from "./check.js";
import { checkData, type ExpectedData, expectationsOf, expectedData, isFloat32Text, nearestOf } from "./check-data.js";
import { checkDigest, checkGolden, checkStated } from "./check-digest.js";
import { checkFiles, findFiles } from "./check-files.js";
import { checkLayout } from "./check-layout.js";
import { checkMetadata, configProblem } from "./check-metadata.js";
import type { Golden } from "./golden.js";

export interface VerifyOptions extends WorkOptions {
  /** Whether the data is compared with a fresh generation from the config. Default: true. */
  readonly regenerate?: boolean;
  /** Compare as this config's data, whatever config the dataset states. */
  readonly config?: Config;
  /** What the digest must be: `sha256:…`, or golden values to look the config up in. */
  readonly golden?: string | Golden;
  /** The digest that the file of `config` pins its data to, `sha256:…`. */
  readonly pinnedDigest?: string;
  /** Whether float64 data is compared as float32, which is the same from every platform. */
  readonly asFloat32?: boolean;
}

/** What was found of a dataset. */
export interface Verification {
  readonly path: string;
  readonly formats: readonly string[];
  /** Of the data as it is, `sha256:…`; of data that can't be read what the manifest says. */
  readonly digest: string;
  /** What data with this digest is known as. */
  readonly name?: string;
  readonly config?: Config;
  /** The split that is here, where the other is not. */
  readonly only?: SplitName;
  readonly checks: readonly Check[];
  /** Whether no check failed, and at least one compared the data with something. */
  readonly passed: boolean;
}

const VERIFY_KINDS: OptionKinds<VerifyOptions> = {
  ...workKinds,
  regenerate: boolean(),
  config: { parse: (value) => resolveConfig(value as Config) },
  golden: { parse: (value, key) => (typeof value === "object" ? object : digestKind).parse(value, key) },
  pinnedDigest: digestKind,
  asFloat32: boolean(),
};

/**
 * Checks a dataset against everything that there is to check it against: its manifest, the digest stored with it, a
 * fresh generation from its config, golden values.
 *
 * @throws FormatError for files that are no dataset, or so damaged that nothing can be said of them; FileError; GenerateError for
 *   a config that is too large to be made here; the signal's reason when aborted.
 */
export async function verifyDataset(path: string, given: VerifyOptions = {}): Promise<Verification> {
  const options = checkedOptions(given, VERIFY_KINDS);
  try {
    const dataset = await openDataset(path, { ...(options.signal && { signal: options.signal }) });
    try {
      return await verify(dataset, options);
    } finally {
      await dataset.close();
    }
  } catch (error) {
    const report = await unreadable(path, error, options.signal);
    if (report === undefined) throw error;
    return report;
  }
}

/** A dataset that can't be read is a failed check if its manifest tells which of its files changed. */
async function unreadable(path: string, error: unknown, signal?: AbortSignal): Promise<Verification | undefined> {
  if (!(error instanceof FormatError || error instanceof FileError) || isUnreadable(error)) return undefined;
  const manifest = await readManifest(path).catch(() => undefined);
  if (manifest === undefined) return undefined;
  const files = await checkFiles(path, manifest, await findFiles(path, manifest, signal));
  if (files.status === "passed") return undefined;
  const { formats, digest } = manifest.manifest;
  const data = failed("data", `the data can't be read: ${error.message}`);
  return { path, formats, digest, checks: [files, data], passed: false };
}

async function verify(dataset: OpenDataset, options: VerifyOptions): Promise<Verification> {
  const { regenerate = true } = options;
  const { manifest, forms } = dataset;
  // An edited config is not generated: what it says is not what made the data, and it may ask for any effort.
  const isEdited = (await configProblem(dataset)) !== undefined;
  const stated = options.config ?? (isEdited ? undefined : dataset.config);
  let expected = regenerate && stated !== undefined ? await expectedData(stated, forms, options) : undefined;
  let [readings, files] = await bothOf(
    readAll(forms, expected, options),
    manifest === undefined ? [] : findFiles(dataset.path, manifest, options.signal),
  );
  const { digest } = readings[0]!.digest;
  const name = knownNameOf(readings[0]!);
  // What others made says no config, but it may be known all the same.
  if (regenerate && stated === undefined && name !== undefined) {
    expected = await expectedData(resolveConfig(), forms, options);
    readings = await readAll(forms, expected, options);
  }
  const config = stated ?? expected?.config;
  // The same read as float32, where only so it is what the config gives.
  const narrow = await Promise.all(readings.map((reading) => nearerAsFloat32(reading, expected, options)));
  const data = readings.map((reading, i) => checkData(dataset, reading, config, options, narrow[i]));
  const isNarrow = options.asFloat32 === true || narrow.some((reading, i) => reading && data[i]!.matching);
  const named = (check: Check, i: number) =>
    forms.length === 1 ? check : { ...check, message: `${forms[i]!.format.name}: ${check.message}` };

  const checks: (Check | undefined)[] = [
    manifest && (await checkFiles(dataset.path, manifest, files)),
    ...readings.map((reading) => checkDigest(dataset, reading)).map(named),
    ...data.map(({ check }) => check).map(named),
    await checkMetadata(dataset, readings, config, data[0]?.matching, files, isNarrow),
    manifest === undefined ? await checkLayout(forms[0]) : undefined,
    options.pinnedDigest === undefined ? undefined : checkStated("pinned", options.pinnedDigest, digest),
    options.golden === undefined ? undefined : await checkGolden(options.golden, digest, config),
  ];
  const only = onlySplit(forms[0].examples.splits, config)?.name;
  const done = checks.filter((check) => check !== undefined);
  const isAnchored = done.some((check) => check.status === "passed" && ANCHORS.includes(check.name));
  return {
    path: dataset.path,
    formats: forms.map(({ format }) => format.name),
    digest,
    ...(name !== undefined && { name }),
    ...(config && { config }),
    ...(only !== undefined && { only }),
    checks: done,
    passed: isAnchored && done.every(({ status }) => status !== "failed"),
  };
}

/** The split that is there of several: alone in its file, or beside others that have no rows, and would by the config. */
function onlySplit(splits: readonly Split[], config: Config | undefined): Split | undefined {
  if (splits.length === 1) return splits[0];
  const isWhole = config !== undefined && loneSplit(splitsOf(config)) !== undefined;
  return isWhole ? undefined : loneSplit(splits);
}

/** Both results. If one fails, the other is waited for: what it reads must not be closed under it. */
async function bothOf<A, B>(first: Promise<A>, second: Promise<B> | B): Promise<[A, B]> {
  await Promise.allSettled([first, second]);
  return Promise.all([first, second]);
}

/** Checks that compare the data with something outside of it. */
const ANCHORS: readonly Check["name"][] = ["digest", "data", "pinned", "golden"];

async function readAll(
  forms: readonly StoredForm[],
  expected: ExpectedData | undefined,
  { asFloat32 = false, onProgress, signal }: VerifyOptions,
): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (const form of forms) {
    const expectations = expected === undefined ? [] : expectationsOf(form, expected, asFloat32);
    const onRead = (done: number, total: number) => onProgress?.({ phase: "reading", done, total });
    readings.push(await readForm(form, expectations, { asFloat32, onRead, ...(signal && { signal }) }));
  }
  return readings;
}

/**
 * A form read as float32, if only so it is what the config gives, or of float32's text nearer to that; undefined if it is
 * not, or is so to the last bit.
 */
async function nearerAsFloat32(
  { form, differences }: Reading,
  expected: ExpectedData | undefined,
  options: VerifyOptions,
): Promise<Reading | undefined> {
  const isAsked = expected !== undefined && form.examples.dtype === "float64" && options.asFloat32 !== true;
  if (!isAsked || differences.some(({ rows }) => rows === 0)) return undefined;
  const isText = isFloat32Text(form, expected.config);
  // Other columns than signals are the same in float32.
  const mayBe = differences.some(
    (one) => one.count(["signal"]) > 0 && (isText || one.count(["integer", "real"]) === 0),
  );
  if (!mayBe) return undefined;
  const [narrow] = await readAll([form], expected, { ...options, asFloat32: true });
  const [left] = narrow!.differences;
  return left!.count() < (isText ? nearestOf(differences).count() : 1) ? narrow : undefined;
}

function knownNameOf({ digest }: Reading): string | undefined {
  const only = loneSplit(digest.splits);
  return only === undefined ? knownName(digest.digest) : knownSplitName(only.sha256);
}
