import { existsSync } from "node:fs";
import type { Dtype } from "../config/config.js";
import { createDigest, type DatasetDigest } from "../digest/dataset-digest.js";
import type { DatasetInfo, Encoder, Format, FormatEntry, FormatName } from "../formats/format.js";
import { FORMATS } from "../formats/registry.js";
import { type Chunk, rowCount } from "../generate/examples.js";
import { copyFloats } from "../numeric/copy-floats.js";
import type { BlockRequest, PreparedBlocks } from "../parallel/prepare-blocks.js";
import type { PreparedBlock } from "../parallel/prepared-block.js";
import type { WriteOptions } from "./build-options.js";
import type { CardWarnings } from "./card-file.js";
import { completeDirectory } from "./complete-directory.js";
import { DigestMismatch } from "./digest-mismatch.js";
import type { DatasetFile } from "./file-sink.js";
import { hashFile } from "./hash-file.js";
import { LabelSet } from "./label-set.js";
import { lastingPath } from "./lasting-path.js";
import { manifestOf } from "./manifest.js";
import { OutputError, outputErrorFrom } from "./output-error.js";
import type { OutputPlan } from "./output-plan.js";
import type { Division } from "./scope.js";
import { Staging } from "./staging.js";
import { STAGED_FILE } from "./workplace/publication.js";

/** Examples on their way into files: generated ones, or those of another file. */
export interface Publishable {
  readonly info: DatasetInfo;
  /** All of them in order, train before test, in chunks of the default size. */
  blocks(request: BlockRequest): PreparedBlocks;
}

export interface PublishOptions extends Pick<WriteOptions, "expectedDigest" | "stream" | "signal"> {
  /** Whether an earlier output at the target may be replaced. Files that mnist1d did not write never are. */
  readonly replaces: boolean;
  /** SHA-256 that a single file must still have when it is replaced. */
  readonly replacesOnly?: string;
  /** How the dataset is divided that the examples are of. */
  readonly division?: Division;
  /** Told how many examples are written, every 10 ms or so. */
  readonly onWritten?: (done: number, total: number) => void;
}

export interface Published extends CardWarnings {
  readonly digest: DatasetDigest;
  /** All labels: those of the templates where these are known, and those that the examples have. */
  readonly classes: readonly number[];
  /** The files of a directory, with its manifest, or the one file; none for a stream. */
  readonly files: readonly DatasetFile[];
}

/**
 * Writes a dataset where the plan says, all or nothing: passes the examples chunk by chunk to the digest and to every
 * format, and puts the result in place when it is complete and on the disk.
 *
 * @throws OutputError for what cannot be written; DigestMismatch; the signal's reason when aborted; what the chunks throw.
 */
export async function publishDataset(
  examples: Publishable,
  plan: OutputPlan,
  options: PublishOptions,
): Promise<Published> {
  try {
    return plan.kind === "stream"
      ? await stream(examples, plan.format, options)
      : await publish(examples, plan, options);
  } catch (error) {
    throw outputErrorFrom(error, plan.kind === "stream" ? "standard output" : plan.path);
  }
}

async function stream(examples: Publishable, format: FormatEntry, options: PublishOptions): Promise<Published> {
  const { info } = examples;
  // What went down a pipe can't be taken back: the digest comes first, at the price of a second pass.
  if (options.expectedDigest !== undefined) {
    const { onWritten: _, ...silently } = options;
    const { digest } = await encode(examples, [], true, silently);
    checkDigest(digest, options.expectedDigest);
  }
  const code = await format.load();
  const encoder = await code.encodeStream!(options.stream!, info);
  return { ...(await encode(examples, [outputOf(encoder, format, code, info)], true, options)), files: [] };
}

async function publish(
  examples: Publishable,
  plan: Exclude<OutputPlan, { kind: "stream" }>,
  options: PublishOptions,
): Promise<Published> {
  const { info } = examples;
  const formats = plan.kind === "file" ? [plan.format] : plan.formats;
  const repository = plan.kind === "file" || plan.repository === undefined ? undefined : lastingPath(plan.repository);
  // Before anything is in place: after that nothing may fail.
  const cards = repository === undefined ? undefined : await import("./repository-card.js");
  const staging = await Staging.open(plan.path, plan.kind);
  try {
    const outputs: Output[] = [];
    for (const format of formats) {
      const code = await format.load();
      const encoder =
        plan.kind === "file"
          ? await code.encodeFile!(await staging.create(STAGED_FILE), info)
          : await code.encodeFolder(staging, info);
      outputs.push(outputOf(encoder, format, code, info));
    }
    const { digest, classes } = await encode(examples, outputs, plan.kind === "file", options);
    if (options.expectedDigest !== undefined) checkDigest(digest, options.expectedDigest);
    options.signal?.throwIfAborted();

    if (plan.kind === "file") {
      const files = staging.files().map((file) => ({ ...file, path: plan.path }));
      await checkUnchanged(plan.path, options.replacesOnly);
      await staging.publishFile(options.replaces);
      await staging.end();
      return { digest, classes, files };
    }
    const names = formats.map((format) => format.name);
    const manifestNow = () => manifestOf(info, digest, names, staging.files(), classes, options.division);
    const { files, leftAlone, checkReplaced } = await completeDirectory(staging, manifestNow, plan);
    await staging.publishDirectory(options.replaces ? checkReplaced : undefined);
    await staging.end();
    const warnings = cards === undefined ? {} : await cards.updateRepositoryCard(repository!);
    return { digest, classes, files, ...warnings, ...(leftAlone && { leftAlone }) };
  } catch (error) {
    await staging.discard();
    throw error;
  }
}

