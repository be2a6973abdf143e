import type { ConfigOptions } from "../../config/parse-config.js";
import { type Chart, lineChart, type Series } from "../../figures/line-chart.js";
import { newArithmetic } from "../../learn/new-arithmetic.js";
import type { LabelledExamples } from "../../learn/training.js";
import { dataOf } from "../data.js";
import { atLeast, type Claim, type Done, type Experiment, foundText, meanOf } from "../experiment.js";
import { ACTIVATION_FUNCTIONS, ACTIVATION_NAMES, type ActivationName } from "./activation-functions.js";
import { learnedActivation } from "./learned-activation.js";
import { type UnrolledRmsprop, unrolledRmsprop } from "./unrolled-rmsprop.js";

export interface ActivationProtocol {
  readonly config: ConfigOptions;
  /** Of RMSprop. */
  readonly steps: number;
  readonly batch: number;
  /** Of the hidden layer. */
  readonly units: number;
  /** The last steps, whose mean loss is what is made small. */
  readonly averaged: number;
  /** Steps of gradient descent on the activation function. */
  readonly outerSteps: number;
  readonly outerRate: number;
  /** What parts of its gradient are cut off to. */
  readonly mostSlope: number;
}

export type TrialName = ActivationName | "learned";

export interface ActivationTrial {
  readonly activation: TrialName;
  readonly seed: number;
}

/** Of what is learned before each outer step, and after the last; of the others once. */
export interface ActivationOutcome {
  /** The mean of the losses of all steps. */
  readonly losses: readonly number[];
  /** The mean of the last ones. */
  readonly objectives: readonly number[];
  /** On test, from 0 to 1. */
  readonly accuracies: readonly number[];
  /** Of what is learned the values at `ARGUMENTS`, before and after. */
  readonly shapes: readonly (readonly number[])[];
}

/** Means over the seeds; of what is learned after the last outer step. */
export interface ActivationResult {
  readonly losses: Readonly<Record<TrialName, number>>;
  readonly objectives: Readonly<Record<TrialName, number>>;
  /** In per cent. */
  readonly accuracies: Readonly<Record<TrialName, number>>;
  /** Of what is learned, before each outer step and after the last. */
  readonly outer: { readonly objectives: readonly number[]; readonly accuracies: readonly number[] };
  /** Of what is learned values at x, before and after. */
  readonly shape: {
    readonly x: readonly number[];
    readonly before: readonly number[];
    readonly after: readonly number[];
  };
}

const NAMES: readonly TrialName[] = ["learned", ...ACTIVATION_NAMES];

/** −5 to 5 */
const ARGUMENTS = Array.from({ length: 101 }, (_, i) => (i - 50) / 10);

/** Mean losses that the notebook prints. */
const NOTEBOOK: Readonly<Record<ActivationName, number>> = {
  ...{ relu: 1.337, swish: 1.368, elu: 1.474, softplus: 1.647, tanh: 1.524, sigmoid: 1.753 },
};

/**
 * Learns an activation function by gradient descent through 301 steps of RMSprop.
 * @see notebooks/metalearn-activation-function.ipynb of the original
 */
export const activation: Experiment<ActivationProtocol, ActivationTrial, ActivationOutcome, ActivationResult> = {
  name: "activation",
  summary: "metalearning an activation function through 301 steps of RMSprop, beside six that are known",
  protocols: { quick: protocolOf(30), full: protocolOf(300) },
  seeds: [1, 2, 3],
  trials: (_, seeds) => NAMES.flatMap((name) => seeds.map((seed) => ({ activation: name, seed }))),
  cost: ({ outerSteps }, { activation: name }) => (name === "learned" ? 3 * outerSteps + 1 : 1),
  *run(protocol, { activation: name, seed }) {
    const { config, steps, averaged } = protocol;
    const { train, test } = dataOf(config);
    const inner = unrolledRmsprop(newArithmetic(), train, { ...protocol, seed });
    if (name === "learned") return yield* learn(protocol, inner, seed, test);
    const losses = Array.from(yield* inner.train(ACTIVATION_FUNCTIONS[name]));
    return {
      losses: [meanOf(losses)],
      objectives: [meanOf(losses.slice(steps - averaged))],
      accuracies: [inner.accuracy(ACTIVATION_FUNCTIONS[name], test)],
      shapes: [],
    };
  },
  result(_, done) {
    const last = (key: "losses" | "objectives" | "accuracies", scale = 1) =>
      byName((name) => scale * outcomesOf(done, name, (own) => own[key]).at(-1)!);
    const learned = (values: (outcome: ActivationOutcome) => readonly number[]) => outcomesOf(done, "learned", values);
    return {
      losses: last("losses"),
      objectives: last("objectives"),
      accuracies: last("accuracies", 100),
      outer: {
        objectives: learned((own) => own.objectives),
        accuracies: learned((own) => own.accuracies).map((accuracy) => 100 * accuracy),
      },
      shape: { x: ARGUMENTS, before: learned((own) => own.shapes[0]!), after: learned((own) => own.shapes[1]!) },
    };
  },
  claims,
  table: ({ losses, objectives, accuracies }) => ({
    header: ["", "mean loss", "of the last 200", "test accuracy"],
    rows: NAMES.map((name) => [
      name,
      losses[name].toFixed(3),
      objectives[name].toFixed(3),
      accuracies[name].toFixed(1),
    ]),
  }),
  figure: (result) => lineChart(chartOf(result)),
};

