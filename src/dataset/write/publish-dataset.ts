import { basename, join } from "node:path";
import type { Dtype } from "../../config/config.js";
import { boolean, digestKind, integer, kind } from "../../config/kinds.js";
import { MAX_MANIFEST_BYTES, MAX_WORKERS } from "../../config/limits.js";
import type { OptionKinds } from "../../config/options.js";
import { datasetConfig } from "../../describe/card/card.js";
import { croissantText, publicationDate } from "../../describe/croissant.js";
import { isLoadable, PICTURE_FILE } from "../../describe/manifest.js";
import { createDigest, type DatasetDigest } from "../../digest/dataset-digest.js";
import { otherArrays } from "../../formats/arrays.js";
import type { DatasetInfo, Encoder, Format, FormatEntry, FormatName, Sink } from "../../formats/format.js";
import { FORMATS, formatNamed } from "../../formats/registry.js";
import { asFloat32, COLUMNS } from "../../generate/columns.js";
import { type Chunk, rowCount } from "../../generate/examples.js";
import { type WorkOptions, workKinds } from "../../generate/work-options.js";
import type { Floats } from "../../numeric/floats.js";
import type { PreparedBlock } from "../../parallel/job.js";
import type { BlockRequest, PreparedBlocks } from "../../parallel/prepare-blocks.js";
import { DigestMismatch, FileError, fileErrorFrom } from "../errors.js";
import { LabelSet, MANIFEST_FILE, type Manifest, manifestOf, manifestText } from "../manifest.js";
import type { OutputPlan } from "../output-plan.js";
import { lastingPath } from "../paths.js";
import { readManifest } from "../read/read-manifest.js";
import { updateRepositoryCard } from "../repository/repository.js";
import type { Division } from "../scope.js";
import { streamedArray } from "../streamed-array.js";
import { proveOwn } from "../target/own-files.js";
import { VERSION } from "../version.js";
import { CARD_FILE, type CardWarnings, type NewCard, newCard, ownCardText, readCard } from "./card-file.js";
import { CardPicture } from "./card-picture.js";
import type { DatasetFile } from "./file-sink.js";
import { type CheckReplaced, STAGED_FILE } from "./publication.js";
import { addText, Staging } from "./staging.js";

export interface WriteOptions extends WorkOptions {
  /** The digest that the data must have: with another nothing is published. */
  readonly expectedDigest?: string;
  /** Where a stream goes: needed by plans of that kind only. */
  readonly stream?: Sink;
  /** Whether an earlier output at the target may be replaced. Files that mnist1d did not write never are. */
  readonly force?: boolean;
  /** Threads that draw and encode; 1 works without any. Default: all cores, where there is work for them. */
  readonly workers?: number;
}

const isFunction = (value: unknown) => typeof value === "function";

export const writeKinds: OptionKinds<WriteOptions> = {
  ...workKinds,
  expectedDigest: digestKind,
  stream: kind("a sink with write and close", {}, (value) => {
    const { write, close } = (value ?? {}) as Partial<Sink>;
    return isFunction(write) && isFunction(close);
  }),
  force: boolean(),
  workers: integer(1, MAX_WORKERS),
};

/** Examples on their way into files: generated ones, or those of another file. */
export interface Publishable {
  readonly info: DatasetInfo;
  /** All of them, split after split, in chunks of the default size. */
  blocks(request: BlockRequest): PreparedBlocks;
}

export interface PublishOptions extends Omit<WriteOptions, "force" | "workers"> {
  /** The digests that further columns must have, as a manifest has them; `x_float64` among them. */
  readonly expectedColumns?: Manifest["columns"];
  /** Whether an earlier output at the target may be replaced. Files that mnist1d did not write never are. */
  readonly replaces: boolean;
  readonly division?: Division;
  /** As for `buildDataset`. */
  readonly updatesCard?: boolean;
}

