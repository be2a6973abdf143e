import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Config, Dtype } from "../../config/config.js";
import { ConfigError, show } from "../../config/config-error.js";
import { boolean } from "../../config/kinds.js";
import { checkedOptions, text } from "../../config/options.js";
import { parseConfig } from "../../config/parse-config.js";
import type { FormatEntry, StoredExamples, StoredMetadata } from "../../formats/format.js";
import { FormatError } from "../../formats/format-error.js";
import { sameMetadata } from "../../formats/metadata.js";
import { printable } from "../../formats/printable.js";
import { claimedFormat, formatNamed } from "../../formats/registry.js";
import { sniffFormat } from "../../formats/sniff.js";
import type { SourceFile } from "../../formats/source.js";
import { copyColumns, newColumns } from "../../generate/columns.js";
import type { Chunk, ReuseOptions, SplitArrays, SplitName } from "../../generate/examples.js";
import { type WorkOptions, workKinds } from "../../generate/work-options.js";
import { FileError, fileErrorFrom, NOT_UTF8 } from "../errors.js";
import type { Manifest } from "../manifest.js";
import { SHARDS_DIRECTORY } from "../scope.js";
import { isVersion, VERSION } from "../version.js";
import { withCutOffHint } from "../write/recover-target.js";
import { findDataFiles, isSidecar, isWorkingFile } from "./find-data-files.js";
import { type ManifestFile, NewerDataset, newerProblem, readManifest } from "./read-manifest.js";
import { FileSource, statsOf } from "./regular-file.js";

/** A dataset on disk, open for reading. */
export interface OpenDataset {
  readonly path: string;
  readonly kind: "directory" | "file";
  /** Absent where others made the directory, and for a single file. */
  readonly manifest?: ManifestFile;
  /** The same examples in each of its formats; at least one. */
  readonly forms: readonly [StoredForm, ...StoredForm[]];
  /** What its files and its manifest say of it together. */
  readonly metadata: StoredMetadata;
  /** What made it, if they say so. */
  readonly config?: Config;
  close(): Promise<void>;
}

/** A dataset in one format. */
export interface StoredForm {
  readonly format: FormatEntry;
  readonly files: readonly SourceFile[];
  readonly examples: OpenExamples;
}

/** The examples of an open dataset, for callers: what they are given is theirs, unless they say otherwise. */
export interface OpenExamples extends StoredExamples {
  /**
   * As a format reads them, but in arrays that are the caller's; with `reuse` they have the next chunk when that is
   * asked for.
   * @throws FormatError where the file is not what it must be; FileError; ConfigError for an unknown option.
   */
  chunks(options?: ReuseOptions): AsyncGenerator<Chunk, void, void>;
  /**
   * All examples of a split, in memory; of a file that has both, the others are read, too.
   * @throws ConfigError for a split that is not there; FormatError; FileError; the signal's reason when aborted.
   */
  arrays(split: SplitName, options?: WorkOptions): Promise<SplitArrays>;
}

/** What a format decoded, made safe for callers. */
function openExamples(decoded: StoredExamples): OpenExamples {
  const { length, dtype, splits, columns } = decoded;

  async function* copies(): AsyncGenerator<Chunk, void, void> {
    for await (const chunk of decoded.chunks()) {
      const own = newColumns(columns, chunk.rows, length, dtype);
      copyColumns(chunk, own, length, 0);
      yield { split: chunk.split, start: chunk.start, rows: chunk.rows, ...own };
    }
  }

  async function arrays(name: SplitName, options: WorkOptions = {}): Promise<SplitArrays> {
    const { onProgress, signal } = checkedOptions(options, workKinds);
    const split = splits.find((own) => own.name === name);
    if (split === undefined) {
      throw new ConfigError("split", splits.map((own) => `"${own.name}"`).join(" or "), show(name));
    }
    const { rows } = split;
    const own = newColumns(columns, rows, length, dtype);
    for await (const chunk of decoded.chunks()) {
      signal?.throwIfAborted();
      if (chunk.split !== name) continue;
      copyColumns(chunk, own, length, chunk.start);
      onProgress?.({ phase: "reading", done: chunk.start + chunk.rows, total: rows });
    }
    return { shape: [rows, length], ...own };
  }

  return {
    ...decoded,
    arrays,
    chunks(options: ReuseOptions = {}) {
      const { reuse = false } = checkedOptions(options, { reuse: boolean() });
      return reuse ? decoded.chunks() : copies();
    },
  };
}

/**
 * Opens a dataset: a single file, or a directory with a manifest or with the files of one dataset that others made.
 * Reads what is needed to know its shapes; damage further on shows when its chunks are read.
 * @param options.onProgress told of the files once they are open.
 * @param options.signal stops also what is read of the open dataset later.
 * @throws FormatError for what is no dataset, or contradicts itself; FileError for what cannot be read; the signal's
 *   reason when aborted.
 */
export async function openDataset(path: string, options: WorkOptions = {}): Promise<OpenDataset> {
  const { onProgress, signal } = checkedOptions(options, workKinds);
  text.parse(path, "path");
  const sources: FileSource[] = [];
  const open = async (file: string, name?: string) => {
    const source = await FileSource.open(file, name, signal);
    sources.push(source);
    return source;
  };
  const close = async () => {
    for (const source of sources.splice(0)) await source.close();
  };
  try {
    const stats = await statsOf(path);
    if (!stats.isDirectory() && !stats.isFile()) throw new FileError(path, "is neither a file nor a directory");
    const opened = stats.isDirectory() ? await openDirectory(path, open) : await openFile(path, open);
    const metadata = storedMetadata(opened);
    const config = configOf(metadata, opened.manifest?.path ?? path);
    onProgress?.({ phase: "reading", done: sources.length, total: sources.length });
    return { path, ...opened, metadata, ...(config && { config }), close };
  } catch (error) {
    await close();
    throw await withCutOffHint(fileErrorFrom(error, (error as NodeJS.ErrnoException).path ?? path), path);
  }
}