/** @throws OutputError for a file that is not the one that was looked at. */
async function checkUnchanged(path: string, sha256: string | undefined): Promise<void> {
  if (sha256 === undefined || !existsSync(path) || (await hashFile(path)).sha256 === sha256) return;
  throw new OutputError(path, "changed in the meantime", "Use --force to replace it.");
}

function checkDigest({ digest }: DatasetDigest, expected: string): void {
  if (digest !== expected) throw new DigestMismatch(expected, digest);
}

interface Output {
  readonly name: FormatName;
  readonly encoder: Encoder;
  /** Element type of x that the encoder takes. */
  readonly dtype: Dtype;
  /** Whether it is text, which has no notation for what is not finite. */
  readonly isText: boolean;
  /** Whether it is tables, which have the labels before noise of both splits. */
  readonly isTable: boolean;
  /** Whether it takes the text of rows that was made elsewhere. */
  readonly takesText: boolean;
}

function outputOf(encoder: Encoder, entry: FormatEntry, code: Format, info: DatasetInfo): Output {
  const { name, dtype = info.dtype, isText, isTable } = entry;
  return { name, encoder, dtype, isText, isTable, takesText: code.encodeRows !== undefined };
}

/** @throws OutputError */
function refuseNotFinite({ split, start, rows, x }: Chunk, format: FormatName): void {
  const place = x.findIndex((value) => !Number.isFinite(value));
  if (place < 0) return;
  const row = start + Math.floor(place / (x.length / rows));
  throw new OutputError(format, `has no notation for ${x[place]}, which ${split} row ${row} has`, "Parquet has one.");
}

/** Arrays have a y_clean of train only: in test, where there is no label noise, it is y. @throws OutputError */
function refuseCleanLabels({ split, start, y, yClean }: Chunk, format: FormatName): void {
  if (split === "train" || yClean === undefined) return;
  const row = y.findIndex((label, i) => label !== yClean[i]);
  if (row < 0) return;
  const found = `that of test row ${start + row} is ${yClean[row]}, beside a y of ${y[row]}`;
  const others = FORMATS.filter(({ isTable }) => isTable).map(({ name }) => name);
  const hint = `Formats with a place for it: ${others.join(", ")}`;
  throw new OutputError(format, `has a place for y_clean of train only, and ${found}`, hint);
}

/** Passes all examples to the outputs and the digest. @param hasSplitColumn whether rows say which split they are of. */
async function encode(
  { info, blocks }: Publishable,
  outputs: readonly Output[],
  hasSplitColumn: boolean,
  { onWritten, signal }: PublishOptions,
): Promise<Omit<Published, "files">> {
  const digest = createDigest(info.length, info.splits, info.dtype);
  const labels = new LabelSet(info.templates?.y);
  const total = rowCount(info.splits);
  const dtype = outputs.some((output) => output.dtype === "float64") ? "float64" : info.dtype;
  const text = outputs.filter(({ takesText }) => takesText).map(({ name }) => name);
  let done = 0;
  for await (const block of blocks({ dtype, isHashed: true, text, hasSplitColumn })) {
    signal?.throwIfAborted();
    if (block.hashes !== undefined) digest.addBlock(block, block.hashes);
    for (const chunk of block.chunks) {
      const narrow = dtype === info.dtype ? chunk : rounded(chunk);
      if (block.hashes === undefined) await digest.update(narrow);
      labels.addAll(chunk.y);
      for (const output of outputs) await writeChunk(output, output.dtype === info.dtype ? narrow : chunk, block);
    }
    for (const { name, encoder } of outputs) {
      for (const { bytes, ...rows } of block.text?.get(name) ?? []) await encoder.writeText!(rows, bytes);
    }
    done += block.rows;
    onWritten?.(done, total);
  }
  const result = await digest.finish();
  // A file that is a part of a dataset does not know the whole.
  const stated = info.parts === undefined ? result.digest : undefined;
  for (const { encoder } of outputs) await encoder.finish(stated);
  return { digest: result, classes: labels.list() };
}

/** Writes a chunk, unless its text is there already. */
async function writeChunk(output: Output, chunk: Chunk, block: PreparedBlock): Promise<void> {
  const { name, encoder, isText, isTable } = output;
  if (isText) refuseNotFinite(chunk, name);
  if (!isTable) refuseCleanLabels(chunk, name);
  if (block.text?.has(name) !== true) await encoder.write(chunk);
}

/** The same chunk with x as float32. */
function rounded(chunk: Chunk): Chunk {
  const x = new Float32Array(chunk.x.length);
  copyFloats(x, chunk.x);
  return { ...chunk, x };
}