export interface Published extends CardWarnings {
  /** Of a single file and a stream, which have none, what it would say. */
  readonly manifest: Manifest;
  /** The files of a directory, with its manifest and its card, or the one file; none for a stream. */
  readonly files: readonly DatasetFile[];
}

/**
 * Writes a dataset where the plan says, all or nothing: passes the examples chunk by chunk to the digest and to every
 * format, and puts the result in place when it is complete and on the disk.
 * @throws FileError for what cannot be written; DigestMismatch; the signal's reason when aborted; what the chunks
 *   throw.
 */
export async function publishDataset(
  examples: Publishable,
  plan: OutputPlan,
  options: PublishOptions,
): Promise<Published> {
  try {
    if (plan.kind === "stream") return await stream(examples, plan, options);
    return plan.kind === "file"
      ? await publishFile(examples, plan, options)
      : await publishDirectory(examples, plan, options);
  } catch (error) {
    throw fileErrorFrom(error, plan.kind === "stream" ? "standard output" : plan.path);
  }
}

async function stream(
  examples: Publishable,
  plan: Extract<OutputPlan, { kind: "stream" }>,
  options: PublishOptions,
): Promise<Published> {
  const { info } = examples;
  const { format } = plan;
  const array = streamedArray(plan, info, otherArrays(info))?.name;
  const { onProgress: _, ...silently } = options;
  // What went down a pipe can't be taken back: the digest comes first, at the price of a second pass.
  if (options.expectedDigest !== undefined) await encodeAll(examples, [], true, silently);
  const code = await format.load();
  const encoder = await code.encodeStream!(options.stream!, info, array);
  const { digest, classes } = await encodeAll(examples, [outputOf(encoder, format, code, info)], true, options);
  return { manifest: manifestOf(info, digest, [format.name], [], classes, options.division), files: [] };
}

async function publishFile(
  examples: Publishable,
  { path, format }: Extract<OutputPlan, { kind: "file" }>,
  options: PublishOptions,
): Promise<Published> {
  const { info } = examples;
  const staging = await Staging.open(path, "file");
  return staging.use(async () => {
    const code = await format.load();
    const encoder = await code.encodeFile!(await staging.create(STAGED_FILE), info);
    const { digest, classes } = await encodeAll(examples, [outputOf(encoder, format, code, info)], true, options);
    const files = staging.files().map((file) => ({ ...file, path }));
    await staging.publishFile(options.replaces);
    return { manifest: manifestOf(info, digest, [format.name], files, classes, options.division), files };
  });
}

async function publishDirectory(
  examples: Publishable,
  plan: Extract<OutputPlan, { kind: "directory" }>,
  options: PublishOptions,
): Promise<Published> {
  const { info } = examples;
  const repository = plan.repository && options.updatesCard !== false ? lastingPath(plan.repository) : undefined;
  const staging = await Staging.open(plan.path);
  const { manifest, files, leftAlone } = await staging.use(async () => {
    const outputs: Output[] = [];
    for (const format of plan.formats) {
      const code = await format.load();
      outputs.push(outputOf(await code.encodeFolder(staging, info), format, code, info));
    }
    const picture = plan.formats.some(({ name }) => name === "parquet") ? new CardPicture(info) : undefined;
    const { digest, classes } = await encodeAll(examples, outputs, false, options, picture);
    const names = plan.formats.map(({ name }) => name);
    const manifestNow = () => manifestOf(info, digest, names, staging.files(), classes, options.division);
    const complete = await completeDirectory(staging, manifestNow, plan, picture);
    await staging.publishDirectory(options.replaces ? complete.checkReplaced : undefined);
    return complete;
  });
  const warnings = repository === undefined ? {} : await updateRepositoryCard(repository);
  return { manifest, files, ...warnings, ...(leftAlone && { leftAlone }) };
}

interface Output {
  readonly format: FormatEntry;
  readonly encoder: Encoder;
  /** Element type of x that the encoder takes. */
  readonly dtype: Dtype;
  /** Whether it takes the text of rows that was made elsewhere. */
  readonly takesText: boolean;
}

