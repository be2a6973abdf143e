import type { Command } from "commander";
import { presets } from "../config/presets.js";
import { visibleLine } from "../formats/printable.js";
import type { Picture } from "../plot/pictures.js";
import { writeFile } from "./config-command.js";
import { addConfigFlags } from "./config-flags.js";
import type { Context } from "./context.js";
import { compareOperands } from "./diff-command.js";
import { type Ending, group, withValues } from "./flags.js";
import { PICTURES, THEMES } from "./picture-names.js";
import type { PicturePlan } from "./plot/plan-picture.js";

export const ending: Ending = {
  quiet: "print nothing but errors",
  lists: [["Pictures", Object.entries(PICTURES)], "Presets"],
  writes: ({ out }) => out !== undefined && out !== "-",
  examples: `
  mnist1d plot samples                         in the terminal
  mnist1d plot samples -o samples.svg
  mnist1d plot samples data/ -o data.png       of any dataset or file
  mnist1d plot templates --theme dark -o templates.svg
  mnist1d plot steps --classes 3 --seed 7 -o steps.svg
  mnist1d plot animation -o steps.gif
  mnist1d plot classes my.json -o classes.svg
  mnist1d plot diff --scale-coeff 0.8 -o diff.svg
  mnist1d plot diff seed=1 seed=2 -o seeds.svg
  mnist1d plot shifts --preset shifts -o shifts.svg`,
};

export function declare(command: Command): Command {
  const output = group("Output:");
  command
    .description(
      "Draws a dataset, a file of one, or what a config gives. SOURCE is a config file, a preset, a dataset, or parameters such " +
        "as seed=7,shear_scale=1, and the flags below change it; without SOURCE, they change the defaults. " +
        "For the picture diff there is OTHER, too: two sources, or one and flags, as diff has them.",
    )
    .addOption(
      output("-o, --out <file>", "a .svg, .png or .gif, or - for SVG on stdout (default: text in the terminal)"),
    )
    .addOption(
      withValues(
        output("--theme <name>", "light, dark, or auto: as the reader has it (default: auto in SVG, else light)"),
        THEMES,
      ),
    )
    .addOption(output("--force", "replace another file that is there"));
  const [what, ...sources] = command.registeredArguments;
  what!.argChoices = Object.keys(PICTURES);
  for (const source of sources) source.argChoices = Object.keys(presets);
  return addConfigFlags(command);
}

export async function run(context: Context, what: string, source?: string, other?: string): Promise<void> {
  const { flags, terminal } = context;
  const { planPicture } = await import("./plot/plan-picture.js");
  const plan = planPicture(what, other, flags);
  // Before the work, as what it takes may not be installed.
  const contentOf = "path" in plan ? await encoderOf(plan) : undefined;
  const picture = await draw(plan, context, source, other);
  if (picture === undefined) return;
  for (const warning of picture.warnings) terminal.warn(warning);
  if (plan.kind === "stream") return terminal.print(picture.svg(plan.theme));
  if (plan.kind === "text") {
    const { pictureText } = await import("./plot/picture-text.js");
    return terminal.report(pictureText(picture, terminal.paper));
  }
  const content = contentOf!(picture);
  context.abortable().throwIfAborted();
  await writeFile(plan.path, content, { force: flags.force });
  terminal.say(`${terminal.style("bold", plan.path)}: ${visibleLine(picture.title)}`);
}

/** What makes the content of a file of a picture. @throws UsageError where a package is missing. */
async function encoderOf(
  plan: Extract<PicturePlan, { path: string }>,
): Promise<(picture: Picture) => string | Uint8Array> {
  if (plan.kind === "svg") return (picture) => picture.svg(plan.theme);
  const { rendererFor, rendered } = await import("./plot/render.js");
  const renderer = await rendererFor(plan.kind);
  return (picture) => rendered(picture, plan, renderer);
}

/** @returns undefined where all is printed: a comparison as text is that of `diff`. */
async function draw(
  plan: PicturePlan,
  context: Context,
  source?: string,
  other?: string,
): Promise<Picture | undefined> {
  if (plan.what !== "diff") {
    const { drawSource } = await import("./plot/draw-picture.js");
    return drawSource(plan.what, source, context);
  }
  const report = await compareOperands("plot diff", context, source, other);
  if (plan.kind !== "text") return (await import("./plot/diff-picture.js")).diffPicture(report);
  const { diffText } = await import("./report/diff-report.js");
  await context.terminal.report(diffText(report, context.terminal.paper));
  return undefined;
}
