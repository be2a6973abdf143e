import type { Shift, Shifts } from "./config.js";

/** Values of parameters by severity, 1 to 5. */
type Severities = { readonly [Name in keyof Shift]?: readonly NonNullable<Shift[Name]>[] };

/** Kinds of shifts: chosen by measurement, so that a CNN falls evenly from its plain accuracy to near chance (docs/shifts.md). */
const KINDS: Readonly<Record<string, Severities>> = {
  corr_noise: { corrNoiseScale: [0.36, 0.44, 0.55, 0.72, 1.5] },
  iid_noise: { iidNoiseScale: [0.06, 0.085, 0.12, 0.16, 0.35] },
  both_noises: {
    corrNoiseScale: [0.35, 0.42, 0.52, 0.68, 1.5],
    iidNoiseScale: [0.028, 0.034, 0.042, 0.054, 0.12],
  },
  shear: { shearScale: [1.9, 3, 4.5, 8, 30] },
  scale: { scaleCoeff: [0.8, 1.1, 1.4, 1.7, 2] },
  translation: { maxTranslation: [56, 60, 64, 68, 72] },
  // biome-ignore format: pairs
  short_padding: { padding: [[24, 48], [18, 42], [12, 36], [6, 30], [0, 24]] },
  // biome-ignore format: pairs
  long_padding: { padding: [[50, 74], [58, 82], [66, 90], [76, 100], [120, 140]] },
  geometry: {
    // biome-ignore format: pairs
    padding: [[31, 65], [27, 69], [22, 74], [14, 82], [0, 120]],
    scaleCoeff: [0.64, 0.82, 1, 1.4, 2],
    maxTranslation: [55, 62, 69, 81, 130],
    shearScale: [1.4, 2, 2.6, 3.4, 12],
  },
  all: {
    // biome-ignore format: pairs
    padding: [[34, 62], [32, 64], [29, 67], [25, 71], [10, 90]],
    scaleCoeff: [0.5, 0.6, 0.7, 0.9, 1.7],
    maxTranslation: [52, 54, 58, 64, 90],
    corrNoiseScale: [0.3, 0.34, 0.39, 0.47, 0.85],
    iidNoiseScale: [0.03, 0.04, 0.05, 0.07, 0.15],
    shearScale: [1.1, 1.3, 1.6, 2.1, 4.5],
  },
};

/** The suite of shifts, a benchmark: `corr_noise_1` to `all_5`. Its values never change. */
export const SHIFT_SUITE: Shifts = Object.freeze(
  Object.fromEntries(
    Object.entries(KINDS).flatMap(([kind, parameters]) =>
      [1, 2, 3, 4, 5].map((severity) => {
        const values = Object.entries(parameters).map(([name, bySeverity]) => [name, bySeverity[severity - 1]]);
        return [`${kind}_${severity}`, Object.freeze(Object.fromEntries(values)) as Shift];
      }),
    ),
  ),
);
