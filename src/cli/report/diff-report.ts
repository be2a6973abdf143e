import type { Difference } from "../../diff/difference.js";

/** A comparison and what it is called: all that is rendered. */
export interface DiffReport {
  /** What A and B are, as the user named them. */
  readonly a: string;
  readonly b: string;
  /** Parameters of both configs; undefined where a config is not known. */
  readonly parameters: readonly ParameterPair[] | undefined;
  readonly difference: Difference;
}

/** A parameter's values in A and in B, as files state them; undefined where one does not state it. */
export interface ParameterPair {
  readonly key: string;
  readonly a: unknown;
  readonly b: unknown;
}
