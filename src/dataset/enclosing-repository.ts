import { existsSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative } from "node:path";
import { MARKS } from "../describe/card/card-text.js";
import { CARD_FILE, MAX_CARD_BYTES } from "./card-file.js";
import { lastingPath } from "./lasting-path.js";
import type { OutputPlan } from "./output-plan.js";
import { isUnreadable, readRegular } from "./regular-file.js";
import { nameProblem } from "./repository-plan.js";
import { realTarget } from "./workplace/real-target.js";

/** A repository of several datasets, and what one of them is called in it. */
export interface Enclosing {
  readonly path: string;
  readonly name: string;
}

/**
 * The plan of a dataset that goes where a repository has one already, as `planInRepository` gives it: whoever replaces it
 * by its path alone must not leave the repository's card with the digest of the old, nor make a card beside the data.
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

/** The datasets to whose files the YAML of a card has a path. */
export function foldersIn(card: string): ReadonlySet<string> {
  const path = /(?:^|[\s"'[{,])(?:\.\/)?([\w.+-]+)\/data\//g;
  return new Set(yamlLines(card).flatMap((line) => Array.from(line.matchAll(path), ([, name]) => name!)));
}

/** Not parsed: YAML that is damaged is to be known as the repository's as well, so that the card's update can say so. */
function yamlLines(card: string): string[] {
  const [, yaml = ""] = /^\s*---[ \t]*(?=[\r\n])(.*?)(?:[\r\n]---[ \t]*(?:[\r\n]|$)|$)/s.exec(card) ?? [];
  return yaml.split(/[\r\n]+/);
}

/** Of a file that may be anything: whether it can be brought up to date is looked at later. @throws OutputError if nobody can tell. */
async function roughText(path: string): Promise<string | undefined> {
  return readRegular(path, MAX_CARD_BYTES, "card").then(
    (bytes) => new TextDecoder().decode(bytes),
    (error: unknown) => {
      if (isUnreadable(error)) throw error;
      return undefined;
    },
  );
}
