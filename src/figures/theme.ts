/** On what a picture is seen: `auto` follows the reader's system, where the viewer knows it. */
export type Theme = "auto" | "light" | "dark";

/**
 * Colours by their names, in light and in dark. Those of series are Okabe and Ito's, which people who see few colours can
 * tell apart as well; where one is too near to the paper, another of theirs stands in.
 */
const COLOURS = {
  paper: ["#ffffff", "#0d1117"],
  ink: ["#1f2328", "#e6edf3"],
  muted: ["#59636e", "#9198a1"],
  rule: ["#d1d9e0", "#3d444d"],
  blue: ["#0072b2", "#56b4e9"],
  vermilion: ["#d55e00", "#d55e00"],
  green: ["#009e73", "#009e73"],
  purple: ["#cc79a7", "#cc79a7"],
  orange: ["#e69f00", "#e69f00"],
  sky: ["#56b4e9", "#f0e442"],
  red: ["#a51e22", "#ff7b72"],
  brown: ["#7a4a1e", "#b98a5e"],
  grey: ["#7f7f7f", "#a8a8a8"],
  lime: ["#8fae1b", "#b5d334"],
  black: ["#000000", "#000000"],
  white: ["#ffffff", "#ffffff"],
} as const;

export type Colour = keyof typeof COLOURS;

/** The colours of series, in the order in which they are given out; then from the first again. */
const SERIES: readonly Colour[] = ["blue", "vermilion", "green", "purple", "orange", "sky", "ink"];

export function seriesColour(index: number): Colour {
  return SERIES[index % SERIES.length]!;
}

/** Colours of ten classes: those of series, but for that of text, and four more. */
export const CLASS_COLOURS: readonly Colour[] = [...SERIES.slice(0, 6), "red", "brown", "grey", "lime"];

/** Classes by which a mark has its colour: of what it fills, and of its line. */
export const fillOf = (colour: Colour) => `f-${colour}`;
export const strokeOf = (colour: Colour) => `s-${colour}`;

/** The style sheet of a picture: rules of the classes that its marks have. */
export function styleSheet(marks: string, theme: Theme): string {
  const rules = (shade: 0 | 1) =>
    Object.entries(COLOURS).flatMap(([name, shades]) => {
      const [fill, stroke] = [fillOf(name as Colour), strokeOf(name as Colour)];
      return [
        ...(isUsed(fill) ? [`.${fill}{fill:${shades[shade]}}`] : []),
        ...(isUsed(stroke) ? [`.${stroke}{stroke:${shades[shade]};fill:none}`] : []),
      ];
    });
  const used = new Set(marks.match(/"[fs]-[a-z]+"/g));
  const isUsed = (name: string) => used.has(`"${name}"`);
  const [light, dark] = [rules(0), rules(1)];
  if (theme !== "auto") return (theme === "light" ? light : dark).join("");
  const changed = dark.filter((rule, i) => rule !== light[i]);
  return `${light.join("")}@media (prefers-color-scheme:dark){${changed.join("")}}`;
}
