import { type Config, exampleCount, trainCount } from "../config/config.js";
import type { StoredExamples } from "../formats/format.js";

/** How the shapes of stored examples differ from those that a config gives, in words; undefined if they do not. */
export function shapeProblem(stored: StoredExamples, config: Config): string | undefined {
  if (stored.length !== config.finalSeqLength) {
    return `examples have ${stored.length} points, and the config gives ${config.finalSeqLength}`;
  }
  const train = trainCount(config);
  const wanted = { train, test: exampleCount(config) - train };
  const wrong = stored.splits.find(({ name, rows }) => rows !== wanted[name]);
  if (wrong !== undefined) {
    return `${wrong.name} has ${wrong.rows} examples, and the config gives ${wanted[wrong.name]}`;
  }
  const wantsClean = config.labelNoise !== undefined;
  if (stored.hasCleanLabels === wantsClean) return undefined;
  return wantsClean ? "the labels before label noise (y_clean) are missing" : "there is a y_clean, but no label noise";
}
