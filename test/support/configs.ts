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

const DIGITS: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

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

const padding = fc.tuple(fc.nat(1000), fc.nat(1000)).map(([low, more]) => [low, low + more]);
const maxTranslation = fc.integer({ min: 1, max: 2 ** 32 - 1 });

const shift = fc
  .record(
    {
      padding,
      scale_coeff: finite,
      max_translation: maxTranslation,
      corr_noise_scale: finite,
      iid_noise_scale: finite,
      shear_scale: finite,
    },
    { requiredKeys: [] },
  )
  .filter((changes) => Object.keys(changes).length > 0);

const shifts = fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_]{0,39}$/), shift, { minKeys: 1, maxKeys: 4 });

/** A name as it is typed in a list: without commas and white space around it. */
const className = fc.stringMatching(/^[^\s,](.{0,20}[^\s,])?$/u).filter((name) => !/[,\p{Cc}\p{Zl}\p{Zp}]/u.test(name));

/** For each key, values that it takes. */
export const validValues = {
  num_samples: size,
  train_split: share,
  template_len: size,
  padding,
  scale_coeff: finite,
  max_translation: maxTranslation,
  corr_noise_scale: finite,
  iid_noise_scale: finite,
  shear_scale: finite,
  shuffle_seq: fc.boolean(),
  final_seq_length: size,
  seed: uint32,
  templates,
  test_size: fc.nat(100_000),
  label_noise: fc.record(
    { fraction: share, mode: fc.constantFrom("resample", "flip", "udl") },
    { requiredKeys: ["fraction"] },
  ),
  val_size: size,
  shifts,
  factors: fc.boolean(),
  clean: fc.boolean(),
  classes: fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 10 }),
  class_names: fc.uniqueArray(className, { minLength: 1, maxLength: 10 }),
  engine: fc.constant("reference"),
  dtype: fc.constantFrom("float32", "float64"),
  rounding: fc.constantFrom("exact", "published"),
} satisfies Record<string, fc.Arbitrary<unknown>>;

/** Every kind of addition to splits and columns that does not hang on how many rows or classes there are. */
export const EVERY_ADDITION = {
  shifts: { noisy: { iid_noise_scale: 0.3, corr_noise_scale: 1 }, far: { max_translation: 70, padding: [2, 4] } },
  factors: true,
  clean: true,
  label_noise: { fraction: 0.4, mode: "flip" },
};

/** Any subset of the keys, each with a value that it takes. Together they may contradict each other. */
export const validEntries = fc.record(validValues, { requiredKeys: [] });

/** Configs that can be made, whatever else they say: their keys go together. */
export const validConfigs: fc.Arbitrary<Keys> = validEntries.map((entries) => {
  const config: Keys = { ...entries };
  // Of classes that the templates have, or else all of them.
  const isKnown = entries.classes?.every((label) => (entries.templates?.y ?? DIGITS).includes(label)) ?? false;
  if (!isKnown) delete config.classes;
  const classes = (isKnown ? entries.classes : entries.templates?.y)?.length ?? 10;
  if (entries.class_names?.length !== classes) delete config.class_names;
  const samples = Math.max(entries.num_samples ?? 5000, classes);
  if (entries.num_samples !== undefined) config.num_samples = samples;
  if (entries.test_size !== undefined) {
    config.test_size = Math.min(entries.test_size, Math.floor(samples / classes) * classes);
    delete config.train_split;
  }
  if (entries.padding?.[1] === 0 && entries.template_len === 1) delete config.padding; // one point would be stretched
  if (entries.label_noise !== undefined && classes === 1) delete config.label_noise; // nothing to flip to
  const examples = Math.floor((entries.num_samples === undefined ? 5000 : samples) / classes) * classes;
  const test =
    (config.test_size as number | undefined) ?? examples - Math.trunc(examples * (entries.train_split ?? 0.8));
  if (entries.val_size !== undefined && entries.val_size >= examples - test) delete config.val_size;
  if (test === 0) delete config.shifts; // no examples to change
  if (entries.rounding === "published") delete config.rounding; // goes with the defaults only
  return config;
});

/** Splits and columns beside train and test, x and y. */
const additions = fc.record(
  {
    val_size: fc.integer({ min: 1, max: 9 }),
    shifts: fc.constantFrom<Keys[]>(
      { noisy: { iid_noise_scale: 0.3, corr_noise_scale: 1 } },
      { far: { max_translation: 70, padding: [2, 4] }, a_0: { shear_scale: -2 } },
    ),
    factors: fc.boolean(),
    clean: fc.boolean(),
  },
  { requiredKeys: [] },
);

/** Configs with any of the additional splits and columns that they have rows for. */
export function withAdditions<T extends { num_samples: number; train_split: number }>(
  configs: fc.Arbitrary<T>,
): fc.Arbitrary<T & Keys> {
  return fc.tuple(configs, additions).map(([config, { val_size, shifts: own, ...more }]) => {
    const examples = Math.floor(config.num_samples / 10) * 10;
    const train = Math.trunc(examples * config.train_split);
    return {
      ...config,
      ...more,
      ...(val_size !== undefined && val_size < train && { val_size }),
      ...(own !== undefined && train < examples && { shifts: own }),
    };
  });
}

/** Configs of datasets of any length and number of rows, small enough to write and read many. */
export const smallConfigs: fc.Arbitrary<Keys> = fc
  .tuple(
    withAdditions(
      fc.record({
        num_samples: fc.integer({ min: 10, max: 200 }),
        final_seq_length: fc.integer({ min: 1, max: 70 }),
        train_split: share,
        dtype: fc.constantFrom("float32", "float64"),
        seed: fc.nat(),
      }),
    ),
    fc.option(fc.constant({ fraction: 0.5 })),
  )
  .map(([keys, noise]) => ({ ...keys, ...(noise && { label_noise: noise }) }));
