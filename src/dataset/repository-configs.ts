import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { parseConfig } from "../config/parse-config.js";
import type { CardConfig } from "../describe/card/card-config.js";
import { loadedSplits } from "../describe/card/config-lines.js";
import type { DatasetDescription } from "../describe/dataset-description.js";
import type { FormatError } from "../formats/format-error.js";
import { describeDataset } from "./describe-dataset.js";
import { manifestOrigin } from "./manifest-origin.js";
import { readManifest } from "./read-manifest.js";
import { nameProblem } from "./repository-plan.js";

/** A folder of a repository that its card can't have, and why, as the end of a sentence. */
export interface Unloadable {
  readonly name: string;
  readonly problem: string;
  /** Whether it is a dataset that should be in the card; of anything else only who had it there wants to know. */
  readonly isDamaged: boolean;
}

/** What is in a repository. */
export interface RepositoryConfigs {
  readonly configs: readonly CardConfig[];
  /** Folders that are not ours: what the card has of them stays. */
  readonly others: readonly string[];
  /** One such entry in the card, and the library loads nothing of the whole repository. */
  readonly unloadable: readonly Unloadable[];
}

export async function repositoryConfigs(path: string): Promise<RepositoryConfigs> {
  const configs: CardConfig[] = [];
  const others: string[] = [];
  const unloadable: Unloadable[] = [];
  const entries = await readdir(path, { withFileTypes: true });
  const names = entries.filter((entry) => !entry.isFile() && !entry.name.startsWith(".")).map(({ name }) => name);
  for (const name of names.sort()) {
    const found = nameProblem(name) === undefined ? await lookAt(join(path, name), name) : "others";
    if (found === "others") others.push(name);
    else if ("problem" in found) unloadable.push(found);
    else configs.push({ name, folder: `${name}/`, dataset: found });
  }
  return { configs, others, unloadable };
}

async function lookAt(folder: string, name: string): Promise<DatasetDescription | Unloadable | "others"> {
  const there = new Set((await readdir(join(folder, "data")).catch(() => [])).map((file) => `data/${file}`));
  try {
    const manifest = (await readManifest(folder))?.manifest;
    if (manifest === undefined) return others(there, name);
    const dataset = describeDataset(manifest, name);
    if (manifest.config !== null) parseConfig(manifest.config); // which the card tells
    if (dataset === undefined) return { name, problem: "it has no examples in Parquet files", isDamaged: false };
    const missing = loadedSplits(dataset)
      .flatMap(({ files }) => files)
      .find((file) => !there.has(file.path));
    return missing === undefined ? dataset : { name, problem: `${missing.path} is missing`, isDamaged: true };
  } catch (error) {
    // Whatever is wrong with one stops nobody who puts another beside it.
    const { problem, message } = error as Partial<FormatError>;
    const origin = await manifestOrigin(folder);
    if (origin === "others" || origin === "none") return others(there, name);
    const what = problem ?? `has a config that is none: ${message}`;
    return origin === "newer" ? "others" : { name, problem: `its manifest.json ${what}`, isDamaged: true };
  }
}

/** An entry of files that are there can be loaded, whoever wrote it. */
function others(files: ReadonlySet<string>, name: string): Unloadable | "others" {
  const hasParquet = [...files].some((file) => file.endsWith(".parquet"));
  return hasParquet ? "others" : { name, problem: "it is no dataset", isDamaged: false };
}
