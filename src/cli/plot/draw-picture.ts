import { isShifted } from "../../config/split-names.js";
import type { WorkOptions } from "../../generate/work-options.js";
import {
  animationPicture,
  classesPicture,
  type Picture,
  type Subject,
  samplesPicture,
  shiftsPicture,
  splitsPicture,
  stepsPicture,
  templatesPicture,
} from "../../plot/pictures.js";
import { flagsText } from "../config-flags.js";
import type { Context } from "../context.js";
import { UsageError, unexpected } from "../exit-code.js";
import { changedOperand, DEFAULTS, examplesOf, type Operand, operandOf } from "../operand.js";
import type { PictureName } from "../picture-names.js";
import { withProgress } from "../progress-bar.js";

/** Draws what a word on the command line stands for, changed by flags; without it, the defaults. */
export async function drawSource(
  what: Exclude<PictureName, "diff">,
  source: string | undefined,
  context: Context,
): Promise<Picture> {
  const operand = await sourceOf(source ?? DEFAULTS, context);
  try {
    for (const warning of operand.warnings) context.terminal.warn(warning);
    return await withProgress(context, (work) => drawOperand(what, operand, work));
  } finally {
    await operand.dataset?.close();
  }
}

async function sourceOf(word: string, context: Context): Promise<Operand> {
  const operand = await operandOf(word, context);
  if (flagsText(context.flags) === "") return operand;
  try {
    return await changedOperand(operand, context.flags);
  } finally {
    await operand.dataset?.close();
  }
}

async function drawOperand(what: Exclude<PictureName, "diff">, operand: Operand, work: WorkOptions): Promise<Picture> {
  const { name, config, dataset } = operand;
  const templates = dataset?.metadata.templates;
  const subject: Subject = {
    name: name === DEFAULTS ? "the defaults" : name,
    ...(config && { config }),
    ...(templates && { templates }),
  };
  if (what === "templates") {
    if (config !== undefined || templates !== undefined) return templatesPicture(subject);
    throw new UsageError(
      name,
      "does not say what templates it was made from",
      `Its examples: mnist1d plot samples ${name}`,
    );
  }
  if (what === "steps" || what === "animation") {
    if (config === undefined) {
      throw new UsageError(
        name,
        "does not say what config it was made from, so its steps are not known",
        `Its examples: mnist1d plot samples ${name}`,
      );
    }
    const { checkMemory } = await import("../../dataset/resources.js");
    checkMemory(config);
    return what === "steps" ? stepsPicture(subject, config) : animationPicture(subject, config);
  }
  const examples = await examplesOf(operand, work);
  if (what === "samples") return samplesPicture(subject, examples, work);
  if (what === "classes") return classesPicture(subject, examples, work);
  if (what === "splits") return splitsPicture(subject, examples, work);
  const names = examples.splits.flatMap((split) => (split.rows > 0 ? [split.name as string] : []));
  if (!names.includes("test") || !names.some(isShifted)) {
    const hint = "mnist1d plot shifts --shift noisy:iid_noise_scale=0.5 draws one, --preset shifts fifty.";
    throw unexpected("shifts", "a dataset with test and shifted test splits", names.join(", ") || "none", hint);
  }
  return shiftsPicture(subject, examples, work);
}
