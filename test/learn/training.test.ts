// Training itself: initial weights, optimisers, masks, batches, what is called diverged, and weights pinned to the bit.
import { describe, expect, it } from "vitest";
import { relu } from "../../src/learn/activations.js";
import { linear } from "../../src/learn/affine.js";
import { BASELINE_NAMES } from "../../src/learn/baseline-names.js";
import { BASELINES } from "../../src/learn/baselines.js";
import { float32Arithmetic } from "../../src/learn/float32.js";
import { float64Arithmetic } from "../../src/learn/float64.js";
import type { Learning } from "../../src/learn/learning.js";
import { newArithmetic } from "../../src/learn/new-arithmetic.js";
import { adam, rmsprop, sgd } from "../../src/learn/optimisers.js";
import { train } from "../../src/learn/train.js";
import { newTraining, type Training } from "../../src/learn/training.js";
import { RandomState } from "../../src/random/random-state.js";
import { CLASSES, LENGTH, ROWS, SMALL_MODELS, smallExamples, smallTraining } from "./support/small-models.js";

const ARITHMETICS = [float32Arithmetic, float64Arithmetic] as const;

const parametersOf = ({ model }: Training) => Array.from(model.arithmetic.view(model.parameters, model.parameterCount));

function finished(steps: Generator<number, Learning, void>): Learning {
  for (;;) {
    const next = steps.next();
    if (next.done) return next.value;
  }
}

describe("the baselines", () => {
  const trainingOf = (name: (typeof BASELINE_NAMES)[number]) =>
    newTraining(float64Arithmetic(), {
      layers: BASELINES[name](10),
      ...{ length: 40, classes: 10, seed: 3, batch: 100, optimiser: adam({ learningRate: 1e-2 }) },
    });

  it("have as many parameters as the paper's", () => {
    const counts = BASELINE_NAMES.map((name) => trainingOf(name).model.parameterCount);
    expect(counts).toEqual([410, 15_210, 5_210, 5_134]);
  });

  it("begin as PyTorch's do: uniform within 1/√fan_in, for a recurrence 1/√units", () => {
    const ofMlp = trainingOf("mlp").model.tensors.map(({ bound }) => bound ** -2);
    expect(ofMlp.map(Math.round)).toEqual([40, 40, 100, 100, 100, 100]);
    const ofCnn = trainingOf("cnn").model.tensors.map(({ bound }) => bound ** -2);
    expect(ofCnn.map(Math.round)).toEqual([5, 5, 75, 75, 75, 75, 125, 125]);
    const ofGru = trainingOf("gru").model.tensors.map(({ bound }) => bound ** -2);
    expect(ofGru.map(Math.round)).toEqual([6, 6, 6, 6, 6, 6, 6, 6, 480, 480]);
    const weights = parametersOf(trainingOf("gru")).slice(324);
    const scaled = weights.map((value) => value * Math.sqrt(480));
    expect(Math.max(...scaled)).toBeLessThanOrEqual(1);
    expect(Math.min(...scaled)).toBeGreaterThanOrEqual(-1);
    const variance = scaled.reduce((sum, value) => sum + value * value, 0) / scaled.length;
    expect(variance).toBeCloseTo(1 / 3, 1);
  });
});

describe.each(ARITHMETICS)("%o", (arithmetic) => {
  const layers = SMALL_MODELS.relu!;
  const digits = arithmetic === float32Arithmetic ? 5 : 12;

  it.each([
    ["adam", adam({ learningRate: 0.01 }), adamByHand],
    ["sgd", sgd({ learningRate: 0.1, momentum: 0.9 }), momentumByHand],
    ["rmsprop", rmsprop({ learningRate: 0.01, decay: 0.4 }), rmspropByHand],
  ])("steps by %s as the formula has it", (_, optimiser, byHand) => {
    const training = smallTraining(arithmetic(), layers, { optimiser });
    const still = smallTraining(float64Arithmetic(), layers);
    const { model } = still;
    const own = model.arithmetic.view(model.parameters, model.parameterCount);
    const move = byHand(model.parameterCount);
    for (let step = 0; step < 5; step++) {
      still.step(smallExamples(ROWS), 0, ROWS); // which only has the gradients
      move(own, Array.from(model.arithmetic.view(model.gradients, model.parameterCount)));
      training.step(smallExamples(ROWS), 0, ROWS);
    }
    for (const [i, value] of parametersOf(training).entries()) expect(value).toBeCloseTo(own[i]!, digits);
  });

  it("leaves at 0 what is masked, and learns with the rest", () => {
    const count = smallTraining(arithmetic(), layers).model.parameterCount;
    const mask = Float32Array.from({ length: count }, (_, i) => (i % 3 === 0 ? 1 : 0));
    const training = smallTraining(arithmetic(), layers, { mask, optimiser: adam({ learningRate: 0.01 }) });
    const before = parametersOf(training);
    for (let step = 0; step < 10; step++) training.step(smallExamples(ROWS), 0, ROWS);
    const after = parametersOf(training);
    expect(after.every((value, i) => (mask[i] === 0 ? value === 0 : value !== before[i]))).toBe(true);
  });

  it("takes no memory on the way", () => {
    const memory = arithmetic();
    const training = smallTraining(memory, layers, { optimiser: adam({ learningRate: 0.01 }) });
    const end = memory.reserve(1);
    for (let step = 0; step < 10; step++) training.step(smallExamples(ROWS), 0, ROWS);
    training.score(smallExamples(30));
    expect(memory.reserve(1) - end).toBeLessThan(20);
  });
});

