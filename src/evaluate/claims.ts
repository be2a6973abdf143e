import type { BaselineName } from "../learn/baseline-names.js";
import type { ModelScores } from "./model-scores.js";

/** Something that the paper says of the published dataset, held against what was measured. */
export interface Claim {
  readonly model: BaselineName;
  readonly claim: string;
  /** Points of accuracy that shuffled positions cost. */
  readonly cost: number;
  /** By how many points the claim holds; below 0 it does not. */
  readonly margin: number;
  readonly holds: boolean;
}

/** Points that shuffling costs at least, of models that go by positions, and at most, of those that do not. */
const LEAST = 25;
const MOST = 4;

const GOES_BY_POSITION: Readonly<Record<BaselineName, boolean>> = { linear: false, mlp: false, cnn: true, gru: true };

/** Fewer steps are too few for the claims: models are on their way then. */
export const STEPS_FOR_CLAIMS = 2000;

/** The claims on the models that were trained both ways, by their mean accuracy after the last step. */
export function checkClaims(models: readonly ModelScores[]): Claim[] {
  return models.flatMap(({ model, plain, shuffled }) => {
    if (plain?.last === undefined || shuffled?.last === undefined) return [];
    const cost = 100 * (plain.last.mean - shuffled.last.mean);
    const isAtLeast = GOES_BY_POSITION[model];
    const margin = isAtLeast ? cost - LEAST : MOST - cost;
    const claim = `costs the ${model} at ${isAtLeast ? `least ${LEAST}` : `most ${MOST}`} points`;
    return [{ model, claim, cost, margin, holds: margin >= 0 }];
  });
}
