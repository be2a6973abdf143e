import { type Config, signalLength } from "../../src/config/config.js";
import { linspace } from "../../src/numeric/interpolate.js";
import type { RandomState } from "../../src/random/random-state.js";
import { gaussianFilterPlainly, interpolatePlainly, replaceZerosPlainly } from "./plain-numpy.js";

/** `transform` of the original's transform.py, line by line: every step makes a new array. */
export function transformPlainly(random: RandomState, template: Float64Array, config: Config): Float64Array {
  const length = signalLength(config);
  const translated = placePlainly(random, template, config);
  const smooth = gaussianFilterPlainly(noise(random, length, config.corrNoiseScale));
  const filled = replaceZerosPlainly(translated, smooth);
  const iid = noise(random, length, config.iidNoiseScale);
  const noisy = filled.map((value, i) => value + iid[i]!);
  return interpolatePlainly(shear(random, noisy, config.shearScale), config.finalSeqLength);
}

/** Its steps up to the first noise. */
export function placePlainly(random: RandomState, template: Float64Array, config: Config): Float64Array {
  const padded = pad(random, template, config.padding);
  const dilated = interpolatePlainly(padded, signalLength(config));
  const factor = 1 + config.scaleCoeff * (random.uniform() - 0.5);
  const scaled = dilated.map((value) => value * factor);
  return translate(random, scaled, config.maxTranslation);
}

function pad(random: RandomState, template: Float64Array, [low, high]: Config["padding"]): Float64Array {
  const zeros = low + Math.trunc(random.uniform() * (high - low + 1));
  return Float64Array.of(...template.map((value) => value + 1e-8), ...new Float64Array(zeros));
}

/** `np.concatenate([x[-k:], x[:-k]])`: JavaScript's slices count from the end as Python's do. */
function translate(random: RandomState, x: Float64Array, maxTranslation: number): Float64Array {
  const k = random.choice(maxTranslation);
  return Float64Array.of(...x.slice(-k), ...x.slice(0, -k));
}

function noise(random: RandomState, length: number, scale: number): Float64Array {
  const values = new Float64Array(length);
  random.fillNormals(values, 0, length, 1);
  return values.map((value) => scale * value);
}

function shear(random: RandomState, x: Float64Array, scale: number): Float64Array {
  const coefficient = scale * (random.uniform() - 0.5);
  const line = linspace(-0.5, 0.5, x.length);
  return x.map((value, i) => value - coefficient * line[i]!);
}
