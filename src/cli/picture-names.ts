/** The first is that of SVG where nothing is said. */
export const THEMES = ["auto", "light", "dark"] as const;

/** What can be drawn. */
export const PICTURES = {
  templates: "the shapes that examples are made of",
  samples: "examples of each class",
  steps: "how an example is made: a panel for each step",
  animation: "the steps of an example of each class, moving",
  classes: "mean and standard deviation of each class",
  splits: "how many examples of each class a split has",
  shifts: "an example under each shift of the test split",
  diff: "what a change of config does to the data",
} as const;

export type PictureName = keyof typeof PICTURES;
