import { type Config, drawnConfigs, exampleCount, signalLength, templateLabels } from "../../../src/config/config.js";
import { commandOf } from "./lines.js";

/** Values that are computed for a dataset at most: some seconds of a worker, and 200 MB. */
const MOST_VALUES = 150_000_000;

/** Points of a signal that is drawn on the screen while something moves. */
const MOST_POINTS = 20_000;

/** Templates of which a page keeps signals for a while. */
const MOST_TEMPLATES = 1000;

/** Classes that fit the screen. */
export const MOST_CLASSES = 40;

/** Whether examples of a config can be drawn on the screen at once. */
export function isDrawable(config: Config): boolean {
  const points = drawnConfigs(config).map((drawn) => signalLength(drawn) + drawn.finalSeqLength);
  return Math.max(...points) <= MOST_POINTS && templateLabels(config).length <= MOST_TEMPLATES;
}

/** Why a page does not make the dataset of a config, with the command that does; undefined where it does. */
export function refusal(config: Config): string | undefined {
  const perExample = drawnConfigs(config).map((drawn) => signalLength(drawn) + drawn.finalSeqLength);
  const factor = config.clean ? 2 : 1;
  const values = factor * exampleCount(config) * perExample.reduce((sum, own) => sum + own, 0);
  if (values <= MOST_VALUES && isDrawable(config)) return undefined;
  return `This is too large for a page: ${values.toLocaleString("en")} values to compute. The command makes it: ${commandOf(config)}`;
}
