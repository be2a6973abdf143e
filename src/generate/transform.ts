import { type Config, signalLength, type Templates } from "../config/config.js";
import { addFilteredWhereZero, RADIUS, reflectMargins } from "../numeric/gaussian-filter.js";
import { type Interpolation, interpolate, interpolated, linspace, planInterpolation } from "../numeric/interpolate.js";
import type { RandomStream } from "../random/random-stream.js";

/** Added to a template so that its own zeros are not taken for padding, which noise replaces. */
const EPSILON = 1e-8;

/** Dilation plans are kept for every padding while they have fewer points than this together (80 MB); else remade. */
const MAX_PLANNED_POINTS = 4_000_000;

/** Templates plus EPSILON, each followed by the first zero of its padding: what dilation needs of them. */
export function templateRows({ x }: Pick<Templates, "x">): Float64Array[] {
  return x.map((row) => Float64Array.from([...row.map((value) => value + EPSILON), 0]));
}

/**
 * The steps that make an example from a template, in the order that one random stream needs: pad, dilate, scale and
 * translate; correlated noise; iid noise and shear; subsample (`transform` in the original's transform.py).
 *
 * An object made once per config, with all buffers; a step allocates nothing. Each step reads and writes `signal`.
 */
export class Transform {
  /** The signal between two steps: template_len + padding[1] values. */
  readonly signal: Float64Array;
  /** What was drawn for the example made last: the zeros that were appended to the template, … */
  padding = 0;
  /** … the factor of its amplitude, … */
  scale = 1;
  /** … the points that it was to be rotated by, … */
  translation = 0;
  /** … and the slope of the line that was subtracted. */
  shear = 0;

  readonly #config: Config;
  readonly #templateLength: number;
  readonly #templates: readonly Float64Array[];
  readonly #dilations: (Interpolation | undefined)[] = [];
  readonly #keepsDilations: boolean;
  readonly #noise: Float64Array;
  readonly #reflectedNoise: Float64Array;
  /** linspace(−0.5, 0.5) over the signal. */
  readonly #line: Float64Array;
  readonly #subsampling: Interpolation;

  /** @param x templates: at least one row, all of one length. */
  constructor(config: Config, x: readonly Float64Array[]) {
    const [low, high] = config.padding;
    const length = signalLength(config);
    this.#config = config;
    this.#templateLength = x[0]!.length;
    this.#templates = templateRows({ x });
    this.#keepsDilations = (high - low + 1) * length <= MAX_PLANNED_POINTS;
    this.signal = new Float64Array(length);
    this.#noise = new Float64Array(length);
    this.#reflectedNoise = new Float64Array(length + 2 * RADIUS);
    this.#line = linspace(-0.5, 0.5, length);
    this.#subsampling = planInterpolation(length, config.finalSeqLength);
  }

  /** Makes one example of a class: `final_seq_length` values in `target`, from `start` on. */
  apply(random: RandomStream, templateIndex: number, target: Float64Array, start: number): void {
    this.placeTemplate(random, templateIndex);
    this.addCorrelatedNoise(random);
    this.addNoiseAndShear(random);
    this.subsample(target, start);
  }

  /**
   * Pads the template with a random number of zeros, dilates it to the signal's length, scales it by a random factor
   * around 1, and rotates it right by a random number of points. In one pass: each value is written where it ends up.
   */
  placeTemplate(random: RandomStream, templateIndex: number): void {
    const { padding, scaleCoeff, maxTranslation } = this.#config;
    const low = padding[0];
    const zeros = low + Math.trunc(random.uniform() * (padding[1] - low + 1));
    const dilation = this.#dilation(zeros);
    const factor = 1 + scaleCoeff * (random.uniform() - 0.5);
    const shift = random.choice(maxTranslation);
    this.padding = zeros;
    this.scale = factor;
    this.translation = shift;

    const template = this.#templates[templateIndex]!;
    const signal = this.signal;
    const length = signal.length;
    // The original's x[-k:], x[:-k] is the whole signal and nothing for a k beyond its length.
    let position = shift < length ? shift : 0;
    signal.fill(0 * factor); // −0 for a negative factor
    for (let i = 0; i < dilation.active; i++) {
      signal[position] = interpolated(dilation, template, i) * factor;
      if (++position === length) position = 0;
    }
  }

  #dilation(zeros: number): Interpolation {
    const known = this.#dilations[zeros];
    if (known !== undefined) return known;
    const plan = planInterpolation(this.#templateLength + zeros, this.signal.length, this.#templateLength);
    if (this.#keepsDilations) this.#dilations[zeros] = plan;
    return plan;
  }

  /** Puts smoothed noise where the signal is exactly 0: in the padding. Draws for every point all the same. */
  addCorrelatedNoise(random: RandomStream): void {
    const noise = this.#reflectedNoise;
    const length = this.signal.length;
    random.fillNormals(noise, RADIUS, length, this.#config.corrNoiseScale);
    reflectMargins(noise, length);
    addFilteredWhereZero(this.signal, noise, length);
  }

  /** Adds independent noise to every point, then subtracts a line of random slope through the middle. */
  addNoiseAndShear(random: RandomStream): void {
    const signal = this.signal;
    const noise = this.#noise;
    const line = this.#line;
    const { iidNoiseScale, shearScale } = this.#config;
    random.fillNormals(noise, 0, noise.length, iidNoiseScale);
    const slope = shearScale * (random.uniform() - 0.5);
    this.shear = slope;
    for (let i = 0; i < signal.length; i++) signal[i] = signal[i]! + noise[i]! - slope * line[i]!;
  }

  subsample(target: Float64Array, start: number): void {
    interpolate(this.#subsampling, this.signal, target, start);
  }
}

/** The time axis of the examples, before standardisation: dilated and subsampled as they are, without padding. */
export function transformTime(config: Config, t: Float64Array): Float64Array {
  const dilated = new Float64Array(signalLength(config));
  interpolate(planInterpolation(t.length, dilated.length), t, dilated);
  const time = new Float64Array(config.finalSeqLength);
  interpolate(planInterpolation(dilated.length, time.length), dilated, time);
  return time;
}
