import type { Config } from "../config/config.js";
import { interpolate, planInterpolation } from "../numeric/interpolate.js";
import { RandomState } from "../random/random-state.js";
import { templatesOf } from "./digit-templates.js";
import { Transform, templateRows, transformTime } from "./transform.js";

/** The steps that make an example, in their order. */
export type StepName =
  | "template"
  | "pad"
  | "dilate"
  | "scale"
  | "translate"
  | "correlated noise"
  | "iid noise"
  | "shear"
  | "subsample";

/** A signal after one step. */
export interface ExampleStep {
  readonly name: StepName;
  /** Shape (n,): before standardisation. */
  readonly x: Float64Array;
  /** Shape (n,): time of each point, before standardisation. */
  readonly t: Float64Array;
  /** What was drawn for it: zeros appended, factor of the amplitude, points rotated by, slope of the line; of noise nothing. */
  readonly drawn?: number;
}

/**
 * An example of each of a config's first classes, step by step, as the original's `plot_signals` draws them: one after the
 * other on NumPy's stream of the seed. The first is the first that the engine `reference` draws.
 *
 * The steps are those of `Transform`: what it does at once shows when it is run with a parameter at which a step does nothing,
 * on the same draws.
 *
 * @param classes at most so many.
 */
export function exampleSteps(config: Config, classes = 1): ExampleStep[][] {
  const templates = templatesOf(config);
  const made = (changed: Partial<Config>) => new Transform({ ...config, ...changed }, templates.x);
  const transforms = {
    dilate: made({ scaleCoeff: 0, maxTranslation: 1 }),
    scale: made({ maxTranslation: 1 }),
    unsheared: made({ shearScale: 0 }),
    whole: made({}),
  };
  const timeOf = (length: number) => {
    const t = new Float64Array(length);
    interpolate(planInterpolation(templates.t.length, length), templates.t, t);
    return t;
  };
  const [rows, time] = [templateRows(templates), timeOf(transforms.whole.signal.length)];
  const final = new Float64Array(config.finalSeqLength);

  /** The stream as it is when it comes to an example. */
  const streamAt = (example: number) => {
    const random = new RandomState(config.seed);
    for (let i = 0; i < example; i++) transforms.whole.apply(random, i, final, 0);
    return random;
  };

  const steps: ExampleStep[][] = [];
  for (let example = 0; example < Math.min(classes, templates.x.length); example++) {
    const { dilate, scale, unsheared, whole } = transforms;
    for (const other of [dilate, scale]) other.placeTemplate(streamAt(example), example);
    unsheared.apply(streamAt(example), example, new Float64Array(final.length), 0);
    const random = streamAt(example);
    whole.placeTemplate(random, example);
    const translated = whole.signal.slice();
    whole.addCorrelatedNoise(random);
    const noisy = whole.signal.slice();
    whole.addNoiseAndShear(random);
    whole.subsample(final, 0);

    const row = rows[example]!.subarray(0, templates.t.length);
    const padded = new Float64Array(row.length + whole.padding);
    padded.set(row);
    steps.push([
      { name: "template", x: templates.x[example]!, t: templates.t },
      { name: "pad", x: padded, t: timeOf(padded.length), drawn: whole.padding },
      { name: "dilate", x: dilate.signal.slice(), t: time },
      { name: "scale", x: scale.signal.slice(), t: time, drawn: whole.scale },
      { name: "translate", x: translated, t: time, drawn: whole.translation },
      { name: "correlated noise", x: noisy, t: time },
      { name: "iid noise", x: unsheared.signal.slice(), t: time },
      { name: "shear", x: whole.signal.slice(), t: time, drawn: whole.shear },
      { name: "subsample", x: final.slice(), t: transformTime(config, templates.t) },
    ]);
  }
  return steps;
}
