import { checkedOptions, text } from "../../config/options.js";
import type { ConfigOptions } from "../../config/parse-config.js";
import type { PresetName } from "../../config/presets.js";
import { type SweepPoint, sweptParameters } from "../../config/sweep.js";
import { takeTurns } from "../../generate/work-options.js";
import { lastingPath } from "../paths.js";
import { updateRepositoryCard } from "../repository/repository.js";
import { checkMemory } from "../resources.js";
import { checkTarget } from "../target/check-target.js";
import type { CardWarnings } from "../write/card-file.js";
import { makeAll } from "./make-datasets.js";
import { checkRoom, type PlannedDataset, planSweep } from "./plan-sweep.js";
import { checkIndex, updateIndex } from "./sweep-index.js";
import { type Sweep, type SweepDataset, type SweepOptions, sweepKinds } from "./sweep-options.js";

/**
 * Makes the datasets of a sweep, each a config of a Hugging Face repository, with one card, and the index `sweep.json` and
 * the table `sweep.csv`. What is there already stays as it is, so that a sweep that was stopped goes on. Before anything
 * is made all is looked at that is there.
 *
 * @example
 * await buildSweep({ numSamples: 1000 }, sweepGrid(["shear_scale=0.25,0.5", "seed=0..7"]), "repo");
 * @param parameters what all have in common.
 * @param points what each of them changes.
 * @param repository the directory, which need not be there yet.
 * @throws as `buildDataset`, of the first dataset that fails; those that are complete by then stay, and are in index and
 *   card, also when the signal is aborted.
 */
export async function buildSweep(
  parameters: ConfigOptions | PresetName,
  points: readonly SweepPoint[],
  repository: string,
  given: SweepOptions = {},
): Promise<Sweep> {
  const { formats, ...options } = checkedOptions(given, sweepKinds);
  // A dataset that is replaced may be where the run was started.
  const place = lastingPath(text.parse(repository, "repository"));
  const planned = planSweep(parameters, points, place, formats);
  for (const { config, plan } of planned) checkMemory(config, plan);
  await checkIndex(place);
  const done = await findMade(planned, options);
  const todo = planned.filter(({ name }) => !done.has(name));
  await checkRoom(todo, place);
  let warnings: CardWarnings = {};
  const failures: unknown[] = [];
  await makeAll(todo, place, done, planned.length, options).catch((error) => failures.push(error));
  // Also of a sweep that fails, or is stopped.
  const made = planned.flatMap(({ name }) => done.get(name) ?? []);
  if (made.length > 0) {
    warnings = await updateRepositoryCard(place, {}, planned[0]!.name);
    await updateIndex(place, sweptParameters(points), made).catch((error) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
  return { datasets: planned.map(({ name }) => done.get(name)!), ...warnings };
}

/** The datasets that are there already, by their names. @throws FileError for what is in the way of one. */
async function findMade(
  planned: readonly PlannedDataset[],
  { force = false, rowsPerFile, signal, onProgress }: SweepOptions,
): Promise<Map<string, SweepDataset>> {
  const found = new Map<string, SweepDataset>();
  const division = rowsPerFile === undefined ? {} : { rowsPerFile };
  for (const [i, { name, config, plan, digest }] of planned.entries()) {
    const manifest = await checkTarget(config, plan, force, division, signal);
    if (manifest !== undefined && (digest === undefined || manifest.digest === digest))
      found.set(name, { kind: "up-to-date", name, plan, manifest, files: manifest.files });
    onProgress?.({ phase: "reading", done: i + 1, total: planned.length, dataset: name });
    await takeTurns(signal);
  }
  return found;
}
