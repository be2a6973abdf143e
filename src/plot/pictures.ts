import { type Config, classLabels, namesByLabel, type Templates } from "../config/config.js";
import { isShifted, shiftNameOf } from "../config/split-names.js";
import { countText, figure, plural } from "../dataset/readable-numbers.js";
import { type Animation, animation, animationFrame, FRAME_SECONDS, LAST_SECONDS } from "../figures/animation.js";
import { classesFigure } from "../figures/classes.js";
import { samplesFigure } from "../figures/samples.js";
import { shiftsFigure } from "../figures/shifts.js";
import { splitsFigure } from "../figures/splits.js";
import { stepsFigure } from "../figures/steps.js";
import { templatesFigure } from "../figures/templates.js";
import type { Theme } from "../figures/theme.js";
import { FormatError } from "../formats/format-error.js";
import { templatesOf } from "../generate/digit-templates.js";
import { type ExampleStep, exampleSteps, type StepName } from "../generate/example-steps.js";
import type { ReadableExamples } from "../generate/examples.js";
import type { WorkOptions } from "../generate/work-options.js";
import {
  type Collected,
  classMoments,
  firstOfClasses,
  firstOfSplits,
  firstSplit,
  labelCounts,
  MOST_CLASSES,
} from "./collect.js";

/** Something drawn: as SVG, or in text. */
export interface Picture {
  svg(theme: Theme): string;
  /** Of what moves, pictures that follow each other. */
  frames?(theme: Theme): readonly { readonly svg: string; readonly seconds: number }[];
  readonly title: string;
  /** What the lines of text have, then rows of a label and series side by side. */
  readonly header: readonly string[];
  readonly rows: readonly TextRow[];
  /** What is not in it, or not as it seems. */
  readonly warnings: readonly string[];
}

export interface TextRow {
  readonly label: string;
  readonly series: readonly (ArrayLike<number> | string)[];
}

/** What a picture is drawn of. */
export interface Subject {
  /** As the user named it. */
  readonly name: string;
  readonly config?: Config;
  readonly templates?: Templates;
}

const EXAMPLES_PER_CLASS = 4;

/** Of more classes one; and as many move. */
const FEW_CLASSES = 10;

export function templatesPicture({ name, config, templates }: Subject): Picture {
  const { x, t, y } = templates ?? templatesOf(config!);
  const nameOf = classNames(config);
  const shown = x.slice(0, MOST_CLASSES).map((row, i) => ({ name: nameOf(y[i]!), x: row, t }));
  const title = `Templates: ${name}`;
  return {
    title,
    svg: (theme) => templatesFigure({ title, templates: shown, theme }),
    header: ["class", "template"],
    rows: shown.map((own) => ({ label: own.name, series: [own.x] })),
    warnings: leftOut(x.length - shown.length, "further class", "further classes"),
  };
}

export async function samplesPicture(
  subject: Subject,
  examples: ReadableExamples,
  work: WorkOptions,
): Promise<Picture> {
  const split = splitIn(subject, examples);
  const labels = subject.config && classLabels(subject.config);
  const perClass = labels !== undefined && labels.length > FEW_CLASSES ? 1 : EXAMPLES_PER_CLASS;
  const found = await firstOfClasses(examples, split, { perClass, ...(labels && { labels }) }, work);
  const most = found.classes.size > FEW_CLASSES ? 1 : perClass;
  const nameOf = classNames(subject.config);
  const t = examples.t && { t: examples.t };
  const classes = [...found.classes].map(([label, rows]) => ({
    name: nameOf(label),
    examples: rows.slice(0, most).map((x) => ({ x, ...t })),
  }));
  const title = `Examples in ${split}: ${subject.name}`;
  const shown = classes.map(({ name, examples: own }) => ({ label: name, series: own.slice(0, 2).map(({ x }) => x) }));
  return {
    title,
    svg: (theme) => samplesFigure({ title, classes, theme }),
    header: ["class", "first example", "second"].slice(0, 1 + Math.min(2, most)),
    rows: shown,
    warnings: warningsOf(
      subject,
      found,
      classes.flatMap(({ examples: own }) => own.map(({ x }) => x)),
    ),
  };
}