/** @param name of the file in its directory. */
type Open = (file: string, name?: string) => Promise<FileSource>;
type Opened = Pick<OpenDataset, "kind" | "manifest" | "forms">;

async function openFile(path: string, open: Open): Promise<Opened> {
  const source = await open(path);
  const format = formatNamed(await sniffFormat(source));
  if (format.name !== "npy") return { kind: "file", forms: [await openForm(format, [source])] };
  // An array alone is no dataset: its labels are beside it.
  const names = (await readdir(dirname(path))).filter((name) => claimedFormat(name) === "npy" && !isWorkingFile(name));
  const unreadable = names.find((name) => name.includes("\ufffd"));
  if (unreadable !== undefined) throw new FileError(join(dirname(path), unreadable), ...NOT_UTF8);
  return { kind: "file", forms: [await openForm(format, await openAll(dirname(path), names.sort(), open))] };
}

async function openDirectory(path: string, open: Open): Promise<Opened> {
  const manifest = await readManifest(path);
  if (manifest !== undefined) {
    const { shard } = manifest.manifest;
    if (shard === undefined) return { kind: "directory", manifest, forms: await listedForms(path, manifest, open) };
    const problem = `is shard ${shard.index} of ${shard.count} of a dataset`;
    throw new FormatError(path, problem, "mnist1d merge makes one of them.");
  }
  if (existsSync(join(path, SHARDS_DIRECTORY))) {
    throw new FormatError(path, "has shards that are not merged yet", `mnist1d merge ${path} makes a dataset of them.`);
  }
  const found = await findDataFiles(path);
  const names = found.map((file) => file.path);
  const files = await openAll(path, names, open);
  for (const [i, { split }] of found.entries()) if (split !== undefined) files[i]!.split = split;
  const format = formatNamed(await sniffFormat(files[0]!));
  return { kind: "directory", forms: [await openForm(format, files)] };
}

async function listedForms(path: string, { path: name, manifest }: ManifestFile, open: Open): Promise<Opened["forms"]> {
  const forms: StoredForm[] = [];
  const stated = manifest.dtype as Dtype;
  for (const format of manifest.formats) {
    const paths = manifest.files.map((file) => file.path).filter((file) => !isSidecar(file));
    const files = paths.filter((file) => claimedFormat(file) === format);
    if (files.length === 0) throw new FormatError(name, `lists no file of its format ${format}`);
    forms.push(await openForm(formatNamed(format), await openAll(path, files.sort(), open), stated));
  }
  const [first, ...others] = forms;
  if (first === undefined) throw new FormatError(name, "lists no format");
  return [first, ...others];
}

async function openAll(directory: string, names: readonly string[], open: Open): Promise<FileSource[]> {
  const files: FileSource[] = [];
  for (const name of names) files.push(await open(join(directory, name), name));
  return files;
}

async function openForm(format: FormatEntry, files: readonly FileSource[], stated?: Dtype): Promise<StoredForm> {
  for (const file of files) {
    const found = await sniffFormat(file);
    if (found !== format.name) throw new FormatError(file.path, `is ${found}, among files of ${format.name}`);
  }
  const examples = await (await format.load()).decode(files, stated);
  checkVersions(examples.metadata, files[0]!.path);
  return { format, files, examples: openExamples(examples) };
}

/** @throws FormatError for a version that there can't be; NewerDataset. */
function checkVersions({ version, digest }: StoredMetadata, path: string): void {
  if (version !== undefined && !isVersion(version)) {
    throw new FormatError(path, `says that mnist1d ${printable(version)} wrote it, and there is no such version`);
  }
  const newer = newerProblem({ digest });
  if (newer !== undefined) throw new NewerDataset(path, newer);
}

function configOf({ config, version = VERSION }: StoredMetadata, path: string): Config | undefined {
  if (config === undefined) return undefined;
  try {
    return parseConfig(config);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const hint = version === VERSION ? undefined : `mnist1d ${version} wrote it, and this is ${VERSION}.`;
    throw new FormatError(path, `has a config that is none: ${error.message}`, hint, { cause: error });
  }
}

/**
 * What the manifest and the files of a dataset say of it together.
 * @throws FormatError where two of them contradict each other.
 */
function storedMetadata({ manifest, forms }: Pick<OpenDataset, "manifest" | "forms">): StoredMetadata {
  const statements = forms.map(({ files, examples }) => ({ path: files[0]!.path, metadata: examples.metadata }));
  if (manifest !== undefined) statements.unshift({ path: manifest.path, metadata: statedBy(manifest.manifest) });
  const merged: Record<string, unknown> = {};
  const saidBy = new Map<string, string>();
  for (const { path, metadata } of statements) {
    for (const [key, value] of Object.entries(metadata)) {
      // Shards of several versions make one dataset: which one wrote a file says nothing of its data.
      if (key !== "version" && saidBy.has(key) && !sameMetadata(value, merged[key])) {
        throw new FormatError(path, `has another ${key} than ${saidBy.get(key)}`, "They belong to different datasets.");
      }
      if (!saidBy.has(key)) saidBy.set(key, path);
      merged[key] ??= value;
    }
  }
  return merged;
}

function statedBy({ config, config_digest, digest, t, standardisation, generator }: Manifest): StoredMetadata {
  return {
    ...(config && { config }),
    ...(config_digest !== undefined && { configDigest: config_digest }),
    digest,
    version: generator.version,
    ...(t && { t: Float64Array.from(t) }),
    ...(standardisation && { standardisation }),
  };
}