describe("train", () => {
  const options = { steps: 10, batch: ROWS, scoreEvery: 4 };
  const data = { train: smallExamples(3 * ROWS - 2), test: smallExamples(20) };

  it("goes through all batches in their order, the last one short, and scores on its way", () => {
    const seen: number[][] = [];
    const training = smallTraining(float64Arithmetic(), SMALL_MODELS.linear!);
    const step: Training["step"] = (examples, start, rows) => {
      seen.push([start, rows]);
      return training.step(examples, start, rows);
    };
    const { scoredAt, train: scores, test, diverged } = finished(train({ ...training, step }, data, options));
    expect(seen.slice(0, 5)).toEqual([
      [0, 7],
      [7, 7],
      [14, 5],
      [0, 7],
      [7, 7],
    ]);
    expect(scoredAt).toEqual([0, 4, 8, 10]);
    expect([scores.length, test.length, diverged]).toEqual([4, 4, undefined]);
  });

  it("scores with the share of examples whose label has the largest output", () => {
    const training = smallTraining(float64Arithmetic(), SMALL_MODELS.linear!);
    const { model } = training;
    model.arithmetic.view(model.parameters, model.parameterCount).fill(0);
    const labels = data.test.labels;
    const { accuracy, loss } = training.score(data.test);
    expect(accuracy).toBe(labels.filter((label) => label === 0).length / labels.length);
    expect(loss).toBeCloseTo(Math.log(CLASSES), 12);
  });

  it("tells each score on its way, and predicts for each example the class that it scores by", () => {
    const told: [number, number][] = [];
    const onScore = (step: number, _: unknown, test: { readonly accuracy: number }) => told.push([step, test.accuracy]);
    const training = smallTraining(float64Arithmetic(), SMALL_MODELS.linear!);
    const { scoredAt, test } = finished(train(training, data, { ...options, onScore }));
    expect(told).toEqual(scoredAt.map((step, i) => [step, test[i]!.accuracy]));
    const predicted = training.predict(data.test);
    expect(new Set(predicted).size).toBeGreaterThan(1);
    const right = predicted.filter((own, row) => own === data.test.labels[row]).length;
    expect(right / data.test.rows).toBe(training.score(data.test).accuracy);
  });

  it("says of a training whose loss is no number at which step that came", () => {
    for (const arithmetic of ARITHMETICS) {
      const training = smallTraining(arithmetic(), SMALL_MODELS.relu!, { optimiser: sgd({ learningRate: 1e30 }) });
      const { diverged, scoredAt } = finished(train(training, data, { ...options, steps: 400 }));
      expect(diverged).toBeGreaterThan(1);
      expect(scoredAt.at(-1)).toBeLessThan(400);
    }
  });

  it("says that it diverged, of one that ends far above a guess", () => {
    const classes = 10;
    const random = new RandomState(1);
    const x = Float64Array.from({ length: 100 * LENGTH }, () => 1e6 * (random.uniform() - 0.5));
    const examples = { rows: 100, x, labels: Int32Array.from({ length: 100 }, (_, i) => i % classes) };
    const training = newTraining(float32Arithmetic(), {
      layers: [linear(20), relu, linear(classes)],
      ...{ length: LENGTH, classes, seed: 1, batch: 10, optimiser: sgd({ learningRate: 0 }) },
    });
    const { diverged } = finished(train(training, { train: examples, test: examples }, { ...options, steps: 5 }));
    expect(diverged).toBe(5);
  });
});

describe("newArithmetic", () => {
  it("takes kernels, or JavaScript where it is asked to", () => {
    const before = process.env.MNIST1D_ENGINE;
    try {
      delete process.env.MNIST1D_ENGINE;
      expect(newArithmetic().dtype).toBe("float32");
      process.env.MNIST1D_ENGINE = "js";
      expect(newArithmetic().dtype).toBe("float64");
    } finally {
      if (before === undefined) delete process.env.MNIST1D_ENGINE;
      else process.env.MNIST1D_ENGINE = before;
    }
  });
});

it("is out of memory before the system is", () => {
  const memory = float32Arithmetic();
  expect(() => memory.reserve(2 ** 29)).toThrow(RangeError);
});

function adamByHand(count: number) {
  const [m, v] = [new Float64Array(count), new Float64Array(count)];
  let t = 0;
  return (p: { [i: number]: number }, g: readonly number[]) => {
    t++;
    for (let i = 0; i < count; i++) {
      m[i] = 0.9 * m[i]! + 0.1 * g[i]!;
      v[i] = 0.999 * v[i]! + 0.001 * g[i]! ** 2;
      p[i]! -= (0.01 * (m[i]! / (1 - 0.9 ** t))) / (Math.sqrt(v[i]! / (1 - 0.999 ** t)) + 1e-8);
    }
  };
}

function momentumByHand(count: number) {
  const v = new Float64Array(count);
  return (p: { [i: number]: number }, g: readonly number[]) => {
    for (let i = 0; i < count; i++) {
      v[i] = 0.9 * v[i]! + g[i]!;
      p[i]! -= 0.1 * v[i]!;
    }
  };
}

function rmspropByHand(count: number) {
  const s = new Float64Array(count);
  return (p: { [i: number]: number }, g: readonly number[]) => {
    for (let i = 0; i < count; i++) {
      s[i] = 0.4 * s[i]! + 0.6 * g[i]! ** 2;
      p[i]! -= (0.01 * g[i]!) / (Math.sqrt(s[i]!) + 1e-8);
    }
  };
}