export function stepsPicture({ name }: Subject, config: Config): Picture {
  const [steps = []] = exampleSteps(config);
  const label = classNames(config)(templatesOf(config).y[0]!);
  const title = `How an example of class ${label} is made: ${name}`;
  const shown = steps.map((step) => ({ name: step.name, x: step.x, t: step.t, ...noteOf(step) }));
  return {
    title,
    svg: (theme) => stepsFigure({ title, steps: shown, theme }),
    header: ["step", "drawn", "signal"],
    rows: shown.map((step) => ({ label: step.name, series: [step.note ?? "", step.x] })),
    warnings: [],
  };
}

/** What is done in a step, in words. */
const CAPTIONS: Readonly<Record<StepName, string>> = {
  template: "the templates",
  pad: "zeros are appended",
  dilate: "stretched to one length",
  scale: "the amplitude is scaled",
  translate: "rotated by some points",
  "correlated noise": "smooth noise where zeros are",
  "iid noise": "noise on every point",
  shear: "a slope is subtracted",
  subsample: "fewer points are kept",
};

export function animationPicture({ name }: Subject, config: Config): Picture {
  const examples = exampleSteps(config, FEW_CLASSES);
  const labels = templatesOf(config).y.map(classNames(config));
  const frames = examples[0]!.map(({ name: step }, i) => ({
    caption: CAPTIONS[step],
    signals: examples.map((steps, example) => ({ name: labels[example]!, x: steps[i]!.x, t: steps[i]!.t })),
  }));
  const moving: Animation = { title: `How examples are made: ${name}`, frames };
  return {
    title: moving.title,
    svg: (theme) => animation({ ...moving, theme }),
    frames: (theme) =>
      frames.map((_, i) => ({
        svg: animationFrame({ ...moving, theme }, i),
        seconds: i === frames.length - 1 ? LAST_SECONDS : FRAME_SECONDS,
      })),
    header: [],
    rows: [],
    warnings: leftOut(labels.length - examples.length, "further class", "further classes"),
  };
}

/** What was drawn for a step, in words; nothing of one for which nothing is. */
export function noteOf({ name, drawn, x }: ExampleStep): { note?: string } {
  if (name === "dilate") return { note: `to ${plural(x.length, "point")}` };
  if (name === "subsample") return { note: `to ${plural(x.length, "point")}` };
  if (drawn === undefined) return {};
  if (name === "pad") return { note: `${plural(drawn, "zero")}` };
  if (name === "scale") return { note: `× ${figure(drawn)}` };
  if (name === "translate") return { note: `by ${plural(drawn, "point")}` };
  return { note: `slope ${figure(drawn)}` };
}

export async function classesPicture(
  subject: Subject,
  examples: ReadableExamples,
  work: WorkOptions,
): Promise<Picture> {
  const split = splitIn(subject, examples);
  const found = await classMoments(examples, split, work);
  const nameOf = classNames(subject.config);
  const classes = [...found.classes].map(([label, sums]) => ({
    name: nameOf(label),
    rows: sums.rows,
    mean: sums.mean(),
    std: sums.std(),
  }));
  const title = `Mean and std of each class in ${split}: ${subject.name}`;
  return {
    title,
    svg: (theme) => classesFigure({ title, classes, theme }),
    header: ["class", "rows", "mean", "std"],
    rows: classes.map(({ name, rows, mean, std }) => ({ label: name, series: [countText(rows), mean, std] })),
    warnings: warningsOf(
      subject,
      found,
      classes.map(({ mean }) => mean),
    ),
  };
}

