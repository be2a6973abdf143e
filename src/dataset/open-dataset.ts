import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Config, Dtype } from "../config/config.js";
import { ConfigError } from "../config/config-error.js";
import { checkedOptions, text } from "../config/options.js";
import { parseConfig } from "../config/parse-config.js";
import type { FormatEntry, StoredMetadata } from "../formats/format.js";
import { FormatError } from "../formats/format-error.js";
import { printable } from "../formats/printable.js";
import { claimedFormat, formatNamed } from "../formats/registry.js";
import { sniffFormat } from "../formats/sniff.js";
import { type WorkOptions, workKinds } from "../generate/work-options.js";
import { FileSource, statsOf } from "./file-source.js";
import { findDataFiles, isSidecar, isWorkingFile } from "./find-data-files.js";
import { NOT_UTF8, OutputError, outputErrorFrom } from "./output-error.js";
import { type ManifestFile, NewerDataset, newerProblem, readManifest } from "./read-manifest.js";
import { SHARDS_DIRECTORY } from "./shard-path.js";
import { type OpenDataset, openExamples, type StoredForm } from "./stored-dataset.js";
import { storedMetadata } from "./stored-metadata.js";
import { isVersion, VERSION } from "./version.js";
import { withCutOffHint } from "./workplace/recover-target.js";

/**
 * Opens a dataset: a single file, or a directory with a manifest or with the files of one dataset that others made.
 * Reads what is needed to know its shapes; damage further on shows when its chunks are read.
 *
 * @param options.onProgress told of the files once they are open.
 * @param options.signal stops also what is read of the open dataset later.
 * @throws FormatError for what is no dataset, or contradicts itself; OutputError for what cannot be read; the signal's
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
    if (!stats.isDirectory() && !stats.isFile()) throw new OutputError(path, "is neither a file nor a directory");
    const opened = stats.isDirectory() ? await openDirectory(path, open) : await openFile(path, open);
    const metadata = storedMetadata(opened);
    const config = configOf(metadata, opened.manifest?.path ?? path);
    onProgress?.({ phase: "reading", done: sources.length, total: sources.length });
    return { path, ...opened, metadata, ...(config && { config }), close };
  } catch (error) {
    await close();
    throw await withCutOffHint(outputErrorFrom(error, (error as NodeJS.ErrnoException).path ?? path), path);
  }
}

/** @param name of the file in its directory. */
type Open = (file: string, name?: string) => Promise<FileSource>;
type Opened = Pick<OpenDataset, "kind" | "manifest" | "forms">;

async function openFile(path: string, open: Open): Promise<Opened> {
  const source = await open(path);
  const format = formatNamed(await sniffFormat(source));
  // An array alone is no dataset: its labels are beside it.
  const files = format.name === "npy" ? await openAll(dirname(path), await siblings(path), open) : [source];
  return { kind: "file", forms: [await openForm(format, files)] };
}

async function siblings(path: string): Promise<string[]> {
  const names = (await readdir(dirname(path))).filter((name) => claimedFormat(name) === "npy" && !isWorkingFile(name));
  const unreadable = names.find((name) => name.includes("\ufffd"));
  if (unreadable !== undefined) throw new OutputError(join(dirname(path), unreadable), ...NOT_UTF8);
  return names.sort();
}

async function openDirectory(path: string, open: Open): Promise<Opened> {
  const manifest = await readManifest(path);
  if (manifest?.manifest.shard !== undefined) {
    const { index, count } = manifest.manifest.shard;
    throw new FormatError(path, `is shard ${index} of ${count} of a dataset`, "mnist1d merge makes one of them.");
  }
  if (manifest === undefined && existsSync(join(path, SHARDS_DIRECTORY))) {
    throw new FormatError(path, "has shards that are not merged yet", `mnist1d merge ${path} makes a dataset of them.`);
  }
  if (manifest !== undefined) {
    return { kind: "directory", manifest, forms: await listedForms(path, manifest, open) };
  }
  const { paths, split } = await findDataFiles(path);
  const files = await openAll(path, paths, open);
  if (split !== undefined) for (const file of files) file.split = split;
  const format = formatNamed(await sniffFormat(files[0]!));
  return { kind: "directory", forms: [await openForm(format, files)] };
}

/** The files that a manifest lists, by format. */
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

/** @throws FormatError */
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
