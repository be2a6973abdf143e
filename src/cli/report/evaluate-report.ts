import { countText, listOf, plural } from "../../dataset/readable-numbers.js";
import { textCell } from "../../describe/markdown.js";
import type { ModelComparison } from "../../evaluate/evaluate-models.js";
import type { Evaluation } from "../../evaluate/evaluation.js";
import type { Accuracies } from "../../evaluate/model-scores.js";
import { PROTOCOL } from "../../evaluate/protocol.js";
import { HUMAN, PAPER } from "../../evaluate/references.js";
import type { Statistic } from "../../evaluate/statistics.js";
import { markdownTable } from "./markdown-table.js";
import { MARGIN, type Paper, type Table, tableLines, textOf, wrapped } from "./text-table.js";

/** What was trained, and what came of it. */
export interface EvaluateReport {
  readonly steps: number;
  readonly seeds: number;
  /** Trainings that are done, where they were interrupted. */
  readonly interrupted?: { readonly done: number; readonly total: number };
  /** Of one dataset, or of two. */
  readonly result: Evaluation | ModelComparison;
}

const isComparison = (result: EvaluateReport["result"]): result is ModelComparison => "differences" in result;

export function evaluateText(report: EvaluateReport, paper: Paper): string {
  const { style, width } = paper;
  const { heads, protocol, tables, notes } = evaluateParts(report);
  return textOf([
    [
      ...heads.map(([label, text]) => `${label === "" ? "" : `${style("dim", label)} `}${style("bold", text)}`),
      ...protocol,
    ],
    ...tables.map((table) => tableLines(table, paper)),
    notes.flatMap((note) => wrapped(note, width - MARGIN.length, MARGIN)),
  ]);
}

export function evaluateMarkdown(report: EvaluateReport): string {
  const { heads } = evaluateParts(report);
  const head = heads.map(([label, text]) => `**${textCell(label === "" ? text : `${label}: ${text}`)}**`).join("<br>");
  return `${head}\n\n${modelMarkdown(report)}\n`;
}

/** What is told of models below what the datasets are. */
export function modelMarkdown(report: EvaluateReport): string {
  const { protocol, tables, notes } = evaluateParts(report);
  return [...protocol, ...tables.map((table) => markdownTable(table)), ...notes].join("\n\n");
}

interface Parts {
  /** A label, and what it stands for. */
  readonly heads: readonly (readonly [label: string, text: string])[];
  readonly protocol: readonly string[];
  readonly tables: readonly Table[];
  readonly notes: readonly string[];
}

/** What is told of models, however it is rendered. */
export function evaluateParts(report: EvaluateReport): Parts {
  const { steps, seeds, interrupted, result } = report;
  const sides = isComparison(result) ? [result.a, result.b] : [result];
  const isJavaScript = sides.some(({ trainings }) => trainings.some(({ dtype }) => dtype === "float64"));
  const protocol = [
    ...(interrupted ? [`interrupted: ${interrupted.done} of ${plural(interrupted.total, "training")} are done`] : []),
    `Test accuracy in % after ${plural(steps, "step")} of ${PROTOCOL.batch} (Adam, ${PROTOCOL.learningRate}), ` +
      `${seeds === 1 ? "one seed" : `mean ± std of ${seeds} seeds`}`,
    ...(isJavaScript ? ["Computed in float64 by JavaScript: slower, and not to the bit what WebAssembly gives"] : []),
  ];
  if (isComparison(result)) {
    const { a, b } = result;
    const heads = [["A", headOf(a)] as const, ["B", headOf(b)] as const];
    return {
      heads,
      protocol,
      tables: [comparisonTable(result)],
      notes: [...comparisonNotes(seeds), ...divergences(["A", a], ["B", b])],
    };
  }
  const tables = [modelTable(result), ...(result.claims.length > 0 ? [claimTable(result)] : [])];
  return { heads: [["", headOf(result)]], protocol, tables, notes: [...notesOn(result), ...divergences(["", result])] };
}

function headOf({ dataset }: Evaluation): string {
  const { name, rows, length, classes } = dataset;
  const points = plural(length, "point");
  return `${name}: ${countText(rows.train)} train and ${countText(rows.test)} test examples of ${points}, ${classes.length} classes`;
}

