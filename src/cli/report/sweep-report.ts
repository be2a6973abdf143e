import { join } from "node:path";
import { configToJson } from "../../config/config-json.js";
import { parseConfig } from "../../config/parse-config.js";
import { countText, plural, readableBytes } from "../../dataset/readable-numbers.js";
import { leastBytesOf, type PlannedDataset } from "../../dataset/sweep/plan-sweep.js";
import { SWEEP_INDEX, SWEEP_TABLE } from "../../dataset/sweep/sweep-index.js";
import type { Sweep } from "../../dataset/sweep/sweep-options.js";
import { rowCount, splitsOf } from "../../generate/examples.js";
import { builtReport, type Report, seconds, sections } from "./summary.js";
import type { Style } from "./text-table.js";

/** Names that a report lists. */
const MOST_NAMES = 5;

/** What a sweep made. For programs, a list of what single runs would have said, each with its name. */
export function sweepReport(
  repository: string,
  parameters: readonly string[],
  { datasets }: Sweep,
  time: number,
  style: Style,
): Report {
  const made = datasets.filter(({ kind }) => kind === "built").length;
  const rows = datasets.reduce((sum, { manifest }) => sum + rowCount(manifest.splits), 0);
  const bytes = datasets.flatMap(({ manifest }) => manifest.files).reduce((sum, file) => sum + file.bytes, 0);
  const state = made > 0 ? "" : " is up to date: nothing was made";
  return {
    text: sections(style, repository, state, [
      ["made", ...(made > 0 ? [`${countText(made)} of ${plural(datasets.length, "dataset")}`] : [])],
      ["has", `${plural(datasets.length, "dataset")}: ${countText(rows)} examples, ${readableBytes(bytes)}`],
      ["swept", parameters.join(", ")],
      ["names", ...nameLines(datasets)],
      ["index", `${join(repository, SWEEP_INDEX)}, ${join(repository, SWEEP_TABLE)}`],
      ["time", seconds(1000 * time)],
    ]),
    json: datasets.map((dataset) => ({
      name: dataset.name,
      ...builtReport(dataset, parseConfig(dataset.manifest.config), style).json,
    })),
  };
}

/** `--dry-run`: what a sweep would make. */
export function sweepPlanReport(
  repository: string,
  parameters: readonly string[],
  planned: readonly PlannedDataset[],
  freeBytes: number,
  style: Style,
): Report {
  const rows = planned.reduce((sum, { config }) => sum + rowCount(splitsOf(config)), 0);
  const bytes = leastBytesOf(planned);
  const room = Number.isFinite(freeBytes) ? `, of ${readableBytes(freeBytes)} that are free` : "";
  return {
    text: sections(style, repository, ": nothing was made (--dry-run)", [
      ["makes", `${plural(planned.length, "dataset")}: ${countText(rows)} examples`],
      ["swept", parameters.join(", ")],
      ["names", ...nameLines(planned)],
      ["disk", `at least ${readableBytes(bytes)}${room}`],
    ]),
    json: {
      written: false,
      path: repository,
      parameters,
      datasets: planned.map(({ name, config }) => ({ name, config: configToJson(config) })),
      rows,
      least_bytes: bytes,
      ...(Number.isFinite(freeBytes) && { free_bytes: freeBytes }),
    },
  };
}

/** The first names, each in a line; none is left out for a line that says that one is. */
function nameLines(datasets: readonly { readonly name: string }[]): string[] {
  const shown = datasets.length === MOST_NAMES + 1 ? datasets.length : MOST_NAMES;
  const names = datasets.slice(0, shown).map(({ name }) => name);
  const more = datasets.length - names.length;
  return more === 0 ? names : [...names, `and ${countText(more)} more`];
}