export async function splitsPicture(subject: Subject, examples: ReadableExamples, work: WorkOptions): Promise<Picture> {
  splitIn(subject, examples);
  const counts = await labelCounts(examples, work);
  // Shifted splits are the examples of test.
  const shown = [...counts].filter(([split, { size }]) => size > 0 && (!isShifted(split) || !counts.has("test")));
  const labels = [...new Set(shown.flatMap(([, own]) => [...own.keys()]))].sort((a, b) => a - b);
  const listed = labels.slice(0, MOST_CLASSES);
  const classes = listed.map(classNames(subject.config));
  const splits = shown.map(([name, own]) => ({
    name,
    rows: [...own.values()].reduce((sum, count) => sum + count, 0),
    counts: listed.map((label) => own.get(label) ?? 0),
  }));
  const title = `Examples of each class: ${subject.name}`;
  return {
    title,
    svg: (theme) => splitsFigure({ title, classes, splits, theme }),
    header: ["class", ...splits.map(({ name }) => name)],
    rows: classes.map((label, i) => ({ label, series: splits.map((split) => countText(split.counts[i]!)) })),
    warnings: [
      ...leftOut(labels.length - listed.length, "further class", "further classes"),
      ...leftOut(
        counts.size - shown.length,
        "split of the examples of test, shifted, or without any",
        "splits of the examples of test, shifted, or without any",
      ),
    ],
  };
}

/** @param shifted splits that are there: at least one. */
export async function shiftsPicture(subject: Subject, examples: ReadableExamples, work: WorkOptions): Promise<Picture> {
  const shifted = examples.splits.filter(({ name, rows }) => isShifted(name) && rows > 0).map(({ name }) => name);
  const found = await firstOfSplits(examples, ["test", ...shifted], work);
  const t = examples.t && { t: examples.t };
  const plain = { x: found.get("test")!, ...t };
  const shifts = shifted.map((split) => ({ name: shiftNameOf(split), x: found.get(split)!, ...t }));
  const title = `An example of test under each shift: ${subject.name}`;
  checkFinite(subject, [plain.x, ...shifts.map(({ x }) => x)]);
  return {
    title,
    svg: (theme) => shiftsFigure({ title, plain, shifts, theme }),
    header: ["split", "first example"],
    rows: [
      { label: "test", series: [plain.x] },
      ...shifts.map(({ name, x }) => ({ label: `test_${name}`, series: [x] })),
    ],
    warnings: [],
  };
}

/** What classes are called: by the config, or by their labels. */
export function classNames(config: Config | undefined): (label: number) => string {
  const names = config && namesByLabel(config);
  return (label) => names?.get(label) ?? String(label);
}

/** The split that is drawn. @throws FormatError of a dataset without examples. */
function splitIn({ name }: Subject, examples: ReadableExamples) {
  const split = firstSplit(examples);
  if (split !== undefined) return split;
  throw new FormatError(name, "has no examples, so there is nothing to draw");
}

function warningsOf(subject: Subject, found: Collected<unknown>, drawn: readonly ArrayLike<number>[]): string[] {
  checkFinite(subject, drawn);
  const { notFinite, unlistedRows } = found;
  const gaps =
    notFinite === 0
      ? []
      : [`${plural(notFinite, "value")} of these examples ${notFinite === 1 ? "is" : "are"} not finite: left out`];
  return [...gaps, ...leftOut(unlistedRows, "row of further classes", "rows of further classes")];
}

/** @throws FormatError where there is nothing to draw. */
function checkFinite({ name }: Subject, drawn: readonly ArrayLike<number>[]): void {
  if (drawn.some((values) => Array.prototype.some.call(values, Number.isFinite))) return;
  throw new FormatError(
    name,
    "has no finite value in the examples to draw",
    `mnist1d inspect ${name} counts what is not finite.`,
  );
}

function leftOut(count: number, one: string, many: string): string[] {
  return count > 0 ? [`not in the picture: ${countText(count)} ${count === 1 ? one : many}`] : [];
}