function protocolOf(outerSteps: number): ActivationProtocol {
  return {
    config: { numSamples: 10_000 },
    ...{ steps: 301, batch: 100, units: 128, averaged: 200 },
    ...{ outerSteps, outerRate: 0.3, mostSlope: 0.1 },
  };
}

function* learn(
  { steps, averaged, outerSteps, outerRate, mostSlope }: ActivationProtocol,
  inner: UnrolledRmsprop,
  seed: number,
  test: LabelledExamples,
): Generator<number, ActivationOutcome, void> {
  const own = learnedActivation(seed, steps + 1);
  const found = { losses: [] as number[], objectives: [] as number[], accuracies: [] as number[] };
  const before = own.valuesAt(ARGUMENTS);
  for (let outer = 0; ; outer++) {
    const share = (of: number) => (outer + of) / (outerSteps + 1);
    const losses = Array.from(yield* scaled(inner.train(own), (done) => share(done / 3)));
    found.losses.push(meanOf(losses));
    found.objectives.push(meanOf(losses.slice(steps - averaged)));
    found.accuracies.push(inner.accuracy(own, test));
    if (outer === outerSteps) return { ...found, shapes: [before, own.valuesAt(ARGUMENTS)] };
    yield* scaled(inner.reverse(own), (done) => share((1 + 2 * done) / 3));
    for (const [i, slope] of own.takeGradient().entries()) {
      own.parameters[i]! -= outerRate * Math.max(-mostSlope, Math.min(mostSlope, slope));
    }
    own.update();
  }
}

function* scaled<T>(steps: Generator<number, T, void>, share: (done: number) => number): Generator<number, T, void> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    yield share(step.value);
  }
}

function byName(value: (name: TrialName) => number): Record<TrialName, number> {
  return Object.fromEntries(NAMES.map((name) => [name, value(name)])) as Record<TrialName, number>;
}

/** Means over the seeds. */
function outcomesOf(
  done: readonly Done<ActivationTrial, ActivationOutcome>[],
  name: TrialName,
  values: (outcome: ActivationOutcome) => readonly number[],
): number[] {
  const own = done.filter(({ trial }) => trial.activation === name).map(({ outcome }) => values(outcome));
  return own[0]!.map((_, i) => meanOf(own.map((each) => each[i]!)));
}

function claims({ losses, objectives, accuracies, shape: { x, after } }: ActivationResult): Claim[] {
  const at = (argument: number) => after[x.indexOf(argument)]!;
  const claim = (name: string, expected: string, found: number, holds: boolean): Claim => {
    return { claim: name, expected, found: foundText(found, 3), holds };
  };
  return [
    atLeast("accuracy, learned − relu", 3, accuracies.learned - accuracies.relu),
    claim("mean of the last 200 losses, learned", "≤ 1.03", objectives.learned, objectives.learned <= 1.03),
    claim("f(0)", "< −0.3", at(0), at(0) < -0.3),
    claim("f(−2)", "> 0.3", at(-2), at(-2) > 0.3),
    ...ACTIVATION_NAMES.map((name) => {
      const expected = `${NOTEBOOK[name].toFixed(3)} ± 0.02`;
      return claim(`mean loss, ${name}`, expected, losses[name], Math.abs(losses[name] - NOTEBOOK[name]) <= 0.02);
    }),
  ];
}

function chartOf({ accuracies, outer, shape: { x, before, after } }: ActivationResult): Chart {
  const steps = Array.from(outer.objectives.keys());
  const level = (name: ActivationName): Series => ({
    ...{ name, x: [0, steps.length - 1], y: [accuracies[name], accuracies[name]] },
  });
  const values = (name: ActivationName) => {
    const [y, slopes, curvatures] = [new Float64Array(x.length), new Float64Array(x.length), new Float64Array(0)];
    ACTIVATION_FUNCTIONS[name].evaluate(Float64Array.from(x), y, slopes, curvatures, 0);
    return y;
  };
  const ends = [-2, 0, 2].map((argument) => `f(${argument}) = ${after[x.indexOf(argument)]!.toFixed(2)}`);
  const last = NAMES.map((name) => `${name} ${accuracies[name].toFixed(1)}`);
  return {
    title: "Metalearning an activation function",
    description: `Test accuracy in per cent: ${last.join(", ")}. What is learned has ${ends.join(", ")}.`,
    panels: [
      {
        ...{ title: "objective", xLabel: "outer step", yLabel: "mean loss of the last steps" },
        series: [{ name: "learned", x: steps, y: outer.objectives }],
      },
      {
        ...{ title: "test accuracy", xLabel: "outer step", yLabel: "test accuracy (%)" },
        series: [{ name: "learned", x: steps, y: outer.accuracies }, ...ACTIVATION_NAMES.map(level)],
      },
      {
        ...{ title: "functions", xLabel: "x", yLabel: "f(x)", yDomain: [-1.5, 5.5] as const },
        series: [
          ...[
            { name: "learned", x, y: after },
            { name: "learned", x, y: before, dashed: true },
          ],
          ...ACTIVATION_NAMES.map((name) => ({ name, x, y: values(name) })),
        ],
      },
    ],
    dashedName: "before the first step",
  };
}
