import { visibleLine } from "../../formats/printable.js";
import type { MergeError } from "../../merge/merge-problem.js";
import type { Merged } from "../../merge/merge-shards.js";
import type { Terminal } from "../terminal.js";
import { rowsOfSplits } from "./figures.js";
import { datasetJson, digestLines, fileLines, section } from "./summary.js";

/** Most problems that are listed. */
const MOST_LINES = 20;

/** What was merged, for people. */
export function mergedText({ manifest, files, shards }: Merged, path: string, terminal: Terminal): string {
  const name = terminal.style("bold", path);
  if (shards === 0) {
    return [
      `${name} is merged already: nothing was written`,
      ...section("digest", digestLines(manifest.digest), terminal),
    ].join("\n");
  }
  return [
    name,
    ...section(
      "merged",
      [`${shards} shards: ${rowsOfSplits(manifest.splits)} examples of ${manifest.length} ${manifest.dtype}`],
      terminal,
    ),
    ...section("digest", digestLines(manifest.digest), terminal),
    ...section("files", fileLines(files), terminal),
  ].join("\n");
}

/** The same for programs. */
export function mergedJson({ manifest, files, shards }: Merged, path: string): string {
  return `${JSON.stringify({ written: shards > 0, shards, path, formats: manifest.formats, ...datasetJson({ ...manifest, files }) }, undefined, 2)}\n`;
}

/** Why shards make no dataset, each by its name. */
export function mergeProblemsText({ path, problems }: MergeError): string {
  const lines = problems.slice(0, MOST_LINES).map(({ shard, problem }) => `  ${visibleLine(`${shard} ${problem}`)}`);
  const more = problems.length > MOST_LINES ? [`  and ${problems.length - MOST_LINES} more`] : [];
  return [`${path}: its shards make no dataset:`, ...lines, ...more].join("\n");
}
