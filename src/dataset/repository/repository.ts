import { constants, existsSync } from "node:fs";
import { access, readdir } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative } from "node:path";
import { checkedOptions, text } from "../../config/options.js";
import { parseConfig } from "../../config/parse-config.js";
import { type CardConfig, MARKS } from "../../describe/card/card.js";
import { isLoadable, loadedSplits, type Manifest } from "../../describe/manifest.js";
import type { FormatError } from "../../formats/format-error.js";
import { type WorkOptions, workKinds } from "../../generate/work-options.js";
import { FileError, fileErrorFrom, isUnreadable } from "../errors.js";
import { nameProblem, type OutputPlan } from "../output-plan.js";
import { lastingPath, realTarget, statsAt } from "../paths.js";
import { manifestOrigin, readManifest } from "../read/read-manifest.js";
import { readRegular } from "../read/regular-file.js";
import { CARD_FILE, type CardWarnings, MAX_CARD_BYTES, newCard, readCard } from "../write/card-file.js";
import { updateFile } from "../write/update-file.js";

/**
 * Makes sure that a dataset can be put into the repository that a plan says, if it says one, before anything is made.
 * @throws FileError
 */
export async function checkRepository(plan: OutputPlan): Promise<void> {
  if (plan.kind !== "directory" || plan.repository === undefined) return;
  try {
    // A repository is no dataset itself, whose card would be in the same place. A manifest.json of others is nothing to us.
    const origin = await manifestOrigin(plan.repository);
    if (origin !== "none" && origin !== "others") {
      const hint = "The datasets of a repository are in directories of their own: use another one.";
      throw new FileError(plan.repository, "is a dataset, not a repository of several", hint);
    }
    await refuseInside(plan.repository);
    await refuseLink(plan.path);
    await checkCard(plan.repository);
  } catch (error) {
    throw fileErrorFrom(error, plan.path);
  }
}

/** Folders above a repository that are looked at: files of a dataset are one below it, and a shard's place three. */
const LEVELS = 4;

/** Where a dataset has its files, everything else is in the way of its next replacement. */
async function refuseInside(path: string): Promise<void> {
  let folder = await realTarget(path);
  for (let level = 0; level < LEVELS; level++) {
    const below = `${basename(folder)}/`;
    folder = dirname(folder);
    const manifest = (await readManifest(folder).catch(() => undefined))?.manifest;
    if (manifest?.files.some((file) => file.path.startsWith(below)) !== true) continue;
    const hint = "Put the repository beside that dataset.";
    throw new FileError(path, `is in ${below} of the dataset ${basename(folder)}, which has its files there`, hint);
  }
}

/** What a link leads to is a dataset under another name, or somebody's elsewhere: `--force` would replace that. */
export async function refuseLink(path: string, hint = "Use another name, or remove the link."): Promise<void> {
  if ((await statsAt(path))?.isSymbolicLink() !== true) return;
  throw new FileError(path, "is a link to another place", hint);
}

/** Makes sure that the card of a repository can be written, whoever made it. @throws FileError */
export async function checkCard(repository: string): Promise<void> {
  if ((await readCard(repository)) === undefined) return;
  const path = join(repository, CARD_FILE);
  await access(path, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
    // Another file takes its place, for which it needs no permission of its own. One that is immutable can't be replaced.
    if (error.code !== "EACCES") throw fileErrorFrom(error, path);
  });
}

export interface Enclosing {
  readonly path: string;
  readonly name: string;
}

/**
 * The plan of a dataset that goes where a repository has one already, as `planInRepository` gives it: whoever replaces
 * it by its path alone must not leave the repository's card with the digest of the old, nor make a card beside the
 * data.
 */
export async function inEnclosingRepository(plan: OutputPlan): Promise<OutputPlan> {
  if (plan.kind !== "directory" || plan.repository !== undefined) return plan;
  const enclosing = await enclosingRepository(plan.path);
  if (enclosing === undefined) return plan;
  return { ...plan, path: join(enclosing.path, enclosing.name), repository: enclosing.path };
}

/** The repository whose card has the dataset at a path; undefined for one that stands alone. */
export async function enclosingRepository(path: string): Promise<Enclosing | undefined> {
  const target = await realTarget(path).catch(() => undefined); // what is amiss with it, others say
  if (target === undefined) return undefined;
  const name = basename(target);
  if (nameProblem(name) !== undefined) return undefined;
  const folder = dirname(target);
  const card = await roughText(join(folder, CARD_FILE)).catch((error: unknown) => {
    // It may have what would be replaced; where nothing is yet, another's card is in nobody's way.
    if (existsSync(target)) throw error;
  });
  if (card === undefined || !lists(card, name)) return undefined;
  return { path: isAbsolute(path) ? folder : lastingPath(relative(process.cwd(), folder) || "."), name };
}

/** Whether a card has the files of a dataset below it, and is ours, be it that somebody took the marks away. */
export function lists(card: string, name: string): boolean {
  const hasDigest = yamlLines(card).some((line) => /description:.*sha256:/.test(line));
  return (hasDigest || MARKS.every((mark) => card.includes(mark))) && foldersIn(card).has(name);
}

