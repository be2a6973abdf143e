import { join } from "node:path";
import { type Json, jsonText } from "../../config/config-json.js";
import { PARAMETERS, type Parameter } from "../../config/parameters.js";
import { parseConfig } from "../../config/parse-config.js";
import { sweptValue } from "../../config/sweep.js";
import { rowCount } from "../../generate/examples.js";
import { FileError, isMissing } from "../errors.js";
import type { Manifest } from "../manifest.js";
import { readManifest } from "../read/read-manifest.js";
import { readRegular } from "../read/regular-file.js";
import { refuseLink } from "../repository/repository.js";
import { updateFile } from "../write/update-file.js";

/** What a repository has of sweeps, for programs. */
export const SWEEP_INDEX = "sweep.json";

/** The same as a table, a dataset a row, with the parameters as columns. */
export const SWEEP_TABLE = "sweep.csv";

/** Of 10,000 datasets it has 4 MB, without templates. */
const MAX_INDEX_BYTES = 100_000_000;

/** sweep.json: the datasets of the sweeps into a repository. */
export interface SweepIndex {
  readonly sweep_version: 1;
  readonly generator: "mnist1d";
  /** Keys of the parameters that are swept, in the order of the config. */
  readonly parameters: readonly string[];
  readonly datasets: readonly SweepEntry[];
}

export interface SweepEntry {
  /** The config of the repository, and its directory. */
  readonly name: string;
  /** What the dataset has for each swept parameter; null for one that has no value. */
  readonly values: Readonly<Record<string, Json>>;
  readonly config_digest: string;
  readonly digest: string;
  /** Examples in all splits. */
  readonly rows: number;
}

/** A dataset that is in its place. */
export interface SweptDataset {
  readonly name: string;
  readonly manifest: Manifest;
}

/**
 * Makes sure that nobody else's file has the name of the index or of the table, before anything is made.
 * @throws FileError
 */
export async function checkIndex(repository: string): Promise<void> {
  await readIndex(repository);
  await readTable(repository);
}

/**
 * Writes the index and the table of a repository anew. Datasets of earlier sweeps stay in them, in their order and before
 * these, as long as they are in the repository.
 * @param parameters those that are swept now.
 * @throws FileError
 */
export async function updateIndex(
  repository: string,
  parameters: readonly Parameter[],
  datasets: readonly SweptDataset[],
): Promise<void> {
  const indexNow = async () => {
    const before = await readIndex(repository);
    const keys = new Set([...(before?.parameters ?? []), ...parameters.map(({ key }) => key)]);
    const names = new Set(datasets.map(({ name }) => name));
    const earlier = (before?.datasets ?? []).filter(({ name }) => !names.has(name));
    const all = [...(await stillThere(repository, earlier)), ...datasets];
    return indexOf(
      PARAMETERS.filter(({ key }) => keys.has(key)),
      all,
    );
  };
  await updateFile(join(repository, SWEEP_INDEX), async () => indexText(await indexNow()));
  await updateFile(join(repository, SWEEP_TABLE), async () => {
    await readTable(repository);
    const index = await readIndex(repository);
    return index && tableText(index);
  });
}

async function stillThere(repository: string, entries: readonly SweepEntry[]): Promise<SweptDataset[]> {
  const found: SweptDataset[] = [];
  for (const { name } of entries) {
    const manifest = (await readManifest(join(repository, name)).catch(() => undefined))?.manifest;
    if (manifest !== undefined && manifest.config !== null && isConfig(manifest.config)) found.push({ name, manifest });
  }
  return found;
}

function isConfig(value: unknown): boolean {
  try {
    parseConfig(value);
    return true;
  } catch {
    return false;
  }
}

function indexOf(parameters: readonly Parameter[], datasets: readonly SweptDataset[]): SweepIndex {
  const entries = datasets.map(({ name, manifest }) => {
    const config = parseConfig(manifest.config);
    return {
      name,
      values: Object.fromEntries(parameters.map((parameter) => [parameter.key, sweptValue(config, parameter)])),
      config_digest: manifest.config_digest!,
      digest: manifest.digest,
      rows: rowCount(manifest.splits),
    };
  });
  return { sweep_version: 1, generator: "mnist1d", parameters: parameters.map(({ key }) => key), datasets: entries };
}

