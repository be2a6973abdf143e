import type { MergeError } from "../../merge/merge-problem.js";
import type { Merged } from "../../merge/merge-shards.js";
import type { Terminal } from "../terminal.js";
import { count } from "./figures.js";
import { datasetJson, digestLine, fileLines, section } from "./summary.js";

/** Most problems, or files, that are listed. */
const MOST_LINES = 20;

/** What was merged, for people. */
export function mergedText({ manifest, shards }: Merged, path: string, terminal: Terminal): string {
  const name = terminal.style("bold", path);
  if (shards === 0) {
    return [
      `${name} is merged already: nothing was written`,
      ...section("digest", [digestLine(manifest.digest)], terminal),
    ].join("\n");
  }
  const rows = manifest.splits.map((split) => `${count(split.rows)} ${split.name}`).join(" and ");
  const files = fileLines(manifest.files);
  const shown = files.length <= MOST_LINES ? files : [...files.slice(0, MOST_LINES), `… ${files.length} files`];
  return [
    name,
    ...section("merged", [`${shards} shards: ${rows} examples of ${manifest.length} ${manifest.dtype}`], terminal),
    ...section("digest", [digestLine(manifest.digest)], terminal),
    ...section("files", shown, terminal),
  ].join("\n");
}

/** The same for programs. */
export function mergedJson({ manifest, shards }: Merged, path: string): string {
  return `${JSON.stringify({ written: shards > 0, shards, path, formats: manifest.formats, ...datasetJson(manifest) }, undefined, 2)}\n`;
}

/** Why shards make no dataset, each by its name. */
export function mergeProblemsText({ path, problems }: MergeError): string {
  const lines = problems.slice(0, MOST_LINES).map(({ shard, problem }) => `  ${shard} ${problem}`);
  const more = problems.length > MOST_LINES ? [`  and ${problems.length - MOST_LINES} more`] : [];
  return [`${path}: its shards make no dataset:`, ...lines, ...more].join("\n");
}
