import { log } from "../../numeric/log.js";
import { atLeast, atMost, between, type Claim, countText, foundText } from "../experiment.js";
import { curvesOf, nameOf, type SweepResult } from "./sweep.js";

/** Where the peak and the end of train errors are expected, in widths. */
const PLACES = { noise: { peak: [36, 80], fitted: [36, 104] }, cnn: { peak: [14, 30], fitted: [14, 40] } } as const;

/** What the notebook shows of test errors, and what is found of losses. */
export function doubleDescentClaims(sweeps: readonly SweepResult[]): Claim[] {
  return [...curvesOf(sweeps).flatMap(curveClaims), ...thresholdClaims(sweeps)];
}

function curveClaims(own: SweepResult): Claim[] {
  const { part, widths, testError, trainError } = own;
  const { peak, rise, fall } = peakOf(testError);
  const name = nameOf(own);
  if (part !== "noise" && part !== "cnn") return [atMost(`${name}: test error rises by`, 2, rise)];
  const fits = trainError.map((error) => error < 0.5);
  return [
    atLeast(`${name}: test error rises by`, 4, rise),
    atLeast(`${name}: and falls again by`, 4, fall),
    widthClaim(`${name}: peak at width`, PLACES[part].peak, peak === undefined ? undefined : widths[peak]),
    widthClaim(`${name}: labels fitted from width`, PLACES[part].fitted, widths[fits.lastIndexOf(false) + 1]),
  ];
}

/** The largest rise above what narrower models have, and how far it falls from there to the last one; of no rise no peak. */
function peakOf(errors: readonly number[]): { readonly peak?: number; readonly rise: number; readonly fall: number } {
  let [peak, rise, least] = [0, 0, Infinity];
  for (const [i, error] of errors.entries()) {
    least = Math.min(least, error);
    if (error - least > rise) [peak, rise] = [i, error - least];
  }
  return rise === 0 ? { rise, fall: 0 } : { peak, rise, fall: errors[peak]! - errors.at(-1)! };
}

function widthClaim(claim: string, [low, high]: readonly [number, number], found: number | undefined): Claim {
  const holds = found !== undefined && found >= low && found <= high;
  return { claim, expected: `${low} to ${high}`, found: found === undefined ? "none" : String(found), holds };
}

/** That labels are fitted from n·K parameters on by one loss, by the other from about n·ln K, which is far fewer. */
function thresholdClaims(sweeps: readonly SweepResult[]): Claim[] {
  const all = sweeps.filter(({ part }) => part === "threshold");
  const sizes = [...new Set(all.map(({ examples }) => examples))];
  const each = all.flatMap((own): Claim[] => {
    const { loss, examples, classes } = own;
    const found = (own.threshold ?? Number.NaN) / examples;
    if (loss === "squaredError") return [between(`${nameOf(own)}: from P / (n·K)`, [0.75, 1.15], found / classes)];
    // More examples have more steps, in which fewer parameters come to fit them by this loss.
    if (examples > Math.min(...sizes)) return [];
    return [
      between(`${nameOf(own)}: from P / n`, [0.8, 2.5], found),
      between(`${nameOf(own)}: from P / (n·ln K)`, [0.75, 1.25], found / log(classes)),
    ];
  });
  const together = sizes.flatMap((size): Claim[] => {
    const of = (name: SweepResult["loss"], count: number) =>
      all.find((own) => own.loss === name && own.examples === size && own.classes === count)?.threshold ?? Number.NaN;
    const [ratio, n] = [of("squaredError", 10) / of("crossEntropy", 10), countText(size)];
    return [
      { claim: `MSE : NLL, K = 10, n = ${n}`, expected: "≥ 3.5", found: foundText(ratio, 2), holds: ratio >= 3.5 },
      between(`NLL, K = 10 : K = 3, n = ${n}`, [1.6, 2.8], of("crossEntropy", 10) / of("crossEntropy", 3)),
    ];
  });
  return [...each, ...together];
}
