import { plural } from "../../dataset/readable-numbers.js";
import type { Experiment } from "../../experiments/experiment.js";
import type { ExperimentReport } from "../../experiments/run-experiment.js";
import { type Paper, type Table, tableLines, textOf } from "./text-table.js";

/** What came of an experiment, as people read it. @param seconds that it took; undefined for one that was done before. */
export function experimentText(
  { protocolName, seeds, result, claims }: ExperimentReport,
  experiment: Experiment,
  seconds: number | undefined,
  paper: Paper,
): string {
  const { style } = paper;
  const table: Table = { ...experiment.table(result), words: [0] };
  const rows = claims.map(({ claim, expected, found, holds }) => [claim, expected, found, holds ? "holds" : "FAILS"]);
  const verdicts: Table = { header: ["claim", "expected", "found", ""], rows, words: [0, 3] };
  const seedsText = seeds.length === 1 ? `seed ${seeds[0]}` : `mean of ${plural(seeds.length, "seed")}`;
  return textOf([
    [
      style("bold", `${experiment.name}: ${experiment.summary}`),
      `${protocolName} protocol, ${seedsText}${seconds === undefined ? "" : `, ${seconds.toFixed(0)} s`}`,
    ],
    tableLines(table, paper),
    tableLines(verdicts, paper),
  ]);
}
