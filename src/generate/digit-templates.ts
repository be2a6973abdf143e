import type { Config, Templates } from "../config/config.js";
import { linspace } from "../numeric/interpolate.js";
import { moments } from "../numeric/pairwise-sum.js";

/** The ten digits as Greydanus drew them: `get_templates` of the original's data.py, before processing. */
const DIGITS: readonly (readonly number[])[] = [
  [5, 6, 6.5, 6.75, 7, 7, 7, 7, 6.75, 6.5, 6, 5],
  [5, 3, 3, 3.4, 3.8, 4.2, 4.6, 5, 5.4, 5.8, 5, 5],
  [5, 6, 6.5, 6.5, 6, 5.25, 4.75, 4, 3.5, 3.5, 4, 5],
  [5, 6, 6.5, 6.5, 6, 5, 5, 6, 6.5, 6.5, 6, 5],
  [5, 4.4, 3.8, 3.2, 2.6, 2.6, 5, 5, 5, 5, 5, 5],
  [5, 3, 3, 3, 3, 5, 6, 6.5, 6.5, 6, 4.5, 5],
  [5, 4, 3.5, 3.25, 3, 3, 3, 3, 3.25, 3.5, 4, 5],
  [5, 7, 7, 6.6, 6.2, 5.8, 5.4, 5, 4.6, 4.2, 5, 5],
  [5, 4, 3.5, 3.5, 4, 5, 5, 4, 3.5, 3.5, 4, 5],
  [5, 4, 3.5, 3.5, 4, 5, 5, 5, 5, 4.7, 4.3, 5],
];

/** The published templates: each digit whitened, shifted to start at 0, and divided by 6. */
export const digitTemplates: Templates = makeTemplates();

/** The same for callers: arrays can't be frozen, and what is written to theirs changes no dataset of others. */
export const publicTemplates: Templates = makeTemplates();

/** The templates that a config makes examples of, one per class. */
export function templatesOf({ templates = digitTemplates, classes }: Config): Templates {
  if (classes === undefined) return templates;
  const used = templates.y.flatMap((label, i) => (classes.includes(label) ? [i] : []));
  return { x: used.map((i) => templates.x[i]!), t: templates.t, y: used.map((i) => templates.y[i]!) };
}

function makeTemplates(): Templates {
  return Object.freeze({
    x: Object.freeze(DIGITS.map(processDigit)),
    t: linspace(-5, 5, 12).map((t) => t / 6),
    y: Object.freeze(DIGITS.map((_, digit) => digit)),
  });
}

function processDigit(raw: readonly number[]): Float64Array {
  const x = Float64Array.from(raw);
  const { mean } = moments(x);
  const centred = x.map((value) => value - mean);
  // NumPy's std subtracts the mean again, which is no longer quite 0.
  const { std } = moments(centred);
  const whitened = centred.map((value) => value / std);
  const start = whitened[0]!;
  return whitened.map((value) => (value - start) / 6);
}
