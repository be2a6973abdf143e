import type { Dtype } from "../config/config.js";

/** Something that is said of MNIST-1D, held against what was measured. */
export interface Claim {
  readonly claim: string;
  /** As in "≥ 15 points". */
  readonly expected: string;
  readonly found: string;
  readonly holds: boolean;
}

/** What a result is as a table. */
export interface ResultTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export type ProtocolName = "quick" | "full";

/**
 * A use case of the paper or its notebooks: trials, and what is made of them. All of it is plain JSON, and the same
 * on every engine and however many threads have trials.
 *
 * @typeParam Protocol all that says what is done. @typeParam Trial of it what a thread does at a time.
 */
export interface Experiment<Protocol = unknown, Trial = unknown, Outcome = unknown, Result = unknown> {
  readonly name: string;
  /** What it is, in a line of the list. */
  readonly summary: string;
  /** One to three minutes of a core; and the original's. */
  readonly protocols: Readonly<Record<ProtocolName, Protocol>>;
  /** What trials are computed in, whether there are kernels or not; by default float32 with them and float64 without. */
  readonly arithmetic?: Dtype;
  /** Seeds of initial weights, by default. */
  readonly seeds: readonly number[];
  trials(protocol: Protocol, seeds: readonly number[]): readonly Trial[];
  /** How long a trial takes, in any unit: short ones are done first. */
  cost(protocol: Protocol, trial: Trial): number;
  /** The trial, one before it, whose outcome this one begins with; by default none does. */
  needs?(protocol: Protocol, trial: Trial): Trial | undefined;
  /** @param before what came of the trial that this one needs. @yields the share of the trial that is done. */
  run(protocol: Protocol, trial: Trial, before: Outcome | undefined): Generator<number, Outcome, void>;
  result(protocol: Protocol, trials: readonly Done<Trial, Outcome>[]): Result;
  claims(result: Result): Claim[];
  table(result: Result): ResultTable;
  /** As SVG. */
  figure(result: Result): string;
}

/** A trial, and what came of it. */
export interface Done<Trial, Outcome> {
  readonly trial: Trial;
  readonly outcome: Outcome;
}

/** A claim that something is at least so many points. */
export function atLeast(claim: string, least: number, found: number): Claim {
  return { claim, expected: `≥ ${pointsText(least)}`, found: pointsText(found), holds: found >= least };
}

export function atMost(claim: string, most: number, found: number): Claim {
  return { claim, expected: `≤ ${pointsText(most)}`, found: pointsText(found), holds: found <= most };
}

function pointsText(points: number): string {
  const digits = foundText(points, 1).replace(/\.0$/, "");
  return Number.isNaN(points) ? digits : `${digits} ${/^−?1$/.test(digits) ? "point" : "points"}`;
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The steps after which there is a score: every so many, and the last. */
export function scoredSteps(steps: number, every: number): number[] {
  return Array.from({ length: Math.ceil(steps / every) }, (_, i) => Math.min(steps, (i + 1) * every));
}

/** How many seeds there are: integers below this. */
export const SEEDS = 4294967296; // 2^32

/** With thousands set apart, as in "16,000". */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

export function between(claim: string, [low, high]: readonly [number, number], found: number): Claim {
  return { claim, expected: `${low} to ${high}`, found: foundText(found, 3), holds: found >= low && found <= high };
}

/** What was measured, which may be nothing (NaN), with a true minus; 0 has none. */
export function foundText(found: number, digits: number): string {
  if (Number.isNaN(found)) return "none";
  const text = found.toFixed(digits);
  return text.replace("-", Number(text) === 0 ? "" : "−");
}
