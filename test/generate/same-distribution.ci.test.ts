import { describe, expect, it } from "vitest";
import { type Config, classCount } from "../../src/config/config.js";
import { type ConfigOptions, resolveConfig } from "../../src/config/parse-config.js";
import type { Sample } from "../../src/diff/dataset-side.js";
import { digitTemplates } from "../../src/generate/digit-templates.js";
import type { Examples } from "../../src/generate/examples.js";
import { draw } from "../support/arrays.js";
import { THREE_CLASSES } from "../support/configs.js";
import { jointLimit } from "../support/normal.js";
import {
  classifierFindings,
  distributionFindings,
  momentFindings,
  varianceWithinClasses,
} from "../support/sample-tests.js";
import { cases } from "../support/thorough.js";

// The engines draw from the same distribution: all that a dataset's statistics, or a model trained on it, can tell.
//
// Standardisation is kept apart from it. Each engine's x is turned back into the values before, x·std + mean by the
// moments that it was standardised by; of these all examples are independent, so that no allowance is needed. The
// moments are compared by themselves: both are estimates, from EXAMPLES examples here and from 16,384 or so there, and
// may differ by their sampling errors and no more.
//
// Seeds are fixed. At the level below, one in a thousand would be unlucky.

/** With 200,000, differences are seen that are a quarter as large; it takes three quarters of a minute. */
const EXAMPLES = cases(10_000, 50_000);
const LEVEL = 0.001 / 4;
const TIMEOUT = 10_000 + EXAMPLES;

interface Drawn extends Sample {
  readonly mean: number;
  readonly std: number;
}

/** Both splits of a dataset, before they were standardised. */
function drawn(config: Config): Drawn {
  const examples: Examples = draw(config);
  const { length, standardisation } = examples;
  const rows = examples.splits[0].rows + examples.splits[1].rows;
  const x = new Float32Array(rows * length);
  const classes = new Int32Array(rows);
  const labels = (config.templates ?? digitTemplates).y;
  let row = 0;
  for (const chunk of examples.chunks({ dtype: "float64" })) {
    for (const [i, value] of chunk.x.entries())
      x[row * length + i] = value * standardisation.std + standardisation.mean;
    for (const label of chunk.y) classes[row++] = labels.indexOf(label);
  }
  return { rows, length, x, classes, ...standardisation };
}

/** A dataset of each engine; `others` are parameters of the blocked one only. Half of it is test. */
function both(options: ConfigOptions, others: ConfigOptions = {}): { a: Drawn; b: Drawn; classes: number } {
  const reference = resolveConfig({ numSamples: EXAMPLES, trainSplit: 0.5, seed: 1, ...options });
  const blocked = resolveConfig({ ...reference, ...others, engine: "blocked" });
  const a = Object.keys(options).length === 0 ? defaultOfReference() : drawn(reference);
  return { a, b: drawn(blocked), classes: classCount(reference) };
}

let kept: Drawn | undefined;

/** The one that is compared more than once. */
function defaultOfReference(): Drawn {
  kept ??= drawn(resolveConfig({ numSamples: EXAMPLES, trainSplit: 0.5, seed: 1 }));
  return kept;
}

/** How far two pairs of moments are apart, in standard errors: of the mean, and of the mean square. */
function momentErrors(a: Drawn, b: Drawn, classes: number): { mean: number; meanSquare: number } {
  const calibrated = Math.ceil(16_384 / classes) * classes;
  const means = new Float64Array(a.rows);
  const squares = new Float64Array(a.rows);
  for (let row = 0; row < a.rows; row++) {
    for (const value of a.x.subarray(row * a.length, (row + 1) * a.length)) {
      means[row]! += value / a.length;
      squares[row]! += value ** 2 / a.length;
    }
  }
  const error = (values: Float64Array) =>
    Math.sqrt(varianceWithinClasses(values, a.classes, classes) * (1 / a.rows + 1 / calibrated));
  return {
    mean: (a.mean - b.mean) / error(means),
    meanSquare: (a.std ** 2 + a.mean ** 2 - b.std ** 2 - b.mean ** 2) / error(squares),
  };
}

const CONFIGS: readonly [string, ConfigOptions][] = [
  ["the default config", {}],
  ["more shear, other padding", { shearScale: 1.5, padding: [10, 60] }],
  ["more noise, less translation", { corrNoiseScale: 0.5, iidNoiseScale: 0.1, maxTranslation: 10 }],
  ["templates of three classes, longer examples", { templates: THREE_CLASSES, finalSeqLength: 60 }],
];

describe.each(CONFIGS)("statistics: %s, blocked against reference", (_, options) => {
  const { a, b, classes } = both(options);

  it("every position, of every class, and whole examples (Kolmogorov–Smirnov)", { timeout: TIMEOUT }, () => {
    expect(distributionFindings(a, b, classes, LEVEL)).toEqual([]);
  });

  it("means, variances, correlations of all positions", { timeout: TIMEOUT }, () => {
    expect(momentFindings(a, b, LEVEL)).toEqual([]);
  });

  it("classifiers trained on one do as well on the other", { timeout: TIMEOUT }, () => {
    expect(classifierFindings(a, b, classes, LEVEL)).toEqual([]);
  });

  it("the moments that values are standardised by, but for the errors of both estimates", () => {
    const { mean, meanSquare } = momentErrors(a, b, classes);
    expect(Math.abs(mean)).toBeLessThan(jointLimit(2, LEVEL));
    expect(Math.abs(meanSquare)).toBeLessThan(jointLimit(2, LEVEL));
  });
});

describe("statistics: that these tests notice a difference", () => {
  const coarse = EXAMPLES < 200_000;

  it(`a shear_scale of ${coarse ? 0.9 : 0.78} for 0.75`, { timeout: TIMEOUT }, () => {
    const { a, b, classes } = both({}, { shearScale: coarse ? 0.9 : 0.78 });
    const findings = distributionFindings(a, b, classes, LEVEL).map((finding) => finding.split(":")[0]);
    expect(findings).toContain("amplitude");
    expect(findings).toContain("slope");
    expect(momentFindings(a, b, LEVEL)).not.toEqual([]);
    expect(Math.abs(momentErrors(a, b, classes).meanSquare)).toBeGreaterThan(jointLimit(2, LEVEL));
  });

  it(`an iid_noise_scale of ${coarse ? 0.024 : 0.021} for 0.02`, { timeout: TIMEOUT }, () => {
    const { a, b, classes } = both({}, { iidNoiseScale: coarse ? 0.024 : 0.021 });
    const findings = distributionFindings(a, b, classes, LEVEL).map((finding) => finding.split(":")[0]);
    expect(findings).toContain("roughness");
  });

  it("labels of which one in three is another", { timeout: TIMEOUT }, () => {
    const { a, b, classes } = both({});
    const wrong = b.classes.map((label, row) => (row % 3 === 0 ? (label + 1) % classes : label));
    const findings = classifierFindings(a, { ...b, classes: wrong }, classes, LEVEL);
    expect(findings.map((finding) => finding.split(":")[0])).toContain("trainLogistic");
  });
});