function outputOf(encoder: Encoder, format: FormatEntry, code: Format, info: DatasetInfo): Output {
  return { format, encoder, dtype: encoder.dtype ?? info.dtype, takesText: code.encodeRows !== undefined };
}

function refuseNotFinite(chunk: Chunk, format: FormatName): void {
  const { split, start, rows } = chunk;
  for (const { field, name, kind } of COLUMNS) {
    const values = kind === "integer" ? undefined : (chunk[field] as Floats | undefined);
    if (values === undefined || allFinite(values)) continue;
    const place = values.findIndex((value) => !Number.isFinite(value));
    const row = `${split} row ${start + Math.floor(place / (values.length / rows))}`;
    const which = field === "x" ? row : `${name} of ${row}`;
    throw new FileError(format, `has no notation for ${values[place]}, which ${which} has`, "Parquet has one.");
  }
}

/** Ten times as fast as asking each value. */
function allFinite(values: Floats): boolean {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! - values[i]!;
  return sum === 0;
}

/** Arrays have a y_clean of train only: in test, where there is no label noise, it is y. @throws FileError */
function refuseCleanLabels({ split, start, y, yClean }: Chunk, format: FormatName): void {
  if (split === "train" || yClean === undefined) return;
  const row = y.findIndex((label, i) => label !== yClean[i]);
  if (row < 0) return;
  const found = `that of ${split} row ${start + row} is ${yClean[row]}, beside a y of ${y[row]}`;
  const others = FORMATS.filter(({ isTable }) => isTable).map(({ name }) => name);
  const hint = `Formats with a place for it: ${others.join(", ")}`;
  throw new FileError(format, `has a place for y_clean of train only, and ${found}`, hint);
}

/**
 * Passes all examples to the outputs and the digest.
 * @param hasSplitColumn whether rows say which split they are of.
 * @param picture is shown all of them.
 * @returns with all labels: those of the templates where these are known, and those that the examples have.
 * @throws DigestMismatch; the signal's reason when aborted.
 */
export async function encodeAll(
  { info, blocks }: Publishable,
  outputs: readonly Output[],
  hasSplitColumn: boolean,
  { onProgress, signal, expectedDigest, expectedColumns = {} }: Omit<PublishOptions, "replaces">,
  picture?: CardPicture,
): Promise<{ digest: DatasetDigest; classes: readonly number[] }> {
  const digest = createDigest(info.length, info.splits, info.dtype, info.columns);
  const labels = new LabelSet(info.templates?.y);
  const total = rowCount(info.splits);
  const dtype = outputs.some((output) => output.dtype === "float64") ? "float64" : info.dtype;
  const text = outputs.filter(({ takesText }) => takesText).map(({ format }) => format.name);
  let done = 0;
  for await (const block of blocks({ dtype, isHashed: true, text, hasSplitColumn })) {
    signal?.throwIfAborted();
    if (block.hashes !== undefined) digest.addBlock(block, block.hashes);
    for (const chunk of block.chunks) {
      const narrow = dtype === info.dtype ? chunk : asFloat32(chunk);
      if (block.hashes === undefined) await digest.update(narrow);
      labels.addAll(chunk.y);
      picture?.observe(chunk);
      for (const output of outputs) await writeChunk(output, output.dtype === info.dtype ? narrow : chunk, block);
    }
    for (const { format, encoder } of outputs) {
      for (const { bytes, ...rows } of block.text?.get(format.name) ?? []) await encoder.writeText!(rows, bytes);
    }
    done += block.rows;
    onProgress?.({ phase: "writing", done, total });
  }
  const result = await digest.finish();
  // A file that is a part of a dataset does not know the whole.
  const stated = info.parts === undefined ? result.digest : undefined;
  for (const { encoder } of outputs) await encoder.finish(stated);
  if (expectedDigest !== undefined && result.digest !== expectedDigest) {
    throw new DigestMismatch(expectedDigest, result.digest);
  }
  const wide: Manifest["columns"] = result.xFloat64 && { x_float64: result.xFloat64 };
  const digests = { ...result.columns, ...wide };
  for (const [column, bySplit] of Object.entries(expectedColumns)) {
    for (const [split, expected] of Object.entries(bySplit)) {
      const found = digests[column]?.[split] ?? "none";
      if (found !== expected) throw new DigestMismatch(`${expected} for ${column} of ${split}`, found);
    }
  }
  signal?.throwIfAborted();
  return { digest: result, classes: labels.list() };
}

