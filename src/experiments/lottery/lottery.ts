import type { ConfigOptions } from "../../config/parse-config.js";
import { relu } from "../../learn/activations.js";
import { linear } from "../../learn/affine.js";
import { newArithmetic } from "../../learn/new-arithmetic.js";
import { adam } from "../../learn/optimisers.js";
import { reordered } from "../../learn/reordered.js";
import { residual } from "../../learn/sequence.js";
import { newTraining } from "../../learn/training.js";
import { RandomState } from "../../random/random-state.js";
import { type Data, dataOf } from "../data.js";
import { atLeast, type Claim, type Done, type Experiment, meanOf, SEEDS, scoredSteps } from "../experiment.js";
import { learnInOrder } from "../learn-in-order.js";
import { lotteryFigure } from "./figure.js";
import { adjacency, type Mask, maskFrom, prune, pruneAtRandom, textOf, unitsOf } from "./pruning.js";
import {
  type ByTicket,
  type ByTransfer,
  type LotteryResult,
  TICKETS,
  type Ticket,
  TRANSFERS,
  type Transfer,
} from "./result.js";

export interface LotteryProtocol {
  /** On which tickets are found, and new draws. */
  readonly config: ConfigOptions;
  readonly newDraws: ConfigOptions;
  /** Of both hidden layers. */
  readonly units: number;
  /** Shares that are pruned, a round each; the first is 0. */
  readonly sparsities: readonly number[];
  /** The round whose ticket is tried on new draws. */
  readonly round: number;
  readonly steps: number;
  readonly batch: number;
  readonly newSteps: number;
  readonly newBatch: number;
  readonly scoreEvery: number;
}

/** A training: of a round that finds a ticket, or of the ticket on new draws. */
export type LotteryTrial =
  | { readonly ticket: Ticket; readonly seed: number; readonly round: number }
  | { readonly ticket: Ticket; readonly seed: number; readonly transfer: Transfer };

export interface LotteryOutcome {
  /** On test, from 0 to 1: after a round; on new draws every so many steps. */
  readonly accuracies: readonly number[];
  /** What the next round keeps, of a lottery ticket. */
  readonly kept?: string;
}

const [LENGTH, CLASSES, LEARNING_RATE, SHUFFLE_SEED] = [40, 10, 2e-2, 0];

/** Places that points have come from, where they are not where they were. */
const ORDERS: Partial<ByTransfer<ArrayLike<number>>> = {
  flipped: Array.from({ length: LENGTH }, (_, i) => LENGTH - 1 - i),
  chunks: Array.from({ length: LENGTH }, (_, i) => [20, 30, 0, 10][Math.floor(i / 10)]! + (i % 10)),
  shuffled: new RandomState(SHUFFLE_SEED).permutation(LENGTH),
};

/**
 * Lottery tickets: the weights of an MLP that are left when the smallest are pruned, round by round, and the others begin anew
 * where they began; and what of that goes over to new draws.
 * @see Frankle & Carbin, "The lottery ticket hypothesis" (2018); notebooks/lottery-tickets.ipynb of the original
 */
