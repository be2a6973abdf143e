// Each picture: what is in it, at which place, and that its bytes stay; as SVG that is well-formed, and as pixels.
import { describe, expect, it } from "vitest";
import { resolveConfig } from "../../src/config/parse-config.js";
import type { Theme } from "../../src/figures/theme.js";
import type { ReadableExamples } from "../../src/generate/examples.js";
import { generate } from "../../src/generate/generate.js";
import * as draw from "../../src/plot/pictures.js";
import { loadRenderer } from "../../src/plot/renderer.js";
import { pathsOf, textsOf } from "../figures/support/svg.js";
import { type DrawnSignal, drawnFigures } from "../support/fixtures.js";
import { parseHexFloats } from "../support/hex-float.js";

const config = resolveConfig({});
const subject = { name: "the defaults", config };
const examples = generate({});
const shifted = { shifts: { noisy: { iidNoiseScale: 0.3 }, steep: { shearScale: 4 } }, valSize: 500 };

/** A whole range of data mapped to a part of a picture, and back: what is drawn at a place. */
function expectDrawn(paths: readonly { x: number[]; y: number[] }[], signals: readonly DrawnSignal[]): void {
  expect(paths.length).toBe(signals.length);
  for (const axis of ["x", "y"] as const) {
    // One scale for all panels, which begin at other pixels: differences tell it.
    const pixels = paths.flatMap((path) => path[axis].map((value) => value - path[axis][0]!));
    const data = signals.flatMap((signal) => {
      const values = parseHexFloats(signal[axis === "x" ? "x" : "t"]);
      return Array.from(values, (value) => value - values[0]!);
    });
    const most = data.reduce((best, value, i) => (Math.abs(value) > Math.abs(data[best]!) ? i : best), 0);
    const scale = pixels[most]! / data[most]!;
    expect(scale).toBeGreaterThan(0);
    // Two coordinates are rounded to hundredths, and so is the scale.
    for (const [i, value] of data.entries()) expect(Math.abs(pixels[i]! - value * scale)).toBeLessThan(0.05);
  }
}

describe("templates", () => {
  it("are where the original's plot_signals draws them, as lines and as dots", () => {
    const svg = draw.templatesPicture(subject).svg("light");
    expectDrawn(pathsOf(svg, "s-ink"), drawnFigures.templates);
    const dots = pathsOf(svg, "s-white");
    expect(dots.length).toBe(120);
    const rows = Array.from({ length: 10 }, (_, i) => dots.slice(12 * i, 12 * (i + 1)));
    const joined = rows.map((row) => ({ x: row.map(({ x }) => x[0]!), y: row.map(({ y }) => y[0]!) }));
    expectDrawn(joined, drawnFigures.templates);
  });
});

describe("samples", () => {
  it("are where the original's plot_signals draws them", async () => {
    const svg = (await draw.samplesPicture(subject, examples, {})).svg("light");
    const first = pathsOf(svg, "s-ink").filter((_, i) => i % 4 === 0);
    expectDrawn(first, drawnFigures["samples of the default config, the first of each class in train"]);
  });

  it("are read no further than they are found", async () => {
    let rows = 0;
    const counted: ReadableExamples = {
      ...examples,
      *chunks() {
        for (const chunk of examples.chunks({ rows: 16 })) {
          rows += chunk.rows;
          yield chunk;
        }
      },
    };
    await draw.samplesPicture(subject, counted, {});
    expect(rows).toBeLessThan(500);
  });

  it("have gaps where values are not finite, and say so", async () => {
    const x = Float64Array.of(0, Number.NaN, 2, 3, 4, 5);
    const { svg, warnings } = await draw.samplesPicture({ name: "nan.npz" }, lone(x, [0, 1]), {});
    expect(warnings).toEqual(["1 value of these examples is not finite: left out"]);
    expect(pathsOf(svg("light"), "s-ink").map((path) => path.x.length)).toEqual([1, 1, 3]);
  });

  it("of nothing are refused", async () => {
    const nan = new Float64Array(6).fill(Number.NaN);
    const drawn = (found: ReadableExamples) => draw.samplesPicture({ name: "a.npz" }, found, {});
    await expect(drawn(lone(nan, [0, 1]))).rejects.toThrow("a.npz: has no finite value in the examples to draw");
    await expect(drawn(lone(new Float64Array(0), []))).rejects.toThrow("a.npz: has no examples");
  });

  it("of very many classes are of forty", async () => {
    const labels = Array.from({ length: 100 }, (_, i) => 99 - i);
    const picture = await draw.samplesPicture({ name: "a" }, lone(new Float64Array(300).fill(1), labels), {});
    expect(picture.rows.map(({ label }) => label)).toEqual(Array.from({ length: 40 }, (_, i) => String(60 + i)));
    expect(picture.warnings).toEqual(["not in the picture: 60 rows of further classes"]);
  });
});

