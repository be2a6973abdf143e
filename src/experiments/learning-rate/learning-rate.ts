import type { ConfigOptions } from "../../config/parse-config.js";
import { type ChartPanel, lineChart } from "../../figures/line-chart.js";
import { dataOf } from "../data.js";
import { between, type Claim, type Done, type Experiment, meanOf } from "../experiment.js";
import { unrolledSgd } from "./unrolled-sgd.js";

export interface LearningRateProtocol {
  readonly config: ConfigOptions;
  /** Learning rates to begin with. */
  readonly starts: readonly number[];
  /** Of SGD, through which the learning rate is learned. */
  readonly steps: number;
  readonly batch: number;
  /** Steps of gradient descent on the learning rate. */
  readonly outerSteps: number;
  readonly outerRate: number;
  /** Of the finite differences that the derivative is held against. */
  readonly difference: number;
}

export interface LearningRateTrial {
  readonly start: number;
  readonly seed: number;
}

export interface LearningRateOutcome {
  /** Before each outer step, and after the last. */
  readonly rates: readonly number[];
  readonly objectives: readonly number[];
  /** Of the last learning rate, before each step. */
  readonly losses: readonly number[];
  /** Between the derivative and finite differences, at the start, by the derivative. */
  readonly error: number;
}

/** Means over the seeds, of each start. */
export interface LearningRateResult {
  readonly starts: readonly number[];
  readonly rates: readonly (readonly number[])[];
  readonly objectives: readonly (readonly number[])[];
  readonly losses: readonly (readonly number[])[];
  /** The largest, over seeds and starts. */
  readonly error: number;
  /** The largest difference between the learned rates of a seed, by the smaller one. */
  readonly spread: number;
}

/**
 * Learns a learning rate by gradient descent through 200 steps of SGD.
 * @see notebooks/metalearn-learn-rate.ipynb of the original
 */
export const learningRate: Experiment<
  LearningRateProtocol,
  LearningRateTrial,
  LearningRateOutcome,
  LearningRateResult
> = {
  name: "learning-rate",
  summary: "metalearning a learning rate through 200 steps of SGD, from above and from below",
  arithmetic: "float64",
  protocols: { quick: protocolOf(40), full: protocolOf(50) },
  seeds: [1, 2, 3],
  trials: ({ starts }, seeds) => starts.flatMap((start) => seeds.map((seed) => ({ start, seed }))),
  cost: () => 1,
  *run({ config, steps, batch, outerSteps, outerRate, difference }, { start, seed }) {
    const { train } = dataOf(config);
    const unrolled = unrolledSgd(train, { steps, batch, seed });
    // Of fourth order: what the curvature of the objective adds to simpler ones is as large as what is looked for.
    const rise = (by: number) => unrolled(start + by).objective - unrolled(start - by).objective;
    const slope = (8 * rise(difference) - rise(2 * difference)) / (12 * difference);
    const [rates, objectives]: [number[], number[]] = [[], []];
    let [rate, error] = [start, 0];
    for (let outer = 0; ; outer++) {
      const { objective, derivative, losses } = unrolled(rate);
      if (outer === 0) error = Math.abs(slope - derivative) / Math.abs(derivative);
      rates.push(rate);
      objectives.push(objective);
      if (outer === outerSteps) return { rates, objectives, losses: Array.from(losses), error };
      rate -= outerRate * derivative;
      yield outer / outerSteps;
    }
  },
  result({ starts }, done) {
    const means = (key: "rates" | "objectives" | "losses") =>
      starts.map((start) => {
        const own = done.filter(({ trial }) => trial.start === start).map(({ outcome }) => outcome[key]);
        return own[0]!.map((_, i) => meanOf(own.map((values) => values[i]!)));
      });
    return {
      starts,
      rates: means("rates"),
      objectives: means("objectives"),
      losses: means("losses"),
      error: done.reduce((most, { outcome }) => Math.max(most, outcome.error), 0),
      spread: spreadOf(done),
    };
  },
  claims,
  table({ starts, rates, objectives, losses }) {
    const rows = starts.map((start, i) => [
      `from ${start}`,
      rates[i]!.at(-1)!.toFixed(3),
      objectives[i]!.at(-1)!.toFixed(3),
      losses[i]!.at(-1)!.toFixed(3),
    ]);
    return { header: ["", "learning rate", "mean loss", "last loss"], rows };
  },
  figure({ starts, rates, objectives }) {
    const panel = (title: string, yLabel: string, values: readonly (readonly number[])[]): ChartPanel => ({
      title,
      xLabel: "outer step",
      yLabel,
      series: starts.map((start, i) => ({
        name: `from ${start}`,
        x: Array.from(values[i]!.keys()),
        y: values[i]!,
      })),
    });
    const ends = starts.map((start, i) => `${rates[i]!.at(-1)!.toFixed(3)} from ${start}`);
    return lineChart({
      title: "Metalearning a learning rate",
      description: `The learning rate over the outer steps ends at ${ends.join(", and at ")}.`,
      panels: [
        panel("the learning rate", "learning rate", rates),
        panel("its objective", "mean loss of the inner steps", objectives),
      ],
    });
  },
};

function protocolOf(outerSteps: number): LearningRateProtocol {
  return { config: {}, starts: [1.5, 0.15], steps: 200, batch: 50, outerSteps, outerRate: 0.3, difference: 1e-5 };
}

function spreadOf(done: readonly Done<LearningRateTrial, LearningRateOutcome>[]): number {
  const seeds = [...new Set(done.map(({ trial }) => trial.seed))];
  const spreads = seeds.map((seed) => {
    const ends = done.filter(({ trial }) => trial.seed === seed).map(({ outcome }) => outcome.rates.at(-1)!);
    const [low, high] = [Math.min(...ends), Math.max(...ends)];
    return (high - low) / low;
  });
  return Math.max(...spreads);
}

function claims({ starts, rates, objectives, error, spread }: LearningRateResult): Claim[] {
  return [
    {
      claim: "both starts end at the same rate",
      expected: "within 1 %",
      found: `${(100 * spread).toFixed(2)} %`,
      holds: spread <= 0.01,
    },
    ...starts.map((start, i) => between(`learning rate, from ${start}`, [0.5, 0.75], rates[i]!.at(-1)!)),
    ...starts.map((start, i) => between(`mean loss, from ${start}`, [1.7, 1.73], objectives[i]!.at(-1)!)),
    {
      claim: "the derivative is that of finite differences",
      expected: "within 1e-6",
      found: error.toExponential(1),
      holds: error <= 1e-6,
    },
  ];
}