export const lottery: Experiment<LotteryProtocol, LotteryTrial, LotteryOutcome, LotteryResult> = {
  name: "lottery",
  summary:
    "lottery tickets against dense and random ones: found, on new draws, without their order, with other weights",
  protocols: {
    quick: {
      config: {},
      newDraws: { seed: 43 },
      units: 256,
      sparsities: [0, 0.5, 0.75, 0.85],
      round: 3,
      ...{ steps: 801, batch: 100, newSteps: 600, newBatch: 100, scoreEvery: 50 },
    },
    full: {
      config: {},
      newDraws: { seed: 43 },
      units: 500,
      sparsities: Array.from({ length: 100 }, (_, i) => i / 99),
      round: 91,
      ...{ steps: 1501, batch: 100, newSteps: 6000, newBatch: 500, scoreEvery: 100 },
    },
  },
  seeds: [1, 2, 3],
  trials: ({ sparsities }, seeds) =>
    TICKETS.flatMap((ticket) =>
      seeds.flatMap((seed) => [
        ...sparsities.slice(0, ticket === "dense" ? 1 : undefined).map((_, round) => ({ ticket, seed, round })),
        ...TRANSFERS.map((transfer) => ({ ticket, seed, transfer })),
      ]),
    ),
  cost(protocol, trial) {
    const { batch, steps } = trainingOf(protocol, trial);
    const pruned = trial.ticket === "dense" ? 0 : protocol.sparsities[roundOf(protocol, trial)]!;
    return batch * steps * (pruned < 0.5 ? 1 : 1.2 - pruned);
  },
  needs(protocol, trial) {
    const round = roundOf(protocol, trial);
    return trial.ticket === "lottery" && round > 0
      ? { ticket: "lottery", seed: trial.seed, round: round - 1 }
      : undefined;
  },
  *run(protocol, trial, before) {
    const { units, sparsities, scoreEvery } = protocol;
    const { data, seed, batch, steps } = trainingOf(protocol, trial);
    const mask = maskOf(protocol, trial, before);
    const training = newTraining(newArithmetic(), {
      layers: [linear(units), relu, residual([linear(units), relu]), linear(CLASSES)],
      ...{ length: LENGTH, classes: CLASSES, seed, batch, optimiser: adam({ learningRate: LEARNING_RATE }) },
      ...(mask && { mask }),
    });
    const { train, test } = data();
    const isRound = "round" in trial;
    const accuracies: number[] = [];
    yield* learnInOrder(training, train, { steps, batch }, (step) => {
      if (step === steps || (step % scoreEvery === 0 && !isRound)) accuracies.push(training.score(test).accuracy);
    });
    const next = isRound && trial.ticket === "lottery" ? sparsities[trial.round + 1] : undefined;
    if (next === undefined) return { accuracies };
    const { arithmetic, parameters, parameterCount } = training.model;
    const scores = Float32Array.from(arithmetic.view(parameters, parameterCount), Math.abs);
    return { accuracies, kept: textOf(prune(scores, sizesOf(units), next)) };
  },
  result(protocol, done) {
    const { sparsities, round, units, newSteps, scoreEvery } = protocol;
    const outcomesOf = (wanted: Partial<Record<"ticket" | "round" | "transfer", unknown>>) =>
      done.filter(({ trial }) => Object.entries(wanted).every(([key, value]) => Object(trial)[key] === value));
    const tickets = <T>(value: (ticket: Ticket) => T): ByTicket<T> => ({
      dense: value("dense"),
      random: value("random"),
      lottery: value("lottery"),
    });
    const roundsOf = (ticket: Ticket) =>
      sparsities
        .slice(0, ticket === "dense" ? 1 : undefined)
        .map((_, i) => meanCurve(outcomesOf({ ticket, round: i }))[0]!);
    const curves = (transfer: Transfer) => tickets((ticket) => meanCurve(outcomesOf({ ticket, transfer })));
    const masksOf = (ticket: Ticket) =>
      outcomesOf({ ticket, round: round - 1 }).map(({ trial: { seed }, outcome }) =>
        unitsOf(maskOf(protocol, { ticket, seed, round }, outcome)!, LENGTH, units),
      );
    const masks = { random: masksOf("random"), lottery: masksOf("lottery") };
    const adjacencyOf = (own: readonly (readonly string[])[]) =>
      [2, 3, 4].map((count) => meanOf(own.map((mask) => adjacency(mask, count))));
    return {
      sparsities,
      round,
      rounds: tickets(roundsOf),
      steps: scoredSteps(newSteps, scoreEvery),
      curves: {
        plain: curves("plain"),
        flipped: curves("flipped"),
        chunks: curves("chunks"),
        shuffled: curves("shuffled"),
        reinit: curves("reinit"),
      },
      adjacency: { random: adjacencyOf(masks.random), lottery: adjacencyOf(masks.lottery) },
      masks: { random: masks.random[0]!, lottery: masks.lottery[0]! },
    };
  },
  claims({ curves, adjacency: { lottery: besides } }): Claim[] {
    const last = (transfer: Transfer, ticket: Ticket) => curves[transfer][ticket].at(-1)!;
    const overDense = (transfer: Transfer) => last(transfer, "lottery") - last(transfer, "dense");
    const beside = (claim: string, least: number, found: number): Claim => ({
      claim,
      expected: `≥ ${least} times chance`,
      found: `${found.toFixed(2)} times`,
      holds: found >= least,
    });
    return [
      atLeast("lottery − dense, new draws", 3, overDense("plain")),
      atLeast("lottery − random, new draws", 4, last("plain", "lottery") - last("plain", "random")),
      atLeast("lottery − dense, other initial weights", 2, overDense("reinit")),
      atLeast("lottery − dense, flipped", 1, overDense("flipped")),
      atLeast("lottery as they are − shuffled", 1.5, last("plain", "lottery") - last("shuffled", "lottery")),
      beside("pairs of weights beside each other", 1.2, besides[0]!),
      beside("triples", 1.7, besides[1]!),
    ];
  },
  table({ sparsities, round, rounds, curves }) {
    const row = (name: string, value: (ticket: Ticket) => number) => [
      name,
      ...TICKETS.map((ticket) => value(ticket).toFixed(1)),
    ];
    return {
      header: [`${(100 * sparsities[round]!).toFixed(0)} % pruned`, ...TICKETS],
      rows: [
        row("where it was found", (ticket) => (ticket === "dense" ? rounds.dense[0]! : rounds[ticket][round]!)),
        ...TRANSFERS.map((transfer) => row(NAMES[transfer], (ticket) => curves[transfer][ticket].at(-1)!)),
      ],
    };
  },
  figure: lotteryFigure,
};

