import { type ChartPanel, lineChart, type Series } from "../../figures/line-chart.js";
import type { Tick } from "../../figures/scale.js";
import { log } from "../../numeric/log.js";
import { countText } from "../experiment.js";
import { curvesOf, LOSS_NAMES, nameOf, type SweepResult } from "./sweep.js";

/** Errors against width, of each curve; the test losses of the MLPs; and the thresholds against the number of classes. */
export function doubleDescentChart(sweeps: readonly SweepResult[]): string {
  const curves = curvesOf(sweeps);
  const mlps = curves.filter(({ part }) => part !== "cnn");
  return lineChart({
    title: "Double descent",
    description: describe(sweeps),
    panels: [
      ...mlps.map(errorPanel),
      {
        title: "test loss of the MLPs",
        ...widthAxis(mlps.flatMap(({ widths }) => widths)),
        yLabel: "test loss",
        series: mlps.map((own) => ({ name: nameOf(own), x: own.widths, y: own.testLoss, dotted: true })),
      },
      ...thresholdPanels(sweeps),
      ...curves.filter(({ part }) => part === "cnn").map(errorPanel),
    ],
    dashedName: "n·K, n·ln K",
  });
}

function errorPanel(own: SweepResult): ChartPanel {
  const { part, widths, testError, trainError } = own;
  return {
    title: nameOf(own),
    ...widthAxis(widths, part === "cnn" ? "channels" : "width"),
    yLabel: "error (%)",
    yDomain: [0, 75],
    series: [
      { name: "test", x: widths, y: testError, dotted: true },
      { name: "train", x: widths, y: trainError, dotted: true },
    ],
  };
}

function widthAxis(
  widths: readonly number[],
  xLabel = "width",
): { readonly xLabel: string; readonly logTicks: Tick[] } {
  const [least, most] = [Math.min(...widths), Math.max(...widths)];
  const shown = [2, 5, 10, 20, 50, 100, 200].filter((width) => width >= least && width <= most);
  return { xLabel, logTicks: shown.map((value) => ({ value, label: String(value) })) };
}

/** Those of the fewest examples, in parameters an example, beside what they are expected to be. */
function thresholdPanels(sweeps: readonly SweepResult[]): ChartPanel[] {
  const all = sweeps.filter(({ part }) => part === "threshold");
  if (all.length === 0) return [];
  const examples = Math.min(...all.map((own) => own.examples));
  const series = (["squaredError", "crossEntropy"] as const).flatMap((loss): Series[] => {
    const own = all.filter((sweep) => sweep.loss === loss && sweep.examples === examples);
    const [x, name] = [own.map(({ classes }) => classes), LOSS_NAMES[loss]];
    return [
      { name, x, y: own.map(({ threshold }) => (threshold ?? Number.NaN) / examples), dotted: true },
      { name, x, y: x.map((classes) => (loss === "squaredError" ? classes : log(classes))), dashed: true },
    ];
  });
  const title = `labels fitted from, n = ${countText(examples)}`;
  return [{ title, xLabel: "classes K", yLabel: "parameters / n", series }];
}

function describe(sweeps: readonly SweepResult[]): string {
  const errors = curvesOf(sweeps).map((own) => {
    const list = own.widths.map((width, i) => `${width}: ${own.testError[i]!.toFixed(1)}`);
    return `${nameOf(own)}: ${list.join(", ")}.`;
  });
  const thresholds = sweeps.flatMap((own) =>
    own.threshold == null ? [] : [`${nameOf(own)}: ${countText(Math.round(own.threshold))}`],
  );
  return `Test error in per cent by width. ${errors.join(" ")} Parameters from which on train is fitted: ${thresholds.join("; ")}.`;
}
