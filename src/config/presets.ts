import type { Config } from "./config.js";
import { ConfigError, show } from "./config-error.js";
import { SHIFT_SUITE } from "./shift-suite.js";
import { didYouMean } from "./suggestion.js";

export type PresetName = "defaults" | "published" | "shuffled" | "double-descent" | "udl-8.3" | "shifts";

/** The element type of a preset's x. */
export type PresetDtype<Name extends PresetName> = Name extends "published" ? "float64" : "float32";

/** Named starting points. Each is laid over the defaults; files and flags are laid over it. */
export const presets: {
  readonly [Name in PresetName]: Partial<Config> & { readonly dtype?: PresetDtype<Name> };
} = Object.freeze({
  defaults: Object.freeze({}),
  published: Object.freeze({ dtype: "float64", rounding: "published" }),
  shuffled: Object.freeze({ shuffleSeq: true }),
  "double-descent": Object.freeze({
    numSamples: 16000,
    trainSplit: 0.25,
    labelNoise: Object.freeze({ fraction: 0.15, mode: "resample" }),
  }),
  /** What the notebook 8.3 of *Understanding Deep Learning* (Prince 2023) trains on: double descent, too. */
  "udl-8.3": Object.freeze({
    numSamples: 8000,
    trainSplit: 0.5,
    labelNoise: Object.freeze({ fraction: 0.15, mode: "udl" }),
  }),
  /** The published dataset with fifty shifted test splits: a benchmark of robustness (docs/shifts.md). */
  shifts: Object.freeze({ shifts: SHIFT_SUITE }),
});

/** @throws ConfigError for a name that no preset has. */
export function presetNamed(name: string): Partial<Config> {
  if (Object.hasOwn(presets, name)) return presets[name as PresetName];
  const names = Object.keys(presets);
  throw new ConfigError("preset", names.join(", "), show(name), didYouMean(name, names));
}

/** What each is, for the help. */
export const presetDescriptions: Readonly<Record<PresetName, string>> = {
  defaults: "the published dataset, as float32",
  published: "the published file's float64; as pkl, byte for byte that file",
  shuffled: "positions shuffled alike: no spatial structure left to learn",
  "double-descent": "16,000 examples, 4,000 to train, 15 % of their labels redrawn",
  "udl-8.3": "notebook 8.3 of Understanding Deep Learning: double descent",
  shifts: "the published dataset and 50 shifted test splits, a benchmark",
};