const NAMES: ByTransfer<string> = {
  plain: "new draws",
  flipped: "flipped",
  chunks: "chunks of 10 moved",
  shuffled: "shuffled",
  reinit: "other initial weights",
};

/** The round whose mask a trial has. */
function roundOf({ round }: LotteryProtocol, trial: LotteryTrial): number {
  return "round" in trial ? trial.round : round;
}

/** What is trained on, with the seed of the initial weights. */
function trainingOf(protocol: LotteryProtocol, trial: LotteryTrial) {
  const { config, newDraws, steps, batch, newSteps, newBatch } = protocol;
  if ("round" in trial) return { data: () => dataOf(config), seed: trial.seed, steps, batch };
  const { transfer, seed } = trial;
  const order = ORDERS[transfer];
  const data = (): Data => {
    const { train, test } = dataOf(newDraws);
    return order ? { train: reordered(train, order), test: reordered(test, order) } : { train, test };
  };
  return { data, seed: transfer === "reinit" ? (seed + 1) % SEEDS : seed, steps: newSteps, batch: newBatch };
}

/** @param before the outcome of the round before. @returns none where nothing is pruned. */
function maskOf(protocol: LotteryProtocol, trial: LotteryTrial, before: LotteryOutcome | undefined): Mask | undefined {
  const round = roundOf(protocol, trial);
  if (trial.ticket === "dense" || round === 0) return undefined;
  const sizes = sizesOf(protocol.units);
  if (trial.ticket === "lottery") return maskFrom(before!.kept!, sizes);
  return pruneAtRandom(new RandomState([trial.seed, round]), sizes, protocol.sparsities[round]!);
}

/** Parameters of each layer. */
function sizesOf(units: number): number[] {
  return [(LENGTH + 1) * units, (units + 1) * units, (units + 1) * CLASSES];
}

/** Of each place the mean, in per cent. */
function meanCurve(done: readonly Done<LotteryTrial, LotteryOutcome>[]): number[] {
  const curves = done.map(({ outcome }) => outcome.accuracies);
  return curves[0]!.map((_, i) => 100 * meanOf(curves.map((values) => values[i]!)));
}
