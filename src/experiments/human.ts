import type { ConfigOptions } from "../config/parse-config.js";
import { barChart } from "../figures/bar-chart.js";
import { BASELINES } from "../learn/baselines.js";
import { newArithmetic } from "../learn/new-arithmetic.js";
import { adam } from "../learn/optimisers.js";
import { type LabelledExamples, newTraining } from "../learn/training.js";
import { dataOf } from "./data.js";
import { atLeast, type Experiment, meanOf } from "./experiment.js";
import { learnInOrder } from "./learn-in-order.js";

export interface HumanProtocol {
  readonly config: ConfigOptions;
  /** Ranges of test rows that the quiz showed. */
  readonly rows: readonly (readonly [start: number, end: number])[];
  readonly steps: number;
}

export interface HumanTrial {
  readonly seed: number;
}

/** Of each class, in the rows that the quiz showed. */
export interface HumanOutcome {
  readonly seen: readonly number[];
  readonly wrong: readonly number[];
}

export interface HumanResult {
  /** Examples of each class in the rows. */
  readonly seen: readonly number[];
  /** What a human got wrong of them, and the CNN in the mean over its seeds. */
  readonly human: readonly number[];
  readonly cnn: readonly number[];
}

/**
 * Wrong answers of the quiz, and answers, of each class. The repository has 500, of which 100 are there twice (the file
 * human_q2.pkl is human_q1.pkl): these are the others.
 * @see https://github.com/greydanus/mnist1d, static/human_q*.pkl
 */
const QUIZ = {
  wrong: [2, 2, 4, 0, 3, 0, 0, 3, 0, 3],
  seen: [30, 42, 36, 50, 47, 40, 40, 34, 40, 41],
} as const;

const [BATCH, LEARNING_RATE, CLASSES] = [100, 1e-2, 10];

/** What a human gets wrong of the published test split, class by class, beside the CNN. */
export const human: Experiment<HumanProtocol, HumanTrial, HumanOutcome, HumanResult> = {
  name: "human",
  summary: "errors of a human on the published test split, class by class, beside the CNN's",
  protocols: { quick: protocolOf(2000), full: protocolOf(6000) },
  seeds: [1, 2, 3],
  trials: (_, seeds) => seeds.map((seed) => ({ seed })),
  cost: () => 1,
  *run({ config, rows, steps }, { seed }) {
    const { train, test } = dataOf(config);
    const training = newTraining(newArithmetic(), {
      layers: BASELINES.cnn(CLASSES),
      length: 40,
      classes: CLASSES,
      seed,
      batch: BATCH,
      optimiser: adam({ learningRate: LEARNING_RATE }),
    });
    yield* learnInOrder(training, train, { steps, batch: BATCH });
    const shown = rows.flatMap(([start, end]) => Array.from({ length: end - start }, (_, i) => start + i));
    const [seen, wrong]: [number[], number[]] = [[], []];
    for (let label = 0; label < CLASSES; label++) {
      const own = shown.filter((row) => test.labels[row] === label);
      seen.push(own.length);
      wrong.push(own.length === 0 ? 0 : Math.round(own.length * (1 - training.score(picked(test, own)).accuracy)));
    }
    return { seen, wrong };
  },
  result: (_, done) => ({
    seen: done[0]!.outcome.seen,
    human: QUIZ.wrong,
    cnn: QUIZ.wrong.map((_, label) => meanOf(done.map(({ outcome }) => outcome.wrong[label]!))),
  }),
  claims({ seen, human: wrong, cnn }) {
    return [
      {
        claim: "examples of each class in the quiz",
        expected: "as shown",
        found: QUIZ.seen.every((count, label) => count === seen[label]) ? "as shown" : "others",
        holds: QUIZ.seen.every((count, label) => count === seen[label]),
      },
      atLeast("human", 95.7, accuracyOf(wrong, seen)),
      atLeast("human − CNN", 1, accuracyOf(wrong, seen) - accuracyOf(cnn, seen)),
    ];
  },
  table({ seen, human: wrong, cnn }) {
    const row = (name: string, count: number, byHuman: number, byCnn: number) => [
      name,
      String(count),
      String(byHuman),
      byCnn.toFixed(1),
    ];
    return {
      header: ["class", "seen", "human: wrong", "CNN: wrong"],
      rows: [
        ...seen.map((count, label) => row(String(label), count, wrong[label]!, cnn[label]!)),
        row("all", sumOf(seen), sumOf(wrong), sumOf(cnn)),
      ],
    };
  },
  figure({ seen, human: wrong, cnn }) {
    const [byHuman, byCnn] = [wrong, cnn].map((own) => own.map((count, label) => (100 * count) / (seen[label] || 1)));
    const shares = (values: readonly number[]) => values.map((value) => value.toFixed(1)).join(", ");
    return barChart({
      title: "Errors of a human and of the CNN",
      description: `Errors in per cent of the classes 0 to 9: human ${shares(byHuman!)}; CNN ${shares(byCnn!)}.`,
      xLabel: "class",
      yLabel: "errors (%)",
      groups: seen.map((_, label) => String(label)),
      series: [
        { name: "human", values: byHuman! },
        { name: "cnn", values: byCnn! },
      ],
    });
  },
};

function protocolOf(steps: number): HumanProtocol {
  return {
    config: {},
    rows: [
      [0, 100],
      [200, 500],
    ],
    steps,
  };
}

const sumOf = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);

/** In per cent. */
function accuracyOf(wrong: readonly number[], seen: readonly number[]): number {
  return 100 * (1 - sumOf(wrong) / sumOf(seen));
}

/** A copy of some rows. */
function picked({ rows: all, x, labels }: LabelledExamples, rows: readonly number[]): LabelledExamples {
  const length = x.length / all;
  const values = new Float32Array(rows.length * length);
  for (const [i, row] of rows.entries()) values.set(x.subarray(row * length, (row + 1) * length), i * length);
  return { rows: rows.length, x: values, labels: Int32Array.from(rows, (row) => labels[row]!) };
}