/** One dataset a line. */
function indexText({ sweep_version, generator, parameters, datasets }: SweepIndex): string {
  const lines = [
    `  "sweep_version": ${sweep_version}`,
    `  "generator": ${jsonText(generator)}`,
    `  "parameters": ${jsonText(parameters)}`,
    `  "datasets": [\n${datasets.map((entry) => `    ${jsonText(entry)}`).join(",\n")}\n  ]`,
  ];
  return `{\n${lines.join(",\n")}\n}\n`;
}

const LAST_COLUMNS = ["config_digest", "digest", "rows"] as const;

function tableText({ parameters, datasets }: SweepIndex): string {
  const rows = datasets.map((entry) => [
    entry.name,
    ...parameters.map((key) => fieldOf(entry.values[key]!)),
    ...LAST_COLUMNS.map((key) => String(entry[key])),
  ]);
  return [["name", ...parameters, ...LAST_COLUMNS], ...rows].map((fields) => `${fields.join(",")}\n`).join("");
}

/** Lists and objects as JSON, in quotes (RFC 4180); nothing for null. */
function fieldOf(value: Json): string {
  if (value === null) return "";
  const text = typeof value === "object" ? jsonText(value) : String(value);
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const NOT_OURS = "It is never replaced: move it elsewhere, or use another repository.";

/** @throws FileError for one that is not ours, or that a person wrote in. */
async function readIndex(repository: string): Promise<SweepIndex | undefined> {
  const path = join(repository, SWEEP_INDEX);
  const text = await readOwn(path);
  if (text === undefined) return undefined;
  const index = indexIn(text);
  if (index === undefined) throw new FileError(path, "is no index that this version of mnist1d writes", NOT_OURS);
  return index;
}

/** Undefined for any text that would not be the same if it were written again. */
function indexIn(text: string): SweepIndex | undefined {
  try {
    const index = JSON.parse(text) as SweepIndex;
    const { sweep_version, generator, parameters, datasets } = index;
    const isOurs = sweep_version === 1 && generator === "mnist1d" && indexText(index) === text;
    const hasKeys = parameters.every((key) => PARAMETERS.some((parameter) => parameter.key === key));
    const hasEntries = datasets.every(
      (entry) => Object.keys(entry).join() === ENTRY_KEYS && /^[\w.+-]+$/.test(entry.name),
    );
    return isOurs && hasKeys && hasEntries ? index : undefined;
  } catch {
    return undefined;
  }
}

const ENTRY_KEYS = ["name", "values", ...LAST_COLUMNS].join();

const TABLE_HEAD = new RegExp(`^name(,(${PARAMETERS.map(({ key }) => key).join("|")}))*,${LAST_COLUMNS.join()}$`);

const TABLE_ROW = /^[\w.+-]+,(.*,)?sha256:[0-9a-f]{64},sha256:[0-9a-f]{64},\d+$/;

/**
 * Not compared with the index: a run may have been killed between the two.
 * @throws FileError for one that is not ours, or that a person wrote in.
 */
async function readTable(repository: string): Promise<void> {
  const path = join(repository, SWEEP_TABLE);
  const text = await readOwn(path);
  if (text === undefined) return;
  const [head, ...rows] = text.split("\n");
  const isOurs = TABLE_HEAD.test(head!) && rows.pop() === "" && rows.every((row) => TABLE_ROW.test(row));
  if (!isOurs) throw new FileError(path, "is no table of sweeps as mnist1d writes it", NOT_OURS);
}

async function readOwn(path: string): Promise<string | undefined> {
  await refuseLink(path, NOT_OURS);
  try {
    return (await readRegular(path, MAX_INDEX_BYTES, "index of sweeps")).toString();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
