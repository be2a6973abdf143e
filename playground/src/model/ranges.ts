import type { Config } from "../../../src/config/config.js";

/** What a slider covers; the number beside it takes all that the parameter does. */
export interface Range {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

type Numeric =
  | "numSamples"
  | "trainSplit"
  | "templateLen"
  | "scaleCoeff"
  | "maxTranslation"
  | "corrNoiseScale"
  | "iidNoiseScale"
  | "shearScale"
  | "finalSeqLength"
  | "seed";

/** Sliders go where something is to be seen, around the defaults. */
export const RANGES: Readonly<Record<Numeric, Range>> = {
  numSamples: { min: 100, max: 20_000, step: 100 },
  trainSplit: { min: 0, max: 1, step: 0.05 },
  templateLen: { min: 2, max: 72, step: 1 },
  scaleCoeff: { min: 0, max: 2, step: 0.05 },
  maxTranslation: { min: 1, max: 72, step: 1 },
  corrNoiseScale: { min: 0, max: 2, step: 0.01 },
  iidNoiseScale: { min: 0, max: 0.5, step: 0.01 },
  shearScale: { min: 0, max: 5, step: 0.05 },
  finalSeqLength: { min: 4, max: 144, step: 1 },
  seed: { min: 0, max: 100, step: 1 },
};

/** Of both bounds of the padding. */
export const PADDING: Range = { min: 0, max: 140, step: 1 };

export const rangeOf = (name: keyof Config): Range | undefined => (RANGES as Partial<Record<string, Range>>)[name];

/** A value of a slider, without the last digits of a sum of steps. */
export const rounded = (value: number): number => Number(value.toPrecision(6));
