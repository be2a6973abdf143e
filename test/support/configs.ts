import fc from "fast-check";

/** Configs as files state them, made without the parser that they test. */

export type Keys = Record<string, unknown>;

/** Three classes whose labels are neither in order nor positive. */
export const THREE_CLASSES = {
  x: [
    [0, 1, 2],
    [0, -1, 1],
    [2, 0, 2],
  ],
  t: [0, 0.5, 1],
  y: [7, -1, 3],
};

/** A config whose signals are their templates: nothing is random, nothing added. */
export const STILL = {
  num_samples: 30,
  padding: [0, 0],
  scale_coeff: 0,
  max_translation: 1,
  corr_noise_scale: 0,
  iid_noise_scale: 0,
  shear_scale: 0,
};

const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0); // +0 for −0, which JSON has not
const share = fc.double({ min: 0, max: 1, noNaN: true });
const size = fc.integer({ min: 1, max: 100_000 });
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });

const templates = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 2, max: 6 })).chain(([rows, points]) => {
  const list = fc.array(finite, { minLength: points, maxLength: points });
  return fc.record({
    x: fc.array(list, { minLength: rows, maxLength: rows }),
    t: list,
    y: fc.uniqueArray(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { minLength: rows, maxLength: rows }),
  });
});

/** For each key, values that it takes. */
export const validValues = {
  num_samples: size,
  train_split: share,
  template_len: size,
  padding: fc.tuple(fc.nat(1000), fc.nat(1000)).map(([low, more]) => [low, low + more]),
  scale_coeff: finite,
  max_translation: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
  corr_noise_scale: finite,
  iid_noise_scale: finite,
  shear_scale: finite,
  shuffle_seq: fc.boolean(),
  final_seq_length: size,
  seed: uint32,
  templates,
  test_size: fc.nat(100_000),
  label_noise: fc.record(
    { fraction: share, mode: fc.constantFrom("resample", "flip") },
    { requiredKeys: ["fraction"] },
  ),
  engine: fc.constant("reference"),
  dtype: fc.constantFrom("float32", "float64"),
  rounding: fc.constantFrom("exact", "published"),
} satisfies Record<string, fc.Arbitrary<unknown>>;

/** Any subset of the keys, each with a value that it takes. Together they may contradict each other. */
export const validEntries = fc.record(validValues, { requiredKeys: [] });

/** Configs that can be made, whatever else they say: their keys go together. */
export const validConfigs: fc.Arbitrary<Keys> = validEntries.map((entries) => {
  const config: Keys = { ...entries };
  const classes = entries.templates?.y.length ?? 10;
  const samples = Math.max(entries.num_samples ?? 5000, classes);
  if (entries.num_samples !== undefined) config.num_samples = samples;
  if (entries.test_size !== undefined) {
    config.test_size = Math.min(entries.test_size, Math.floor(samples / classes) * classes);
    delete config.train_split;
  }
  if (entries.padding?.[1] === 0 && entries.template_len === 1) delete config.padding; // one point would be stretched
  if (entries.label_noise !== undefined && classes === 1) delete config.label_noise; // nothing to flip to
  if (entries.rounding === "published") delete config.rounding; // goes with the defaults only
  return config;
});