export function foldersIn(card: string): ReadonlySet<string> {
  const path = /(?:^|[\s"'[{,])(?:\.\/)?([\w.+-]+)\/data\//g;
  return new Set(yamlLines(card).flatMap((line) => Array.from(line.matchAll(path), ([, name]) => name!)));
}

/** Not parsed: YAML that is damaged is to be known as the repository's as well, so that the card's update can say so. */
function yamlLines(card: string): string[] {
  const [, yaml = ""] = /^\s*---[ \t]*(?=[\r\n])(.*?)(?:[\r\n]---[ \t]*(?:[\r\n]|$)|$)/s.exec(card) ?? [];
  return yaml.split(/[\r\n]+/);
}

/** Of a file that may be anything: whether it can be brought up to date is looked at later. @throws FileError if nobody can tell. */
async function roughText(path: string): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await readRegular(path, MAX_CARD_BYTES, "card"));
  } catch (error) {
    if (isUnreadable(error)) throw error;
    return undefined;
  }
}

/** A card is of at least one dataset. */
const NOTHING_LEFT = "is a repository's, and there is no dataset in it any more that could be loaded";

/**
 * Brings the card of a repository up to date with the datasets that are in it. Others may do so at the same time: one
 * after the other, so that who comes last sees what all have put there. What the card is of is in place already, and so
 * nothing fails that becomes of it.
 * @param chosen which dataset a new card marks as the default; without it the first by name.
 * @returns why the card stays what it is, and what it does not have.
 * @throws the signal's reason when aborted.
 */
export async function updateRepositoryCard(
  path: string,
  options: WorkOptions = {},
  chosen?: string,
): Promise<CardWarnings> {
  const { onProgress, signal } = checkedOptions(options, workKinds);
  text.parse(path, "path");
  const card = join(path, CARD_FILE);
  let warnings: CardWarnings = {};
  try {
    await updateFile(card, async () => {
      signal?.throwIfAborted();
      const existing = await readCard(path);
      const { configs, others, unloadable } = await repositoryConfigs(path);
      const listed = foldersIn(unloadable.length === 0 ? "" : (existing ?? ""));
      const leftOut = unloadable
        .filter(({ name, isDamaged }) => isDamaged || listed.has(name))
        .map(({ name, problem }) => ({ path: join(path, name), problem }));
      const unchanged = existing === undefined ? undefined : { text: existing, leftAlone: NOTHING_LEFT };
      const updated = configs.length === 0 ? unchanged : await newCard(existing, configs, others, chosen);
      onProgress?.({ phase: "reading", done: configs.length, total: configs.length });
      warnings = {
        ...(leftOut.length > 0 && { leftOut }),
        ...(updated?.leftAlone !== undefined && { leftAlone: { path: card, problem: updated.leftAlone } }),
      };
      return updated?.text === existing ? undefined : updated?.text;
    });
    return warnings;
  } catch (error) {
    signal?.throwIfAborted();
    const reason = fileErrorFrom(error, card);
    const problem = reason instanceof FileError ? reason.problem : reason instanceof Error ? reason.message : reason;
    return { ...warnings, leftAlone: { path: card, problem: `could not be written: ${problem}` } };
  }
}

/** A folder of a repository that its card can't have, and why, as the end of a sentence. */
interface Unloadable {
  readonly name: string;
  readonly problem: string;
  /** Whether it is a dataset that should be in the card; of anything else only who had it there wants to know. */
  readonly isDamaged: boolean;
}

async function repositoryConfigs(path: string) {
  const configs: CardConfig[] = [];
  /** Folders that are not ours: what the card has of them stays. */
  const others: string[] = [];
  /** One such entry in the card, and the library loads nothing of the whole repository. */
  const unloadable: Unloadable[] = [];
  const entries = await readdir(path, { withFileTypes: true });
  const names = entries.filter((entry) => !entry.isFile() && !entry.name.startsWith(".")).map(({ name }) => name);
  for (const name of names.sort()) {
    const found = nameProblem(name) === undefined ? await lookAt(join(path, name), name) : "others";
    if (found === "others") others.push(name);
    else if ("problem" in found) unloadable.push(found);
    else configs.push({ name, folder: `${name}/`, ...found });
  }
  return { configs, others, unloadable };
}

async function lookAt(folder: string, name: string): Promise<{ dataset: Manifest } | Unloadable | "others"> {
  const there = new Set((await readdir(join(folder, "data")).catch(() => [])).map((file) => `data/${file}`));
  // An entry of files that are there can be loaded, whoever wrote it.
  const hasParquet = [...there].some((file) => file.endsWith(".parquet"));
  const others = hasParquet ? "others" : { name, problem: "it is no dataset", isDamaged: false };
  try {
    const manifest = (await readManifest(folder))?.manifest;
    if (manifest === undefined) return others;
    if (manifest.config !== null) parseConfig(manifest.config); // which the card tells
    if (!isLoadable(manifest)) return { name, problem: "it has no examples in Parquet files", isDamaged: false };
    const missing = loadedSplits(manifest)
      .flatMap(({ files }) => files)
      .find((file) => !there.has(file.path));
    return missing === undefined
      ? { dataset: manifest }
      : { name, problem: `${missing.path} is missing`, isDamaged: true };
  } catch (error) {
    // Whatever is wrong with one stops nobody who puts another beside it.
    const { problem, message } = error as Partial<FormatError>;
    const origin = await manifestOrigin(folder);
    if (origin === "others" || origin === "none") return others;
    const what = problem ?? `has a config that is none: ${message}`;
    return origin === "newer" ? "others" : { name, problem: `its manifest.json ${what}`, isDamaged: true };
  }
}
