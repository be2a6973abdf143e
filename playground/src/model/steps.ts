import type { Config } from "../../../src/config/config.js";
import type { StepName } from "../../../src/generate/example-steps.js";

/** A step as people are told of it. */
export interface StepText {
  readonly name: StepName;
  /** Parameters that it goes by. */
  readonly parameters: readonly (keyof Config)[];
  readonly title: string;
  readonly text: string;
  /** What there is to say of it below its figure, where nothing is drawn once for all points. */
  readonly note?: string;
  /** The parameter that dragging the figure changes, and along which side. */
  readonly drag?: { readonly parameter: "maxTranslation" | "scaleCoeff" | "shearScale"; readonly along: "x" | "y" };
}

/** Template and eight steps, for slides. */
export const STEP_TEXTS: readonly StepText[] = [
  {
    name: "template",
    parameters: ["templates"],
    title: "Template",
    note: "values drawn by hand",
    text: "Each class has one shape of twelve values, drawn by hand to look like a digit. All examples of the class begin with it.",
  },
  {
    name: "pad",
    parameters: ["padding"],
    title: "1. Pad",
    text: "Zeros are appended to the template, a random number of them. The digit then takes more or less of the signal.",
  },
  {
    name: "dilate",
    parameters: ["templateLen"],
    title: "2. Dilate",
    text: "The result is stretched by linear interpolation to one length, template_len plus the most padding. With less padding the digit becomes wider.",
  },
  {
    name: "scale",
    parameters: ["scaleCoeff"],
    title: "3. Scale",
    text: "The amplitude is multiplied by a random factor around 1, up to half of scale_coeff away.",
    drag: { parameter: "scaleCoeff", along: "x" },
  },
  {
    name: "translate",
    parameters: ["maxTranslation"],
    title: "4. Translate",
    text: "The signal is rotated by a random number of points, less than max_translation: what leaves at one end comes in at the other. Where the digit is says nothing of its class.",
    drag: { parameter: "maxTranslation", along: "y" },
  },
  {
    name: "correlated noise",
    parameters: ["corrNoiseScale"],
    title: "5. Smooth noise",
    note: "where it was zero",
    text: "Where the signal is zero, correlated noise is put in: normal noise, smoothed by a Gaussian of width 2. The background becomes wavy, and could be taken for a digit.",
  },
  {
    name: "iid noise",
    parameters: ["iidNoiseScale"],
    title: "6. Noise",
    note: "on every point",
    text: "Every point gets normal noise of its own, independent of the others' and small by default.",
  },
  {
    name: "shear",
    parameters: ["shearScale"],
    title: "7. Shear",
    text: "A straight line of random slope is subtracted, up to half of shear_scale steep.",
    drag: { parameter: "shearScale", along: "x" },
  },
  {
    name: "subsample",
    parameters: ["finalSeqLength"],
    title: "8. Subsample",
    text: "The signal is read at fewer points, final_seq_length of them. All examples together are then standardised to mean 0 and standard deviation 1.",
  },
];
