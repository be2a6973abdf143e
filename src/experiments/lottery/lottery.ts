import type { ConfigOptions } from "../../config/parse-config.js";
import { relu } from "../../learn/activations.js";
import { linear } from "../../learn/affine.js";
import { newArithmetic } from "../../learn/new-arithmetic.js";
import { adam } from "../../learn/optimisers.js";
import { reordered } from "../../learn/reordered.js";
import { residual } from "../../learn/sequence.js";
import { newTraining, type Training } from "../../learn/training.js";
import { RandomState } from "../../random/random-state.js";
import { type Data, dataOf } from "../data.js";
import { atLeast, type Claim, type Done, type Experiment, meanOf } from "../experiment.js";
import { learnInOrder } from "../learn-in-order.js";
import { lotteryFigure } from "./figure.js";
import { adjacency, type Mask, prune, pruneAtRandom, unitsOf } from "./pruning.js";
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

export interface LotteryTrial {
  readonly ticket: Ticket;
  readonly seed: number;
}

/** Test accuracies from 0 to 1. */
export interface LotteryOutcome {
  /** After each round that there is of the ticket. */
  readonly rounds: readonly number[];
  /** On new draws, every so many steps. */
  readonly curves: ByTransfer<readonly number[]>;
  /** What is left of the first layer: for each unit a 1 or a 0 of each input. */
  readonly mask: readonly string[];
}

const [LENGTH, CLASSES, LEARNING_RATE, SHUFFLE_SEED] = [40, 10, 2e-2, 0];

const SEEDS = 4294967296; // 2^32

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
  trials: (_, seeds) => TICKETS.flatMap((ticket) => seeds.map((seed) => ({ ticket, seed }))),
  cost: (protocol, { ticket }) => stepsOf(protocol, ticket),
  *run(protocol, { ticket, seed }) {
    const { config, newDraws, units, sparsities, round, steps, batch, newSteps, newBatch, scoreEvery } = protocol;
    const total = stepsOf(protocol, ticket);
    const sizes = [(LENGTH + 1) * units, (units + 1) * units, (units + 1) * CLASSES];
    const random = new RandomState([seed, 1]);
    let done = 0;
    /** Trains anew. @yields the share of the trial that is done. */
    function* trained(data: Data, mask: Mask | undefined, own: TrainingPart): Generator<number, Training, void> {
      const training = newTraining(newArithmetic(), {
        layers: [linear(units), relu, residual([linear(units), relu]), linear(CLASSES)],
        ...{ length: LENGTH, classes: CLASSES, seed: own.seed, batch: own.batch },
        optimiser: adam({ learningRate: LEARNING_RATE }),
        ...(mask && { mask }),
      });
      const weight = own.batch / batch;
      const part = learnInOrder(training, data.train, own, (step) => own.onStep?.(step, training));
      for (const share of part) yield (done + share * own.steps * weight) / total;
      done += own.steps * weight;
      return training;
    }

    const data = dataOf(config);
    const rounds: number[] = [];
    let weights: Float32Array | undefined;
    let [mask, kept]: (Mask | undefined)[] = [];
    for (const [i, sparsity] of sparsities.entries()) {
      if (ticket === "random") mask = pruneAtRandom(random, sizes, sparsity);
      else if (weights !== undefined) mask = prune(weights.map(Math.abs), sizes, sparsity);
      const training = yield* trained(data, mask, { seed, batch, steps });
      rounds.push(training.score(data.test).accuracy);
      weights = parametersOf(training);
      if (i === round) kept = mask;
      if (ticket === "dense") break;
    }

    const found = dataOf(newDraws);
    const curves: Partial<Record<Transfer, number[]>> = {};
    for (const transfer of TRANSFERS) {
      const order = ORDERS[transfer];
      const moved = order ? { train: reordered(found.train, order), test: reordered(found.test, order) } : found;
      const curve: number[] = [];
      const onStep = (step: number, training: Training) => {
        if (step % scoreEvery === 0 || step === newSteps) curve.push(training.score(moved.test).accuracy);
      };
      const ofWeights = transfer === "reinit" ? (seed + 1) % SEEDS : seed;
      yield* trained(moved, kept, { seed: ofWeights, batch: newBatch, steps: newSteps, onStep });
      curves[transfer] = curve;
    }
    return { rounds, curves: curves as ByTransfer<number[]>, mask: kept ? unitsOf(kept, LENGTH, units) : [] };
  },
  result(protocol, done) {
    const { sparsities, round, newSteps, scoreEvery } = protocol;
    const tickets = <T>(value: (ticket: Ticket) => T): ByTicket<T> => ({
      dense: value("dense"),
      random: value("random"),
      lottery: value("lottery"),
    });
    const curves = (transfer: Transfer) => tickets((ticket) => meanCurve(done, ticket, (own) => own.curves[transfer]));
    const masksOf = (ticket: Ticket) => outcomesOf(done, ticket).map(({ mask }) => mask);
    const adjacencyOf = (ticket: Ticket) =>
      [2, 3, 4].map((count) => meanOf(masksOf(ticket).map((mask) => adjacency(mask, count))));
    return {
      sparsities,
      round,
      rounds: tickets((ticket) => meanCurve(done, ticket, ({ rounds }) => rounds)),
      steps: Array.from({ length: Math.ceil(newSteps / scoreEvery) }, (_, i) =>
        Math.min(newSteps, (i + 1) * scoreEvery),
      ),
      curves: {
        plain: curves("plain"),
        flipped: curves("flipped"),
        chunks: curves("chunks"),
        shuffled: curves("shuffled"),
        reinit: curves("reinit"),
      },
      adjacency: { random: adjacencyOf("random"), lottery: adjacencyOf("lottery") },
      masks: { random: masksOf("random")[0]!, lottery: masksOf("lottery")[0]! },
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

interface TrainingPart {
  readonly seed: number;
  readonly batch: number;
  readonly steps: number;
  readonly onStep?: (step: number, training: Training) => void;
}

const NAMES: ByTransfer<string> = {
  plain: "new draws",
  flipped: "flipped",
  chunks: "chunks of 10 moved",
  shuffled: "shuffled",
  reinit: "other initial weights",
};

/** Of a batch as where tickets are found. */
function stepsOf({ sparsities, steps, batch, newSteps, newBatch }: LotteryProtocol, ticket: Ticket): number {
  const rounds = ticket === "dense" ? 1 : sparsities.length;
  return rounds * steps + (TRANSFERS.length * newSteps * newBatch) / batch;
}

function parametersOf({ model }: Training): Float32Array {
  return Float32Array.from(model.arithmetic.view(model.parameters, model.parameterCount));
}

type AllDone = readonly Done<LotteryTrial, LotteryOutcome>[];

function outcomesOf(done: AllDone, ticket: Ticket): LotteryOutcome[] {
  return done.filter(({ trial }) => trial.ticket === ticket).map(({ outcome }) => outcome);
}

function meanCurve(done: AllDone, ticket: Ticket, of: (outcome: LotteryOutcome) => readonly number[]): number[] {
  const own = outcomesOf(done, ticket).map(of);
  return own[0]!.map((_, i) => 100 * meanOf(own.map((values) => values[i]!)));
}