describe("steps", () => {
  it("have a panel each, with what was drawn", () => {
    const picture = draw.stepsPicture(subject, config);
    const svg = picture.svg("light");
    expect(pathsOf(svg, "s-ink").length).toBe(8);
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining([
        "template",
        "correlated noise",
        "45 zeros",
        "to 72 points",
        "× 1.18",
        "by 42 points",
        "slope -0.21",
        "to 40 points",
      ]),
    );
  });

  it("move one after the other, all of the paper's, and stand still where nothing moves", () => {
    const picture = draw.animationPicture(subject, config);
    const svg = picture.svg("auto");
    const frames = svg.split('<g class="frame').slice(1);
    expect(frames.length).toBe(9);
    expect(frames.map((frame) => /animation-delay:([^"]+)"/.exec(frame)![1])).toEqual([
      "0s",
      "-9s",
      "-8s",
      "-7s",
      "-6s",
      "-5s",
      "-4s",
      "-3s",
      "-2s",
    ]);
    expect(frames.map((frame) => frame.includes('opacity="0"'))).toEqual([...Array(8).fill(true), false]);
    for (const frame of frames) expect(pathsOf(frame, "s-ink").length).toBe(10);
    const drawn = drawnFigures["finished examples of ten templates, one after the other"];
    expectDrawn(pathsOf(frames[8]!, "s-ink"), drawn);
    expectDrawn(pathsOf(frames[0]!, "s-ink"), drawnFigures.templates);
    expect(picture.frames!("light").map(({ seconds }) => seconds)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 2]);
  });
});

it("classes have the mean and standard deviation of their rows", async () => {
  const x = Float64Array.of(0, 10, 2, 30, 7, Number.NaN);
  const { rows } = await draw.classesPicture({ name: "a" }, lone(x, [1, 1, 2], 2), {});
  expect(rows).toEqual([
    { label: "1", series: ["2", Float64Array.of(1, 20), Float64Array.of(1, 10)] },
    { label: "2", series: ["1", Float64Array.of(7, Number.NaN), Float64Array.of(0, Number.NaN)] },
  ]);
});

it("splits have the rows of each class, without what is shifted", async () => {
  const dataset = generate(shifted);
  const { rows, header, warnings } = await draw.splitsPicture({ name: "a", config: dataset.config }, dataset, {});
  expect(header).toEqual(["class", "train", "validation", "test"]);
  const columns = [0, 1, 2].map((i) => rows.reduce((sum, { series }) => sum + Number(series[i]), 0));
  expect(columns).toEqual([3500, 500, 1000]);
  expect(warnings[0]).toMatch(/^not in the picture: 2 splits/);
});

it("shifts have the same example, in test and shifted", async () => {
  const dataset = generate(shifted);
  const { rows } = await draw.shiftsPicture({ name: "a" }, dataset, {});
  const first = (split: "test" | "test_noisy" | "test_steep") =>
    Float64Array.from(dataset.arrays(split).x.subarray(0, 40));
  expect(rows).toEqual(
    (["test", "test_noisy", "test_steep"] as const).map((split) => ({ label: split, series: [first(split)] })),
  );
});

describe("every picture", () => {
  const dataset = generate({ ...shifted, numSamples: 1000, valSize: 100 });
  const of = { name: "a & <b>", config: dataset.config };
  const pictures = {
    templates: async () => draw.templatesPicture(of),
    samples: () => draw.samplesPicture(of, dataset, {}),
    steps: async () => draw.stepsPicture(of, dataset.config),
    animation: async () => draw.animationPicture(of, dataset.config),
    classes: () => draw.classesPicture(of, dataset, {}),
    splits: () => draw.splitsPicture(of, dataset, {}),
    shifts: () => draw.shiftsPicture(of, dataset, {}),
  };
  const names = Object.keys(pictures) as (keyof typeof pictures)[];

  it.each(names)("has these bytes: %s", async (name) => {
    const svg = (await pictures[name]()).svg("auto");
    await expect(svg).toMatchFileSnapshot(`__snapshots__/${name}.svg`);
  });

  it.each(names)("has a title, a description, one background, and text that is large enough: %s", async (name) => {
    const svg = (await pictures[name]()).svg("auto");
    expect(svg).toMatch(/<title>[^<]*a &amp; &lt;b&gt;<\/title>\n<desc>[^<]{40,}\.<\/desc>/);
    expect(svg).toContain('role="img"');
    expect(svg).not.toMatch(/NaN|Infinity|undefined|null/);
    // Half the size leaves 7 pixels or more.
    for (const [, size] of svg.matchAll(/font-size="([\d.]+)"/g)) expect(Number(size)).toBeGreaterThanOrEqual(14);
  });

  it.each(names.flatMap((name) => (["light", "dark"] as Theme[]).map((theme) => [name, theme] as const)))(
    "can be made pixels, of that theme's paper and ink: %s, %s",
    async (name, theme) => {
      const picture = await pictures[name]();
      const { rgba } = (await loadRenderer())!.pixels(picture.svg(theme));
      const shades = theme === "light" ? { paper: 0xffffff, ink: 0x1f2328 } : { paper: 0x0d1117, ink: 0xe6edf3 };
      let [paper, ink] = [0, 0];
      for (let i = 0; i < rgba.length; i += 4) {
        const colour = (rgba[i]! << 16) | (rgba[i + 1]! << 8) | rgba[i + 2]!;
        if (colour === shades.paper) paper++;
        if (colour === shades.ink) ink++;
      }
      expect(paper / (rgba.length / 4)).toBeGreaterThan(0.3);
      expect(ink).toBeGreaterThan(100);
    },
  );
});

/** A dataset of a single split, as a file of others has it. */
function lone(x: Float64Array, labels: readonly number[], length = 3): ReadableExamples {
  const rows = labels.length;
  return {
    length,
    dtype: "float64",
    splits: [{ name: "train", rows }],
    *chunks() {
      yield { split: "train", start: 0, rows, x, y: Int32Array.from(labels) };
    },
  };
}