function modelTable({ dataset, models }: Evaluation): Table {
  const { shifts } = dataset;
  const rowsOf = (way: "plain" | "shuffled") =>
    models.flatMap(({ model, parameters, [way]: accuracies }) => {
      if (accuracies === undefined) return [];
      const { best, shifted, seconds } = accuracies;
      const name = way === "plain" ? model : `${model}, ${way}`;
      const figures = [lastText(accuracies), statisticText(best), `about ${PAPER[model][way]}`];
      const shiftedTexts = shifts.map((shift) => statisticText(shifted[shift]));
      return [[name, countText(parameters), ...figures, ...shiftedTexts, seconds.toFixed(1)]];
    });
  const header = ["model", "parameters", "last", "best", "paper", ...shifts.map((shift) => `test_${shift}`), "seconds"];
  const human = ["human", "", HUMAN.accuracy.toFixed(1), ...header.slice(3).map(() => "")];
  return { header, rows: [...rowsOf("plain"), human, ...rowsOf("shuffled")], words: [0] };
}

function lastText(accuracies: Accuracies | undefined): string {
  return accuracies !== undefined && accuracies.last === undefined ? "diverged" : statisticText(accuracies?.last);
}

function statisticText(statistic: Statistic | undefined): string {
  if (statistic === undefined) return "-";
  const { mean, std } = statistic;
  return pointsText(mean) + (std === undefined ? "" : ` ± ${pointsText(std)}`);
}

const pointsText = (share: number) => figureText(100 * share);

/** With a true minus; 0 has none. */
function figureText(points: number): string {
  const text = points.toFixed(1);
  return text.replace("-", Number(text) === 0 ? "" : "−");
}

function claimTable({ claims }: Evaluation): Table {
  const rows = claims.map(({ claim, cost, margin, holds }) => [
    claim,
    figureText(cost),
    figureText(margin),
    holds ? "holds" : "FAILS",
  ]);
  return { header: ["shuffling positions", "cost", "margin", ""], rows, words: [0, 3] };
}

function notesOn({ dataset, claims }: Evaluation): string[] {
  return [
    "last: after the last step. best: the best on the way, as if stopped there by the test split itself. " +
      "shuffled: the same with one permutation of the positions of all examples.",
    ...(dataset.shifts.length > 0 ? ["test_…: after the last step on that shifted test split."] : []),
    `paper: of the published dataset, best on the way: so is the ${PAPER.mlp.plain} of its MLP, whose last values in the ` +
      `notebooks are 64 to 66. human: ${HUMAN.right} of ${HUMAN.answers} answers on the published test split.`,
    ...(claims.length > 0 || !dataset.isPublished
      ? []
      : ["The paper's claims are checked after 2,000 steps and more."]),
  ];
}

function divergences(...sides: readonly (readonly [name: string, evaluation: Evaluation])[]): string[] {
  const all = sides.flatMap(([name, { trainings }]) =>
    trainings.flatMap(({ model, isShuffled, seed, diverged }) => {
      if (diverged === undefined) return [];
      const way = `${model}${isShuffled ? ", shuffled" : ""}${name === "" ? "" : ` on ${name}`}`;
      return [`${way} (seed ${seed}, step ${countText(diverged)})`];
    }),
  );
  return all.length === 0 ? [] : [`Diverged, and in no figure: ${all.join("; ")}.`];
}

function comparisonTable({ a, b, differences }: ModelComparison): Table {
  const names = [...new Set([...a.models, ...b.models].map(({ model }) => model))];
  const rows = names.map((model) => {
    const [ofA, ofB] = [a, b].map(({ models }) => models.find((own) => own.model === model)?.plain);
    const own = differences.find((one) => one.model === model);
    const interval = own?.interval?.map((value) => signed(value)).join(" to ") ?? "-";
    return [model, lastText(ofA), lastText(ofB), own === undefined ? "-" : signed(own.difference.mean), interval];
  });
  return { header: ["model", "A", "B", "B − A", "95 % interval"], rows, words: [0] };
}

function signed(share: number): string {
  const text = pointsText(Math.abs(share));
  return `${Number(text) === 0 ? "" : share < 0 ? "−" : "+"}${text}`;
}

function comparisonNotes(seeds: number): string[] {
  const interval =
    seeds === 1
      ? "An interval takes several seeds: --seeds 3."
      : "The interval is that of the mean difference over initial weights (Student's t), the same on A and B.";
  return [`${interval} It does not tell how other draws of the test examples would differ.`];
}

/** What went wrong in words that a command ends with: claims that do not hold, trainings that diverged. */
export function problemsOf({ result }: EvaluateReport): string[] {
  const all = isComparison(result) ? [result.a, result.b] : [result];
  const failed = all.flatMap(({ claims }) => claims.filter(({ holds }) => !holds));
  const diverged = all.flatMap(({ trainings }) => trainings.filter((one) => one.diverged !== undefined));
  return [
    ...(failed.length > 0
      ? [`${plural(failed.length, "claim")} of the paper: ${listOf(failed.map(({ claim }) => claim))}`]
      : []),
    ...(diverged.length > 0 ? [`${plural(diverged.length, "training")} diverged`] : []),
  ];
}