/** Writes a chunk, unless its text is there already. */
async function writeChunk(output: Output, chunk: Chunk, block: PreparedBlock): Promise<void> {
  const { name, isText, isTable } = output.format;
  // Text has no notation for what is not finite, and arrays have no place for the labels before noise of test.
  if (isText) refuseNotFinite(chunk, name);
  if (!isTable) refuseCleanLabels(chunk, name);
  if (block.text?.has(name) !== true) await output.encoder.write(chunk);
}

/**
 * Adds to the files of a dataset what stands beside them: beside Parquet croissant.json and the card's picture, which the
 * manifest lists; the manifest; and the card, with what people made of that of the dataset which it replaces.
 * @param manifestNow the manifest of the files that are there.
 * @param picture has been shown the examples.
 * @returns the dataset that waits to be put in its place, with all of its files, also what no manifest lists: the manifest
 *   itself, and the card; and what must hold of the directory that is replaced, at the moment when it is.
 */
export async function completeDirectory(
  staging: Staging,
  manifestNow: () => Manifest,
  { path, repository }: Pick<Extract<OutputPlan, { kind: "directory" }>, "path" | "repository">,
  picture?: CardPicture,
): Promise<Pick<Published, "manifest" | "files" | "leftAlone"> & { checkReplaced: CheckReplaced }> {
  const hasCard = isLoadable(manifestNow());
  const name = repository === undefined ? undefined : basename(path);
  const svg = hasCard ? picture?.svg() : undefined;
  if (svg !== undefined) await addText(staging, PICTURE_FILE, svg);
  if (hasCard) await addText(staging, "croissant.json", croissantText(manifestNow(), name));
  const manifest = manifestNow();
  const text = manifestText(manifest);
  if (text.length > MAX_MANIFEST_BYTES) {
    throw new FileError(path, `would have a manifest of ${text.length} bytes, and ${MAX_MANIFEST_BYTES} are read`);
  }
  await addText(staging, MANIFEST_FILE, text);
  const existing = await readCard(path);
  const replaced = (await readManifest(path).catch(() => undefined))?.manifest;
  // A card that nobody edited goes with its dataset.
  const isOwn = replaced !== undefined && existing === ownCardText(replaced);
  const kept = isOwn ? undefined : existing;
  let card: NewCard | undefined;
  if (repository === undefined && hasCard) {
    card = await newCard(kept, [datasetConfig(manifest)]);
  } else if (kept !== undefined) {
    const none = `no card${repository === undefined ? "" : " of its own"}`;
    card = { text: kept, leftAlone: `was edited, and the dataset that is now there has ${none}` };
  }
  if (card !== undefined) await addText(staging, CARD_FILE, card.text);
  return {
    manifest,
    files: staging.files(),
    ...(card?.leftAlone !== undefined && { leftAlone: { path: join(path, CARD_FILE), problem: card.leftAlone } }),
    async checkReplaced(directory) {
      const own = await proveOwn(directory, { name: path, keepsCard: true });
      if ((await readCard(directory)) === existing) return own;
      throw new FileError(join(path, CARD_FILE), "changed in the meantime", "Start again, and the change is kept.");
    },
  };
}

/**
 * Makes sure, before anything is made, that what stands beside Parquet files can be written.
 * @throws ConfigError for a SOURCE_DATE_EPOCH that is none.
 */
export function checkSidecars(plan: OutputPlan): void {
  if (plan.kind === "directory" && plan.formats.includes(formatNamed("parquet"))) publicationDate(VERSION);
}
