import { type ChartTable, lineChart } from "../../figures/line-chart.js";
import type { LotteryResult } from "./result.js";

/** Accuracy against sparsity and on new draws, and what is left of the first layer. */
export function lotteryFigure({ sparsities, round, rounds, steps, curves, masks }: LotteryResult): string {
  const sparsity = `${(100 * sparsities[round]!).toFixed(0)} %`;
  const { plain, shuffled, reinit } = curves;
  const last = (values: readonly number[]) => values.at(-1)!.toFixed(1);
  return lineChart({
    title: "Lottery tickets",
    description:
      `Test accuracy in per cent on new draws, ${sparsity} pruned: lottery ${last(plain.lottery)}, random ${last(plain.random)}, ` +
      `dense ${last(plain.dense)}; lottery with other initial weights ${last(reinit.lottery)}, with shuffled positions ${last(shuffled.lottery)}.`,
    panels: [
      {
        title: "where tickets are found",
        xLabel: "share that is pruned",
        yLabel: "test accuracy (%)",
        series: [
          { name: "dense", x: [0, sparsities.at(-1)!], y: [rounds.dense[0]!, rounds.dense[0]!] },
          { name: "random", x: sparsities, y: rounds.random, dotted: true },
          { name: "lottery", x: sparsities, y: rounds.lottery, dotted: true },
        ],
      },
      {
        title: `on new draws, ${sparsity} pruned`,
        xLabel: "training step",
        yLabel: "test accuracy (%)",
        series: [
          { name: "dense", x: steps, y: plain.dense },
          { name: "random", x: steps, y: plain.random },
          { name: "lottery", x: steps, y: plain.lottery },
          { name: "lottery, other initial weights", x: steps, y: reinit.lottery },
          { name: "lottery, shuffled positions", x: steps, y: shuffled.lottery },
        ],
      },
    ],
    tables: (["random", "lottery"] as const).map((name) => tableOf(name, masks[name])),
  });
}

/** Inputs below each other, units beside each other: those with the most pairs of neighbours first. */
function tableOf(name: "random" | "lottery", mask: readonly string[]): ChartTable {
  const pairs = (unit: string) => Array.from(unit).filter((kept, i) => kept === "1" && unit[i + 1] === "1").length;
  const kept = (unit: string) => unit.split("1").length - 1;
  const units = [...mask].sort((a, b) => pairs(b) - pairs(a) || kept(b) - kept(a));
  const inputs = units[0]?.length ?? 0;
  return {
    name,
    title: `${name}: what is left of the first layer, inputs down and units across`,
    columns: units.length,
    values: Array.from({ length: inputs }, (_, input) => units.map((unit) => Number(unit[input]))).flat(),
  };
}
