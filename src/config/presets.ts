import type { PartialConfig } from "./parse-config.js";

/** Named starting points. Each is laid over the defaults; files and flags are laid over it. */
export const presets = Object.freeze({
  /** The published dataset in float32. */
  defaults: Object.freeze({}),
  /** The published file's float64 arrays to the last bit: its pickle is reproduced byte for byte. */
  published: Object.freeze({ dtype: "float64", rounding: "published" }),
  /** The variant without spatial structure, which shows what a model owes to locality. */
  shuffled: Object.freeze({ shuffleSeq: true }),
  /** The deep double descent experiment: little training data with wrong labels. */
  "double-descent": Object.freeze({
    numSamples: 16000,
    trainSplit: 0.25,
    labelNoise: Object.freeze({ fraction: 0.15, mode: "resample" }),
  }),
} as const satisfies Record<string, PartialConfig>);

export type PresetName = keyof typeof presets;

/** What each is, for the help. */
export const presetDescriptions: Readonly<Record<PresetName, string>> = {
  defaults: "the published dataset, as float32",
  published: "the published file's float64; as pkl, byte for byte that file",
  shuffled: "positions shuffled alike: no spatial structure left to learn",
  "double-descent": "16,000 examples, 4,000 to train, 15 % of their labels redrawn",
};
