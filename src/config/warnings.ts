import { type Config, classCount, exampleCount, signalLength } from "./config.js";
import { show } from "./config-error.js";
import { PARAMETERS } from "./parameters.js";

/** Something legal that a person would want to know: the key it is about, and a sentence. */
export interface ConfigWarning {
  readonly key: string;
  readonly message: string;
}

/** What a config says that is legal but may not be what was meant. */
export function configWarnings(config: Config): ConfigWarning[] {
  const warnings: ConfigWarning[] = [];
  for (const { key, name, usual, default: original } of PARAMETERS) {
    const value = config[name];
    if (usual === undefined) continue;
    const outside = [value].flat().find((v) => typeof v === "number" && (v < usual[0] || v > usual[1]));
    if (outside === undefined) continue;
    const message = `${show(value)} is far from the original's ${show(original)} (usual: ${usual[0]} to ${usual[1]})`;
    warnings.push({ key, message });
  }
  const examples = exampleCount(config);
  if (examples !== config.numSamples) {
    const message = `${config.numSamples} does not divide among ${classCount(config)} classes: making ${examples} examples`;
    warnings.push({ key: "num_samples", message });
  }
  if (config.maxTranslation > signalLength(config)) {
    const message = `${config.maxTranslation} is more than the ${signalLength(config)} points of a signal, and a rotation by more leaves it unchanged`;
    warnings.push({ key: "max_translation", message });
  }
  return warnings;
}
